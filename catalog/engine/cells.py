"""Cells of L*a*b* in Morton order, and which of them can hold a colour near enough.

A cell is a cube of CELL units. Its Morton code interleaves the bits of its three indices, so that
each larger cube of 2, 4, 8 ... cells a side is one range of codes: one index range in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from catalog.engine.bounds import S_L_MAX, Floats, hue_off_blue, lower_bounds, quadratic_bounds

Ints = NDArray[np.int64]

CELL: Final = 2.0  # L*a*b* units; at a million shades a cell of skin colours holds about a hundred
BITS: Final = 7  # 128 cells an axis: L* from 0 to 256, a* and b* from -128 to 128
TOP: Final = 4  # the descent starts with cubes of 2^4 cells: 32 units, 4 x 8 x 8 of them
MAX_RANGES: Final = 600  # more index ranges cost more than the rows that they spare
MAX_CUBES: Final = 1200  # of one target to split: eight times as many bounds take about 4 ms
FINE_ENOUGH: Final = 2.0  # radii to a side: finer cubes cost more than the rows that they spare
_CORNER: Final = np.array([0.0, 128.0, 128.0])  # what L*, a*, b* lie above the first cell's corner
_HALVES: Final = np.array(list(np.ndindex(2, 2, 2)))
FAR_OFF_BLUE: Final = 60.0  # degrees; there the rotation term is below 0.7 %, and falls
ROUNDING: Final = 1e-4  # CIEDE2000 is rounded to 4 decimals before anybody compares it


@dataclass(frozen=True, slots=True)
class Cubes:
    """Cubes of side 2^level cells; index is (N, 3), in cubes from the lower corner.

    owner: (N,), for which of several targets each is looked at. All targets go through the same
    arrays: these are so small that most of their time is the call.
    """

    index: Ints
    level: int
    owner: Ints

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
        return Cubes(index, self.level - 1, self.owner.repeat(len(_HALVES)))

    def only(self, keep: NDArray[np.bool_] | Ints) -> Cubes:
        return Cubes(self.index[keep], self.level, self.owner[keep])


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
def _space() -> Ints:
    """Return the indices of the cubes of the top level that hold every L* of 0 to 100, a* and b*,
    (N, 3)."""
    lightness = int(np.ceil(100.0 / (CELL * 2**TOP) + 1e-9))
    count = 2 ** (BITS - TOP)
    return np.array(list(np.ndindex(lightness, count, count)))


def whole_space(targets: int) -> Cubes:
    """Return the cubes of the top level, all of them for each target."""
    index = _space()
    owner = np.arange(targets).repeat(len(index))
    return Cubes(np.tile(index, (targets, 1)), TOP, owner)


Ranges = tuple[Ints, Ints]  # the first and last Morton code of each


def probe_ranges(targets: Any, radii: Sequence[float]) -> list[Ranges]:
    """Return for each target (Q, 3) ranges that cover all colours within its radius, small near the
    target, large far from it.

    In the order of their middles' distance: reading a few rows of each until there are enough gives
    an upper bound of the k-th best distance, whatever the density. Each cube that touches the
    neighbourhood of the target is split once more, so there are about 60 a level. What is too far
    by its lightness alone is left out.
    """
    points, limits = np.array(targets, np.float64), np.array(radii, np.float64)
    cubes, kept = whole_space(len(points)), []
    while cubes.level > 0:
        low, high = cubes.corners()
        point = points[cubes.owner]
        gap = np.maximum(np.maximum(low - point, point - high), 0.0).max(axis=1)
        near = gap < cubes.side / 2
        kept.append(cubes.only(~near))
        cubes = cubes.only(near).split()
    kept.append(cubes)
    return _ordered(kept, points, limits)


def _ordered(parts: list[Cubes], points: Floats, radii: Floats) -> list[Ranges]:
    low, high, first, last, owner = _joined(parts)
    point = points[owner]
    apart = ((low + high) / 2 - point) ** 2
    order = np.lexsort((first, apart.sum(axis=1), owner))
    lightness = np.maximum(low[:, 0] - point[:, 0], point[:, 0] - high[:, 0])
    order = order[(lightness <= S_L_MAX * (radii[owner] + ROUNDING))[order]]
    ends = np.searchsorted(owner[order], np.arange(1, len(points)))
    return list(zip(np.split(first[order], ends), np.split(last[order], ends), strict=True))


def _joined(parts: list[Cubes]) -> tuple[Floats, Floats, Ints, Ints, Ints]:
    """Return corners, codes and owners of cubes of several levels."""
    columns = [(*part.corners(), *part.ranges(), part.owner) for part in parts]
    low, high, first, last, owner = (np.concatenate(each) for each in zip(*columns, strict=True))
    return low, high, first, last, owner


@dataclass(frozen=True, slots=True)
class Cover:
    """Ranges of Morton codes, first and last, and (N, 3) factors for the colours of each.

    factors: as quadratic_bounds() gives them, the least of the cubes that a range holds.
    """

    first: Ints
    last: Ints
    factors: Floats


@dataclass(frozen=True, slots=True)
class _Reached:
    """Cubes that may hold a colour near enough, and how far off blue each is, (N,)."""

    cubes: Cubes
    off_blue: Floats

    def only(self, keep: NDArray[np.bool_]) -> _Reached:
        return _Reached(self.cubes.only(keep), self.off_blue[keep])


def covers(targets: Any, radii: Sequence[float]) -> list[Cover]:
    """Return for each target (Q, 3) ranges that hold every colour within its radius (CIEDE2000,
    inclusive).

    Proven: a cube is left out only where the lower bound of CIEDE2000 over it is above the radius.
    """
    points, limits = np.array(targets, np.float64), np.array(radii, np.float64)
    everywhere = whole_space(len(points))
    reached = _reachable(points, everywhere, np.zeros(len(everywhere.index)), limits)
    ended: list[_Reached] = []
    while (go := _worth_splitting(reached.cubes, limits)).any():
        ended.append(reached.only(~go))
        coarse = reached.only(go)
        halves = coarse.cubes.split()
        finer = _reachable(points, halves, coarse.off_blue.repeat(len(_HALVES)), limits)
        many = _range_counts(finer.cubes, len(points)) > MAX_RANGES
        ended.append(coarse.only(many[coarse.cubes.owner]))
        reached = finer.only(~many[finer.cubes.owner])
    return _merged(points, [*ended, reached])


def _worth_splitting(cubes: Cubes, radii: Floats) -> NDArray[np.bool_]:
    """Return (N,): of which targets the cubes are split once more.

    Cubes as small as the neighbourhood hold little beside it.
    """
    if cubes.level == 0:
        return np.zeros(len(cubes.owner), np.bool_)
    few = np.bincount(cubes.owner, minlength=len(radii)) <= MAX_CUBES
    return np.asarray((few & (cubes.side > FINE_ENOUGH * radii))[cubes.owner], np.bool_)


def _reachable(points: Floats, cubes: Cubes, off_blue: Floats, radii: Floats) -> _Reached:
    """Return the cubes that may hold a colour within the radius of their target.

    off_blue: of the cubes that these are parts of; reckoned again only where it matters.
    """
    low, high = cubes.corners()
    point = points[cubes.owner]
    near = np.flatnonzero(off_blue < FAR_OFF_BLUE)
    off_blue[near] = hue_off_blue(point[near], low[near], high[near])
    keep = lower_bounds(point, low, high, off_blue) <= radii[cubes.owner] + ROUNDING
    return _Reached(cubes.only(keep), off_blue[keep])


def _range_counts(cubes: Cubes, targets: int) -> Ints:
    """Return how many ranges the cubes of each target make."""
    first, last = cubes.ranges()
    order = np.lexsort((first, cubes.owner))
    owner = cubes.owner[order]
    return np.bincount(owner[_starts(first[order], last[order], owner)], minlength=targets)


def _starts(first: Ints, last: Ints, owner: Ints) -> Ints:
    """Return where a range begins that does not continue the one before."""
    if not first.size:
        return np.zeros(0, np.int64)
    new = (first[1:] != last[:-1] + 1) | (owner[1:] != owner[:-1])
    return np.concatenate(([0], np.flatnonzero(new) + 1))


def _merged(points: Floats, ended: list[_Reached]) -> list[Cover]:
    low, high, first, last, owner = _joined([part.cubes for part in ended])
    order = np.lexsort((first, owner))
    low, high, first, last, owner = (each[order] for each in (low, high, first, last, owner))
    starts = _starts(first, last, owner)
    if not starts.size:
        return [Cover(first, last, np.zeros((0, 3)))] * len(points)
    off_blue = np.concatenate([part.off_blue for part in ended])[order]
    factors = quadratic_bounds(points[owner], low, high, off_blue)
    first, last = first[starts], last[np.append(starts[1:], len(last)) - 1]
    least = np.minimum.reduceat(factors, starts, axis=0)
    ends = np.searchsorted(owner[starts], np.arange(1, len(points)))
    parts = (np.split(each, ends) for each in (first, last, least))
    return [Cover(*each) for each in zip(*parts, strict=True)]
