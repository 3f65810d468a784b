"""A proven lower bound of CIEDE2000 between a colour and any colour of a box of L*a*b*.

Notation and equations: Sharma, Wu, Dalal (2005), "The CIEDE2000 color-difference formula",
equations 2 to 22. With x = dC'/S_C and y = dH'/S_H the chromatic part is x2 + y2 + R_T x y, at
least (1 - |R_T| / 2)(x2 + y2); dC'2 + dH'2 is the squared distance of the two points in the
(a', b) plane, and a' = (1 + G) a with one G for both. Each quantity is replaced by its worst case
over the box, so the result never exceeds the true distance.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_25_7: Final = 25.0**7
# sup |T| for S_H: T = 1 - 0.17 cos(h-30) + 0.24 cos(2h) + 0.32 cos(3h+6) - 0.20 cos(4h-63) is at
# most the sum of its coefficients.
_T_MAX: Final = 1.0 + 0.17 + 0.24 + 0.32 + 0.20
_BLUE_DEG: Final = 275.0  # where the rotation term turns hue and chroma
_HALF_CIRCLE: Final = 180.0


def lower_bounds(target: Any, low: Any, high: Any) -> Floats:
    """Return (N,) lower bounds of CIEDE2000: target (3,) to boxes low..high, (N, 3) each."""
    point = np.asarray(target, np.float64)
    low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
    gap = np.maximum(np.maximum(low - point, point - high), 0.0)
    reach = np.maximum(np.abs(low - point), np.abs(high - point))
    near, far = _nearest_to_zero(low, high), np.maximum(np.abs(low), np.abs(high))
    g_low, g_high = _stretch(point, near, far)

    own_low, own_high = _chroma(point, g_low), _chroma(point, g_high)
    box_low, box_high = _chroma(near.T, g_low), _chroma(far.T, g_high)
    mean_chroma = (own_high + box_high) / 2

    apart2 = ((1 + g_low) * gap[:, 1]) ** 2 + gap[:, 2] ** 2
    chroma2 = np.maximum(np.maximum(own_high - box_low, box_high - own_low), 0.0) ** 2
    along = np.minimum(apart2, chroma2)  # S_C exceeds S_H: chroma is the cheaper way to differ
    s_c, s_h = 1 + 0.045 * mean_chroma, 1 + 0.015 * mean_chroma * _T_MAX
    chromatic = along / s_c**2 + (apart2 - along) / s_h**2

    far_apart = np.hypot((1 + g_high) * reach[:, 1], reach[:, 2])
    rotation = _rotation(point, own_low, far_apart, mean_chroma)
    lightness = gap[:, 0] / _s_l(point[0], low[:, 0], high[:, 0])
    return np.asarray(np.sqrt(lightness**2 + (1 - rotation / 2) * chromatic), np.float64)


def _nearest_to_zero(low: Floats, high: Floats) -> Floats:
    return np.asarray(np.where((low < 0) & (high > 0), 0.0, np.minimum(abs(low), abs(high))))


def _stretch(point: Floats, near: Floats, far: Floats) -> tuple[Floats, Floats]:
    """Return the least and greatest G: it falls with the mean chroma of the two colours."""
    own = np.hypot(point[1], point[2])
    least = _g((own + np.hypot(far[:, 1], far[:, 2])) / 2)
    greatest = _g((own + np.hypot(near[:, 1], near[:, 2])) / 2)
    return least, greatest


def _g(chroma: Floats) -> Floats:
    seventh = chroma**7
    return np.asarray(0.5 * (1 - np.sqrt(seventh / (seventh + _25_7))))


def _chroma(point: Floats, stretch: Floats) -> Floats:
    return np.asarray(np.hypot((1 + stretch) * point[1], point[2]))


def _s_l(own: float, low: Floats, high: Floats) -> Floats:
    """Return the greatest S_L: it grows with the distance of the mean L* from 50."""
    off = np.maximum(abs((own + low) / 2 - 50), abs((own + high) / 2 - 50)) ** 2
    return np.asarray(1 + 0.015 * off / np.sqrt(20 + off))


def _rotation(point: Floats, own_chroma: Floats, apart: Floats, mean_chroma: Floats) -> Floats:
    """Return the greatest |R_T|: the mean hue lies within half the angle between the two colours.

    Seen from the origin, a point at distance d of a point with chroma c lies within asin(d / c).
    """
    sine = np.minimum(apart / np.maximum(own_chroma, 1e-9), 1.0)
    angle = np.where(apart < own_chroma, np.degrees(np.arcsin(sine)), _HALF_CIRCLE)
    hues = np.degrees(np.arctan2(point[2], np.array([1.0, 1.5]) * point[1]))
    spread = abs(hues[0] - hues[1])  # G moves the hue of the target itself
    off = abs((hues[0] - _BLUE_DEG + _HALF_CIRCLE) % 360 - _HALF_CIRCLE)
    least = np.maximum(off - spread - angle / 2, 0.0)
    seventh = mean_chroma**7
    turn = np.minimum(60.0 * np.exp(-((least / 25.0) ** 2)), 60.0)
    return np.asarray(np.sin(np.radians(turn)) * 2 * np.sqrt(seventh / (seventh + _25_7)))
