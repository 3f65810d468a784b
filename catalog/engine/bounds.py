"""A proven lower bound of CIEDE2000 between a colour and any colour of a box of L*a*b*.

Notation and equations: Sharma, Wu, Dalal (2005), "The CIEDE2000 color-difference formula",
equations 2 to 22. With x = dC'/S_C and y = dH'/S_H the chromatic part is x2 + y2 + R_T x y, at
least (1 - |R_T| / 2)(x2 + y2), and at least (1 - R_T2 / 4) x2, whatever y is; dC'2 + dH'2 is the
squared distance of the two points in the (a', b) plane, and a' = (1 + G) a with one G for both.
Each quantity is replaced by its worst case over the box, so the result never exceeds the true
distance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from config.colour import length, near_grey

Floats = NDArray[np.float64]

# sup |T| for S_H: T = 1 - 0.17 cos(h-30) + 0.24 cos(2h) + 0.32 cos(3h+6) - 0.20 cos(4h-63) is at
# most the sum of its coefficients.
_T_MAX: Final = 1.0 + 0.17 + 0.24 + 0.32 + 0.20
_BLUE_DEG: Final = 275.0  # where the rotation term turns hue and chroma
_HALF_CIRCLE: Final = 180.0
_ACROSS: Final = 179.0  # degrees; beyond it the last bit may decide on which side the mean lies
_WIDEST: Final = np.array([1.0, 1.5])  # 1 + G
# sup S_L: it grows with the distance of the mean L* from 50, which is 50 at most.
S_L_MAX: Final = 1 + 0.015 * 50**2 / (20 + 50**2) ** 0.5


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst case of each quantity between a target and any colour of each box, (N,) each."""

    g: Floats  # the least G
    own_chroma: tuple[Floats, Floats]  # least and greatest C' of the target
    box_chroma: tuple[Floats, Floats]
    s_l: Floats  # the greatest of each
    s_c: Floats
    s_h: Floats
    rotation: Floats  # the greatest |R_T|


def lower_bounds(target: Any, low: Any, high: Any, off_blue: Floats | None = None) -> Floats:
    """Return (N,) lower bounds of CIEDE2000: target (3,), or one for each box (N, 3), to boxes
    low..high, (N, 3) each.

    off_blue: (N,) hue_off_blue() of the boxes, or of larger ones that hold them.
    """
    point = np.asarray(target, np.float64)
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    worst = _worst(point, low, high, off_blue)
    gap = np.maximum(np.maximum(low - point, point - high), 0.0)
    apart2 = ((1 + worst.g) * gap[:, 1]) ** 2 + gap[:, 2] ** 2
    (own_low, own_high), (box_low, box_high) = worst.own_chroma, worst.box_chroma
    chroma2 = np.maximum(np.maximum(own_high - box_low, box_high - own_low), 0.0) ** 2
    along = np.minimum(apart2, chroma2)  # S_C exceeds S_H: chroma is the cheaper way to differ
    both = along / worst.s_c**2 + (apart2 - along) / worst.s_h**2
    alone = (np.maximum(np.maximum(own_low - box_high, box_low - own_high), 0.0) / worst.s_c) ** 2
    chromatic = np.maximum((1 - worst.rotation / 2) * both, (1 - worst.rotation**2 / 4) * alone)
    lightness = gap[:, 0] / worst.s_l
    return np.asarray(np.sqrt(lightness**2 + chromatic), np.float64)


def quadratic_bounds(target: Any, low: Any, high: Any, off_blue: Floats | None = None) -> Floats:
    """Return (N, 3) factors of a lower bound of the squared CIEDE2000 to any colour of each box.

    The bound is f_L dL2 + f_a da2 + f_b db2: cheap enough for a database to reckon for every row.
    The chromatic part is taken as if all of it were chroma, which S_C makes the cheapest.
    """
    point = np.asarray(target, np.float64)
    worst = _worst(point, np.asarray(low, np.float64), np.asarray(high, np.float64), off_blue)
    chromatic = (1 - worst.rotation / 2) / worst.s_c**2
    factors = (1 / worst.s_l**2, chromatic * (1 + worst.g) ** 2, chromatic)
    return np.asarray(np.stack(factors, axis=1), np.float64)


