"""Cells of L*a*b* in Morton order, and which of them can hold a colour near enough.

A cell is a cube of CELL units. Its Morton code interleaves the bits of its three indices, so that
each larger cube of 2, 4, 8 ... cells a side is one range of codes: one index range in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.engine.bounds import Floats, lower_bounds

Ints = NDArray[np.int64]

CELL: Final = 2.0  # L*a*b* units; at a million shades a cell of skin colours holds about a hundred
BITS: Final = 7  # 128 cells an axis: L* from 0 to 256, a* and b* from -128 to 128
TOP: Final = 4  # the descent starts with cubes of 2^4 cells: 32 units, 4 x 8 x 8 of them
MAX_RANGES: Final = 600  # more index ranges cost more than the rows that they spare
AB_OFFSET: Final = 128.0
ROUNDING: Final = 1e-4  # CIEDE2000 is rounded to 4 decimals before anybody compares it


@dataclass(frozen=True, slots=True)
class Cubes:
    """Cubes of side 2^level cells; index is (N, 3), in cubes from the lower corner."""

    index: Ints
    level: int

    @property
    def side(self) -> float:
        return CELL * float(2**self.level)

    def corners(self) -> tuple[Floats, Floats]:
        """Return the lower and upper corners, (N, 3) each, in L*a*b*."""
        low = self.index * self.side - np.array([0.0, AB_OFFSET, AB_OFFSET])
        return low, low + self.side

    def ranges(self) -> tuple[Ints, Ints]:
        """Return the first and last Morton code of each cube."""
        first = morton(self.index) << (3 * self.level)
        return first, first + (1 << (3 * self.level)) - 1

    def split(self) -> Cubes:
        """Return the eight halves of every cube."""
        steps = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).T.reshape(-1, 3)
        index = (self.index[:, None, :] * 2 + steps[None]).reshape(-1, 3)
        return Cubes(index, self.level - 1)

    def only(self, keep: NDArray[np.bool_] | Ints) -> Cubes:
        return Cubes(self.index[keep], self.level)


def cell_of(lab: Any) -> Ints:
    """Return the Morton code of each colour; lab is (..., 3)."""
    values = np.asarray(lab, np.float64) + np.array([0.0, AB_OFFSET, AB_OFFSET])
    index = np.clip(np.floor(values / CELL), 0, 2**BITS - 1).astype(np.int64)
    return morton(index)


def morton(index: Ints) -> Ints:
    """Interleave the bits of (..., 3) indices; L* takes the highest bit of each triple."""
    spread = index.astype(np.int64)
    for shift, mask in ((8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249)):
        spread = (spread | (spread << shift)) & mask
    code = (spread[..., 0] << 2) | (spread[..., 1] << 1) | spread[..., 2]
    return np.asarray(code, np.int64)


def whole_space() -> Cubes:
    """Return the cubes of the top level that hold every L* of 0 to 100, a* and b*."""
    lightness = int(np.ceil(100.0 / (CELL * 2**TOP) + 1e-9))
    count = 2 ** (BITS - TOP)
    grid = np.meshgrid(np.arange(lightness), np.arange(count), np.arange(count), indexing="ij")
    return Cubes(np.stack(grid, axis=-1).reshape(-1, 3).astype(np.int64), TOP)


def probe_ranges(target: Any, radius: float = np.inf) -> tuple[Ints, Ints]:
    """Return ranges that cover all colours within radius, small near the target, large far from it.

    In order of their lower bound: reading a few rows of each until there are enough gives an upper
    bound of the k-th best distance, whatever the density. Each cube that touches the neighbourhood
    of the target is split once more, so there are about 60 a level.
    """
    point = np.asarray(target, np.float64)
    cubes, kept = whole_space(), []
    while cubes.level > 0:
        low, high = cubes.corners()
        gap = np.maximum(np.maximum(low - point, point - high), 0.0).max(axis=1)
        near = gap < cubes.side / 2
        kept.append(cubes.only(~near))
        cubes = cubes.only(near).split()
    kept.append(cubes)
    return _ordered(kept, point, radius)


def _ordered(cubes: list[Cubes], point: Floats, radius: float) -> tuple[Ints, Ints]:
    corners, ranges = [part.corners() for part in cubes], [part.ranges() for part in cubes]
    low, high = (np.concatenate(each) for each in zip(*corners, strict=True))
    first, last = (np.concatenate(each) for each in zip(*ranges, strict=True))
    bounds = lower_bounds(point, low, high)
    order = np.lexsort((first, bounds.round(6)))
    order = order[bounds[order] <= radius + ROUNDING]
    return first[order], last[order]


def cover_ranges(target: Any, radius: float) -> tuple[Ints, Ints]:
    """Return ranges that hold every colour within radius (CIEDE2000, inclusive) of the target.

    Proven: a cube is left out only where the lower bound of CIEDE2000 over it is above the radius.
    """
    point = np.asarray(target, np.float64)
    cubes = _reachable(point, whole_space(), radius)
    while cubes.level > 0 and len(cubes.index) * 3 <= MAX_RANGES:
        cubes = _reachable(point, cubes.split(), radius)
    return _merged(*cubes.ranges())


def _reachable(point: Floats, cubes: Cubes, radius: float) -> Cubes:
    return cubes.only(lower_bounds(point, *cubes.corners()) <= radius + ROUNDING)


def _merged(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    if not first.size:
        return first, last
    order = np.argsort(first)
    first, last = first[order], last[order]
    breaks = np.flatnonzero(first[1:] != last[:-1] + 1)
    return (
        first[np.concatenate(([0], breaks + 1))],
        last[np.concatenate((breaks, [len(last) - 1]))],
    )
