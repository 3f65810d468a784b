"""Cells of L*a*b* in Morton order, and which of them can hold a colour near enough.

A cell is a cube of CELL units. Its Morton code interleaves the bits of its three indices, so that
each larger cube of 2, 4, 8 ... cells a side is one range of codes: one index range in the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.engine.bounds import Floats, hue_off_blue, lower_bounds, quadratic_bounds

Ints = NDArray[np.int64]

CELL: Final = 2.0  # L*a*b* units; at a million shades a cell of skin colours holds about a hundred
BITS: Final = 7  # 128 cells an axis: L* from 0 to 256, a* and b* from -128 to 128
TOP: Final = 4  # the descent starts with cubes of 2^4 cells: 32 units, 4 x 8 x 8 of them
MAX_RANGES: Final = 600  # more index ranges cost more than the rows that they spare
MAX_CUBES: Final = 1200  # to split: eight times as many bounds take about 4 ms
_CORNER: Final = np.array([0.0, 128.0, 128.0])  # what L*, a*, b* lie above the first cell's corner
_HALVES: Final = np.array(list(np.ndindex(2, 2, 2)))
FAR_OFF_BLUE: Final = 60.0  # degrees; there the rotation term is below 0.7 %, and falls
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
        low = self.index * self.side - _CORNER
        return low, low + self.side

    def ranges(self) -> tuple[Ints, Ints]:
        """Return the first and last Morton code of each cube."""
        first = morton(self.index) << (3 * self.level)
        return first, first + (1 << (3 * self.level)) - 1

    def split(self) -> Cubes:
        """Return the eight halves of every cube."""
        index = (self.index[:, None, :] * 2 + _HALVES).reshape(-1, 3)
        return Cubes(index, self.level - 1)

    def only(self, keep: NDArray[np.bool_] | Ints) -> Cubes:
        return Cubes(self.index[keep], self.level)


def cell_of(lab: Any) -> Ints:
    """Return the Morton code of each colour; lab is (..., 3)."""
    values = np.asarray(lab, np.float64) + _CORNER
    index = np.clip(np.floor(values / CELL), 0, 2**BITS - 1).astype(np.int64)
    return morton(index)


def morton(index: Ints) -> Ints:
    """Interleave the bits of (..., 3) indices; L* takes the highest bit of each triple."""
    spread = index.astype(np.int64)
    for shift, mask in ((8, 0x0300F00F), (4, 0x030C30C3), (2, 0x09249249)):
        spread = (spread | (spread << shift)) & mask
    code = (spread[..., 0] << 2) | (spread[..., 1] << 1) | spread[..., 2]
    return np.asarray(code, np.int64)


@cache
def whole_space() -> Cubes:
    """Return the cubes of the top level that hold every L* of 0 to 100, a* and b*."""
    lightness = int(np.ceil(100.0 / (CELL * 2**TOP) + 1e-9))
    count = 2 ** (BITS - TOP)
    return Cubes(np.array(list(np.ndindex(lightness, count, count))), TOP)


def probe_ranges(target: Any, radius: float = np.inf) -> tuple[Ints, Ints]:
    """Return ranges that cover all colours within radius, small near the target, large far from it.

    In the order of their middles' distance: reading a few rows of each until there are enough gives
    an upper bound of the k-th best distance, whatever the density. Each cube that touches the
    neighbourhood of the target is split once more, so there are about 60 a level.
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
    order = np.lexsort((first, (((low + high) / 2 - point) ** 2).sum(axis=1)))
    order = order[bounds[order] <= radius + ROUNDING]
    return first[order], last[order]


@dataclass(frozen=True, slots=True)
class Cover:
    """Ranges of Morton codes, first and last, and (N, 3) factors for the colours of each.

    factors: as quadratic_bounds() gives them, the least of the cubes that a range holds.
    """

    first: Ints
    last: Ints
    factors: Floats


def cover(target: Any, radius: float) -> Cover:
    """Return ranges that hold every colour within radius (CIEDE2000, inclusive) of the target.

    Proven: a cube is left out only where the lower bound of CIEDE2000 over it is above the radius.
    """
    point = np.asarray(target, np.float64)
    cubes = whole_space()
    cubes, off_blue = _reachable(point, cubes, np.zeros(len(cubes.index)), radius)
    while cubes.level > 0 and len(cubes.index) <= MAX_CUBES:
        finer, off = _reachable(point, cubes.split(), off_blue.repeat(len(_HALVES)), radius)
        if len(_starts(*_sorted(finer)[:2])) > MAX_RANGES:
            break
        cubes, off_blue = finer, off
    return _merged(point, cubes, off_blue)


def _reachable(
    point: Floats, cubes: Cubes, off_blue: Floats, radius: float
) -> tuple[Cubes, Floats]:
    """Return the cubes that may hold a colour within radius, and how far off blue they are.

    off_blue: of the cubes that these are parts of; reckoned again only where it matters.
    """
    low, high = cubes.corners()
    near = np.flatnonzero(off_blue < FAR_OFF_BLUE)
    off_blue[near] = hue_off_blue(point, low[near], high[near])
    keep = lower_bounds(point, low, high, off_blue) <= radius + ROUNDING
    return cubes.only(keep), off_blue[keep]


def _sorted(cubes: Cubes) -> tuple[Ints, Ints, Ints]:
    """Return first and last codes in their order, and which cube each is."""
    first, last = cubes.ranges()
    order = np.argsort(first)
    return first[order], last[order], order


def _starts(first: Ints, last: Ints) -> Ints:
    """Return where a range begins that does not continue the one before."""
    if not first.size:
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(first[1:] != last[:-1] + 1) + 1))


def _merged(point: Floats, cubes: Cubes, off_blue: Floats) -> Cover:
    first, last, order = _sorted(cubes)
    starts = _starts(first, last)
    if not starts.size:
        return Cover(first, last, np.zeros((0, 3)))
    factors = quadratic_bounds(point, *cubes.only(order).corners(), off_blue[order])
    ends = np.concatenate((starts[1:], [len(last)])) - 1
    return Cover(first[starts], last[ends], np.minimum.reduceat(factors, starts, axis=0))
