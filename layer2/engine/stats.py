"""Order statistics without NumPy's safety belts: a look needs a hundred of them.

np.median and np.percentile look for NaN and interpolate; each costs more than the sort of a small
region. These take the order statistic itself: a value that was measured.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def median(values: NDArray[Any]) -> Any:
    """Return the upper median along the first axis; values: (N, ...), N at least 1."""
    middle = len(values) // 2
    return np.partition(values, middle, axis=0)[middle]


def ranks(values: NDArray[Any], *shares: float) -> list[float]:
    """Return the values at these percentiles of (N,) values, nearest rank; N at least 1."""
    ordered = np.sort(values, axis=None)
    last = len(ordered) - 1
    return [float(ordered[round(share / 100 * last)]) for share in shares]
