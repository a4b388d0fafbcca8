"""One thread owns the case; what a job returns, and how it fails, arrives on the main thread."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import DiskFull, EvenhandError
from app.services.house import House
from tests.gui.conftest import house
from tests.gui.watchdog import Watchdog
from ui.worker import Cancelled, NothingOpen, Work, Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker(house)
    yield made
    qtbot.waitUntil(lambda: not made.busy, timeout=10_000)
    made.close()


def test_jobs_run_one_after_another_in_the_order_given_on_one_other_thread(worker: Worker, qtbot: QtBot) -> None:
    ran: list[tuple[int, int]] = []
    arrived: list[tuple[int, int]] = []

    def job(number: int) -> Callable[[Work], int]:
        def run(_work: Work) -> int:
            time.sleep(0.002 if number % 2 else 0)
            ran.append((number, threading.get_ident()))
            return number

        return run

    for number in range(20):
        worker.run(job(number), lambda result: arrived.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: len(arrived) == 20)
    assert [number for number, _ in ran] == list(range(20)) == [number for number, _ in arrived]
    assert {thread for _, thread in ran} == {ran[0][1]} != {threading.get_ident()}
    assert {thread for _, thread in arrived} == {threading.get_ident()}


def test_a_fault_comes_back_as_a_value_to_whoever_asked(worker: Worker, qtbot: QtBot) -> None:
    faults: list[EvenhandError] = []
    nobody: list[EvenhandError] = []
    worker.fault.connect(nobody.append)
    worker.run(_full, lambda _result: pytest.fail("it returned"), faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert isinstance(faults[0], DiskFull)
    assert not nobody


def test_a_fault_that_nobody_takes_goes_to_the_one_place(worker: Worker, qtbot: QtBot) -> None:
    faults: list[EvenhandError] = []
    worker.fault.connect(faults.append)
    worker.run(_full)
    qtbot.waitUntil(lambda: bool(faults))
    assert isinstance(faults[0], DiskFull)


def test_any_other_exception_goes_to_the_crash_boundary_and_the_worker_lives_on(worker: Worker, qtbot: QtBot) -> None:
    crashes: list[BaseException] = []
    results: list[int] = []
    worker.crashed.connect(crashes.append)
    worker.run(_breaks, failed=lambda _fault: pytest.fail("not a fault of the world"))
    worker.run(lambda _work: 7, results.append)
    qtbot.waitUntil(lambda: bool(crashes) and bool(results))
    assert isinstance(crashes[0], KeyError)
    assert results == [7]


def test_a_job_hears_cancel_at_its_next_step(worker: Worker, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    faults: list[EvenhandError] = []
    worker.progressed.connect(lambda done, of: steps.append((done, of)))

    def endless(work: Work) -> None:
        for done in range(100_000):
            work.step(done, 100_000)
            time.sleep(0.001)

    worker.run(endless, failed=faults.append, name="Counting", cancellable=True)
    qtbot.waitUntil(lambda: len(steps) > 3)
    worker.cancel()
    qtbot.waitUntil(lambda: bool(faults))
    assert isinstance(faults[0], Cancelled)


def test_a_job_that_cannot_be_cancelled_is_not(worker: Worker, qtbot: QtBot) -> None:
    gate = threading.Event()
    results: list[str] = []

    def wait(work: Work) -> str:
        gate.wait(5)
        work.step(1, 1)
        return "whole"

    started: list[str] = []
    worker.started.connect(started.append)
    worker.run(wait, results.append, name="Sealing")
    qtbot.waitUntil(lambda: bool(started))
    worker.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["whole"]


def test_only_work_of_more_than_a_second_is_shown(worker: Worker, qtbot: QtBot) -> None:
    shown: list[tuple[str, bool]] = []
    results: list[None] = []
    worker.slow.connect(lambda name, cancellable: shown.append((name, cancellable)))
    worker.run(lambda _work: time.sleep(0.05), results.append, name="Short")
    worker.run(lambda _work: time.sleep(1.4), results.append, name="Long", cancellable=True)
    qtbot.waitUntil(lambda: len(results) == 2, timeout=10_000)
    assert shown == [("Long", True)]


def test_the_house_is_built_on_the_worker_and_only_once(qtbot: QtBot) -> None:
    built: list[int] = []

    def build() -> House:
        built.append(threading.get_ident())
        return house()

    made = Worker(build)
    seen: list[House] = []
    for _ in range(3):
        made.run(lambda work: work.house, seen.append)
    qtbot.waitUntil(lambda: len(seen) == 3)
    made.close()
    assert len(built) == 1 != threading.get_ident()
    assert seen[0] is seen[2]


def test_without_an_open_case_a_job_that_needs_one_is_refused(worker: Worker, qtbot: QtBot) -> None:
    faults: list[EvenhandError] = []
    worker.run(lambda work: work.session, failed=faults.append)
    qtbot.waitUntil(lambda: bool(faults))
    assert isinstance(faults[0], NothingOpen)


def test_the_watchdog_sees_a_stall_and_no_stall(qapp: QApplication, qtbot: QtBot) -> None:
    calm = Watchdog(qapp)
    qtbot.wait(60)
    calm.stop()
    stalled = Watchdog(qapp)
    qtbot.wait(20)
    time.sleep(0.25)
    qtbot.wait(20)
    stalled.stop()
    assert calm.ticks > 2
    assert calm.longest < 0.1 < stalled.longest


def _full(_work: Work) -> None:
    raise DiskFull


def _breaks(_work: Work) -> None:
    raise KeyError("a name that must not be shown")
