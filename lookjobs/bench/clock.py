"""How a benchmark measures: in turn, several times, and by the median."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median


def medians_ms(
    parts: Mapping[str, Callable[[], object]],
    *,
    runs: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return each part's median in milliseconds of the clock; they run in turn.

    The clock is processor time unless another is given. On one processor of an idle machine that
    is the time on the wall; on a busy one it leaves out the waiting for others, which would
    otherwise decide a ratio of a few milliseconds.
    """
    for part in parts.values():
        part()  # caches and lazy imports are not what is measured
    taken: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(runs):
        for name, part in parts.items():
            started = clock()
            part()
            taken[name].append((clock() - started) * 1000)
    return {name: round(median(values), 2) for name, values in taken.items()}


@contextmanager
def one_cpu() -> Iterator[None]:
    """Keep this process on one processor, so that no part hides its cost on another."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
