"""Order statistics without NumPy's safety belts: a look needs a hundred of them.

np.median and np.percentile look for NaN and interpolate; each costs more than the sort of a small
region. These take the order statistic itself: a value that was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def median(values: NDArray[Any]) -> Any:
    """Return the upper median along the first axis; values: (N, ...), N at least 1."""
    middle = len(values) // 2
    ordered = values.copy()
    ordered.partition(middle, axis=0)
    return ordered[middle]


def ranks(values: NDArray[Any], *shares: float) -> list[float]:
    """Return the values at these percentiles of (N,) values, nearest rank; N at least 1."""
    last = values.size - 1
    places = [round(share / 100 * last) for share in shares]
    ordered = values.flatten()
    ordered.partition(places)
    return [float(ordered[place]) for place in places]


def mean(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Return the mean of arrays of one shape, at least one: of two, mostly, one from each eye."""
    return np.asarray(sum(arrays) / len(arrays))


def lengths(vectors: NDArray[Any]) -> NDArray[Any]:
    """Return the length of each (N, 2) vector; np.hypot takes ten times as long."""
    x, y = vectors[..., 0], vectors[..., 1]
    return np.asarray(np.sqrt(x * x + y * y))