def _worst(point: Floats, low: Floats, high: Floats, off_blue: Floats | None) -> Worst:
    """Return the worst cases; point is (3,) or (N, 3)."""
    if off_blue is None:
        off_blue = hue_off_blue(point, low, high)
    near, far = _nearest_to_zero(low, high), np.maximum(np.abs(low), np.abs(high))
    g_low, g_high = _stretch(point, near, far)
    own = _chroma(point, g_low), _chroma(point, g_high)
    box = _chroma(near, g_low), _chroma(far, g_high)
    mean_chroma = (own[1] + box[1]) / 2
    return Worst(
        g=g_low,
        own_chroma=own,
        box_chroma=box,
        s_l=_s_l(point[..., 0], low[:, 0], high[:, 0]),
        s_c=1 + 0.045 * mean_chroma,
        s_h=1 + 0.015 * mean_chroma * _T_MAX,
        rotation=_rotation(off_blue, mean_chroma),
    )


def _nearest_to_zero(low: Floats, high: Floats) -> Floats:
    return np.asarray(np.where((low < 0) & (high > 0), 0.0, np.minimum(abs(low), abs(high))))


def _stretch(point: Floats, near: Floats, far: Floats) -> tuple[Floats, Floats]:
    """Return the least and greatest G: it falls with the mean chroma of the two colours."""
    own, least, greatest = (length(part[..., 1], part[..., 2]) for part in (point, far, near))
    return _g((own + least) / 2), _g((own + greatest) / 2)


def _g(chroma: Floats) -> Floats:
    return np.asarray(0.5 * (1 - near_grey(chroma)))


def _chroma(point: Floats, stretch: Floats) -> Floats:
    return np.asarray(length((1 + stretch) * point[..., 1], point[..., 2]))


def _s_l(own: Floats, low: Floats, high: Floats) -> Floats:
    """Return the greatest S_L: it grows with the distance of the mean L* from 50."""
    off = np.maximum(abs((own + low) / 2 - 50), abs((own + high) / 2 - 50)) ** 2
    return np.asarray(1 + 0.015 * off / np.sqrt(20 + off))


def _rotation(off_blue: Floats, mean_chroma: Floats) -> Floats:
    """Return the greatest |R_T|: at the mean hue nearest to blue, and the greatest mean chroma."""
    turn = 60.0 * np.exp(-((off_blue / 25.0) ** 2))
    return np.asarray(np.sin(np.radians(turn)) * 2 * near_grey(mean_chroma))


def hue_off_blue(point: Floats, low: Floats, high: Floats) -> Floats:
    """Return the least angle between _BLUE_DEG and a mean hue of the target and a box's colour.

    A box without the neutral axis, seen from there, lies between two of its corners, also where G
    widens a by up to 1.5. The mean hue is half way to it; where the two may lie across from one
    another, or the box holds the axis, it may be any.
    """
    # For the least and greatest G.
    own = np.degrees(np.arctan2(point[..., 2], np.multiply.outer(_WIDEST, point[..., 1])))
    a, b = (np.stack((low[:, n], high[:, n]), axis=1) for n in (1, 2))
    corners = np.arctan2(b[:, :, None, None], a[:, None, :, None] * _WIDEST).reshape(len(a), 8)
    turns = (np.degrees(corners) - own[0, ..., None] + _HALF_CIRCLE) % 360 - _HALF_CIRCLE
    moved = own[1] - own[0]
    least, greatest = turns.min(axis=1), turns.max(axis=1)
    least, greatest = least + np.minimum(moved, 0.0), greatest + np.maximum(moved, 0.0)
    middle, half = own[0] + (least + greatest) / 4, (greatest - least) / 4
    off = abs((middle - _BLUE_DEG + _HALF_CIRCLE) % 360 - _HALF_CIRCLE) - half
    axis = ((low[:, 1:] <= 0) & (high[:, 1:] >= 0)).all(axis=1)
    across = np.maximum(-least, greatest) + abs(moved) >= _ACROSS
    return np.asarray(np.where(axis | across, 0.0, np.maximum(off, 0.0)))
