"""Legal holds, second persons and the end of a case: what may be destroyed, and what the certificate admits."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import entries as e
from app.domain.custody import CustodyRules
from app.domain.destruction import LIMITS
from app.domain.errors import (
    CaseMissing,
    DestructionUnfinished,
    KeptLonger,
    KeyFileDamaged,
    NeedsSecondPerson,
    NotArchived,
    NotThisCase,
    UnderHold,
)
from app.domain.order import Outline
from app.domain.references import Reference
from app.services import record
from app.services.cases import close_case, open_to_read
from app.services.destroying import Decision, destroy_case
from app.services.house import House
from app.services.panel import enrol
from app.storage import destruction
from tests import cases
from tests.conftest import PASSPHRASE
from tests.crash.acts import a_case, an_archive

MEMBER = "violet anchor seven marble kettle drift"
EARLY = Decision("no ground to keep it", "D-7", "W. Witness", early=True)


@pytest.fixture(scope="module")
def made(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    a_case(house, root)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "root"))


def live(root: Path) -> Path:
    return root / "R-1.evenhand"


# --- legal hold -----------------------------------------------------------------------------------


def test_one_person_asks_to_lift_a_hold_and_another_lifts_it(house: House, root: Path) -> None:
    with cases.in_person(house, live(root)) as (session, manager):
        member = enrol(session, manager, name="M", role="member", passphrase=MEMBER)
        record.place_hold(session, manager, "litigation")
        hold = session.store.next_seq - 1
        for _ in range(2):
            with pytest.raises(NeedsSecondPerson):
                record.lift_hold(session, manager, hold, "settled")
            record.ask_to_lift_hold(session, manager, hold, "settled")
        assert list(session.case.holds) == [hold]
        record.lift_hold(session, member, hold, "settled")
        assert list(session.case.holds) == []
    assert house.verifier.case(live(root), PASSPHRASE, None).sound


def test_a_hold_that_one_person_lifted_alone_is_named_by_verify(house: House, root: Path) -> None:
    with cases.in_person(house, live(root)) as (session, manager):
        record.place_hold(session, manager, "litigation")
        hold = session.store.next_seq - 1
        lifted = e.HoldLifted(reason="r")
        session.commit([e.NewEntry("hold.lifted", lifted, hold)], manager)
        seq = session.store.next_seq - 1
    findings = [
        (part.name, found.seq)
        for part in house.verifier.case(live(root), PASSPHRASE, None).parts
        for found in part.findings
    ]
    assert findings == [("Order", seq)]


def test_a_hold_stands_in_the_way_of_everything_that_destroys(house: House, root: Path) -> None:
    with cases.in_person(house, live(root)) as (session, manager):
        record.place_hold(session, manager, "litigation")
        target = Reference("event", min(session.case.table("event")))
        with pytest.raises(UnderHold):
            record.erase(session, manager, [target], ground="g", decision="d")
    before = cases.sums(root)
    with pytest.raises(UnderHold):
        destroy_case(house, live(root), PASSPHRASE, EARLY, certificate=root / "certificate")
    assert cases.sums(root) == before


KINDS = st.sampled_from(
    ["hold.placed", "hold.lift_asked", "hold.lifted", "erasure", "case.archived", "case.reopened", "event.put", "undo"]
)


@given(st.lists(st.tuples(KINDS, st.sampled_from(["c1", "m1", "m2"]), st.integers(0, 20)), max_size=20))
def test_no_order_of_entries_destroys_under_hold_or_works_on_a_closed_case(log: list[tuple[str, str, int]]) -> None:
    rules = CustodyRules()
    holds: dict[int, set[str]] = {}
    closed = False
    for seq, (kind, actor, of) in enumerate(log):
        target = of if kind.startswith("hold.lift") else None
        fault = rules.check(Outline(seq, kind, actor, target))
        if kind == "erasure":
            assert (fault is not None) == bool(holds)
        if kind in ("event.put", "undo"):
            assert (fault is not None) == closed
        if kind == "hold.lifted":
            assert (fault is None) == bool(holds.get(of, set()) - {actor})
            holds.pop(of, None)
        elif kind == "hold.placed":
            holds[seq] = set()
        elif kind == "hold.lift_asked" and of in holds:
            holds[of].add(actor)
        closed = (closed or kind == "case.archived") and kind != "case.reopened"


# --- destruction ----------------------------------------------------------------------------------


def test_a_destroyed_case_leaves_a_certificate_and_nothing_that_opens(house: House, root: Path) -> None:
    with cases.opened(house, live(root)) as session:
        close_case(session)
    an_archive(house, root)
    keys = (live(root) / "case.keys").read_bytes()
    found = destroy_case(
        house,
        live(root),
        PASSPHRASE,
        EARLY,
        copies=[root / "R-1.evenhand-archive"],
        certificate=root / "certificate.txt",
    )
    assert [path.name for path in root.iterdir()] == ["certificate.txt"]
    text = (root / "certificate.txt").read_text(encoding="utf-8")
    names = {item.name for item in found.destroyed}
    assert {"R-1.evenhand/case.keys", "R-1.evenhand/case.db", "R-1.evenhand-archive"} < names
    assert any(name.startswith("R-1.evenhand/backups/") for name in names)
    assert found.not_reached == ()
    assert LIMITS in text
    assert "W. Witness" in text
    assert " ".join(found.head[n : n + 4] for n in range(0, 64, 4)) in text
    assert str(root) not in text
    assert keys.hex() not in text


def test_the_key_headers_are_overwritten_before_any_file_goes(
    house: House, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_name = root / "what a file system may keep"
    real = destruction._spared

    def linking(path: str) -> bool:
        if path.endswith("case.keys"):
            other_name.hardlink_to(path)
        return real(path)

    before = (live(root) / "case.keys").read_bytes()
    monkeypatch.setattr(destruction, "_spared", linking)
    destroy_case(house, live(root), PASSPHRASE, EARLY, certificate=root / "c")
    left = other_name.read_bytes()
    assert len(left) == len(before)
    shutil.rmtree(live(root), ignore_errors=True)
    live(root).mkdir()
    other_name.rename(live(root) / "case.keys")
    with pytest.raises(KeyFileDamaged):
        open_to_read(house.files, house.clock, live(root), PASSPHRASE)


def test_a_copy_that_cannot_be_reached_is_admitted(house: House, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_archive(house, root)
    archive = root / "R-1.evenhand-archive"
    real = destruction._spared
    monkeypatch.setattr(destruction, "_spared", lambda path: path == str(archive) or real(path))
    found = destroy_case(house, live(root), PASSPHRASE, EARLY, copies=[archive], certificate=root / "c")
    assert found.not_reached == ("R-1.evenhand-archive",)
    assert "R-1.evenhand-archive" not in {item.name for item in found.destroyed}
    assert "NOT DESTROYED: R-1.evenhand-archive" in (root / "c").read_text(encoding="utf-8")


def test_nothing_is_destroyed_before_its_time_unless_that_is_what_was_decided(house: House, root: Path) -> None:
    late = EARLY._replace(early=False)
    with pytest.raises(NotArchived):
        destroy_case(house, live(root), PASSPHRASE, late, certificate=root / "c")
    an_archive(house, root)
    before = cases.sums(root)
    with pytest.raises(KeptLonger):
        destroy_case(house, live(root), PASSPHRASE, late, certificate=root / "c")
    assert cases.sums(root) == before


def test_only_copies_of_the_same_case_are_destroyed_with_it(house: House, root: Path, tmp_path: Path) -> None:
    a_case(house, tmp_path / "other")
    before = cases.sums(tmp_path / "other") | cases.sums(root)
    for copy, kind in ((tmp_path / "other" / "R-1.evenhand", NotThisCase), (root / "nothing", CaseMissing)):
        with pytest.raises(kind):
            destroy_case(house, live(root), PASSPHRASE, EARLY, copies=[copy], certificate=root / "c")
    assert cases.sums(tmp_path / "other") | cases.sums(root) == before


def test_an_interrupted_destruction_is_said_and_gone_on_with(
    house: House, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_path: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(destruction, "_spared", killed)
    with pytest.raises(KeyboardInterrupt):
        destroy_case(house, live(root), PASSPHRASE, EARLY, certificate=root / "c")
    monkeypatch.undo()
    with pytest.raises(DestructionUnfinished):
        open_to_read(house.files, house.clock, live(root), PASSPHRASE)
    destroy_case(house, live(root), "any passphrase at all", EARLY, certificate=root / "c")
    assert [path.name for path in root.iterdir()] == ["c"]
