"""How a benchmark measures: in turn, several times, and by the median."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median


def medians_ms(parts: Mapping[str, Callable[[], object]], *, runs: int) -> dict[str, float]:
    """Return each part's median in milliseconds; they run in turn, so drift hits all alike."""
    for part in parts.values():
        part()  # caches and lazy imports are not what is measured
    taken: dict[str, list[float]] = {name: [] for name in parts}
    for _ in range(runs):
        for name, part in parts.items():
            started = time.perf_counter()
            part()
            taken[name].append((time.perf_counter() - started) * 1000)
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
