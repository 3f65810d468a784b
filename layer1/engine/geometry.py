"""The eight geometry numbers of FaceProfileV0: which points, which distance.

All distances are three-dimensional and angles are taken after the head is turned to the front, so
roll, scale and mirroring cancel and yaw and pitch nearly do. docs/layer1.md gives ranges.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from layer1.engine import points as at
from layer1.engine.types import Geometry

Floats = NDArray[np.float64]
RATIO_DIGITS: Final = 4
DEGREE_DIGITS: Final = 2


class GeometryError(ValueError):
    """Points of another shape, not finite, or without extent."""


def measure_geometry(head: Floats) -> Geometry:
    """Return the eight numbers from (478, 3) points in head axes (pose.in_head_axes).

    Raises GeometryError where the points span no face.
    """
    if head.shape != (478, 3) or not np.isfinite(head).all():
        raise GeometryError(f"points of shape {head.shape}, or not finite")
    width = _between(head, *at.CHEEKS)
    height = _between(head, at.BROW_CENTRE, at.CHIN_BOTTOM)
    mouth = _between(head, *at.MOUTH_CORNERS)
    if min(width, height, mouth) <= 0:
        raise GeometryError("the points span no face")
    return Geometry(
        face_aspect=_ratio(height, width),
        jaw_to_cheek_ratio=_ratio(_between(head, *at.JAWS), width),
        chin_length_ratio=_ratio(_between(head, at.LOWER_LIP_BOTTOM, at.CHIN_BOTTOM), height),
        midface_ratio=_ratio(_between(head, at.NASION, at.NOSE_BASE), height),
        eye_spacing_ratio=_ratio(_between(head, *at.EYE_INNER), width),
        eye_tilt_deg=round(eye_tilt(head), DEGREE_DIGITS) + 0.0,
        eye_openness_ratio=_ratio(eye_openness(head), 1.0),
        lip_fullness_ratio=_ratio(lip_thickness(head), mouth),
    )


def eye_tilt(head: Floats) -> float:
    """Return how far outer corners lie above inner ones, degrees, the mean of both eyes."""
    tilts = []
    for outer, inner in zip(at.EYE_OUTER, at.EYE_INNER, strict=True):
        across, up = abs(head[outer, 0] - head[inner, 0]), head[outer, 1] - head[inner, 1]
        tilts.append(float(np.degrees(np.arctan2(up, across))))
    return sum(tilts) / 2


def eye_openness(head: Floats) -> float:
    """Return lid gap over eye width: mean of three lid pairs and of both eyes."""
    ratios = []
    for lids, outer, inner in zip(at.EYE_LIDS, at.EYE_OUTER, at.EYE_INNER, strict=True):
        gap = sum(_between(head, top, bottom) for top, bottom in lids) / len(lids)
        ratios.append(gap / max(_between(head, outer, inner), 1e-9))
    return sum(ratios) / 2


def lip_thickness(head: Floats) -> float:
    """Return the mean thickness of one lip, in pixels: both lips, three columns, gap left out."""
    total = sum(
        _between(head, top, inner_top) + _between(head, inner_bottom, bottom)
        for top, inner_top, inner_bottom, bottom in at.LIP_COLUMNS
    )
    return total / (2 * len(at.LIP_COLUMNS))


def vector(geometry: Geometry) -> tuple[float, ...]:
    """Return the eight numbers in the contract's order."""
    return tuple(float(getattr(geometry, name)) for name in Geometry.__slots__)


def _between(head: Floats, one: int, other: int) -> float:
    return float(np.linalg.norm(head[one] - head[other]))


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, RATIO_DIGITS)
