"""Two things timed in turn in one run, so that a noisy machine disturbs both alike."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Figure(NamedTuple):
    """Medians in milliseconds of ours and the rival's, and the median of the ratios pair by pair."""

    ours: float
    rival: float
    ratio: float


def timed(job: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


def compare(ours: Callable[[], object], rival: Callable[[], object], runs: int = 7) -> Figure:
    """Both in turn, `runs` times after one warm-up."""
    ours()
    rival()
    pairs = [(timed(ours), timed(rival)) for _ in range(runs)]
    return Figure(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def show(what: str, figure: Figure, rival: str) -> None:
    """One line of a report."""
    print(f"{what:42} {figure.ours:10.1f} ms   {rival}: {figure.rival:9.1f} ms   ratio {figure.ratio:.2f}")
