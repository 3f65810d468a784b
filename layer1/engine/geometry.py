"""The eight geometry numbers of FaceProfileV0: which points, which distance.

All distances are three-dimensional and angles are taken after the head is turned to the front, so
roll, scale and mirroring cancel and yaw and pitch nearly do. docs/layer1.md gives ranges.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine import points as at
from layer1.engine.types import Geometry

Floats = NDArray[np.float64]
RATIO_DIGITS: Final = 4
DEGREE_DIGITS: Final = 2

Pair = tuple[int, int]
# Each length is the mean distance of its pairs of points.
_LENGTHS: Final[dict[str, tuple[Pair, ...]]] = {
    "width": (at.CHEEKS,),
    "height": ((at.BROW_CENTRE, at.CHIN_BOTTOM),),
    "mouth": (at.MOUTH_CORNERS,),
    "jaw": (at.JAWS,),
    "chin": ((at.LOWER_LIP_BOTTOM, at.CHIN_BOTTOM),),
    "midface": ((at.NASION, at.NOSE_BASE),),
    "eyes": (at.EYE_INNER,),
    "right_gap": at.EYE_LIDS[0],
    "left_gap": at.EYE_LIDS[1],
    "right_eye": ((at.EYE_OUTER[0], at.EYE_INNER[0]),),
    "left_eye": ((at.EYE_OUTER[1], at.EYE_INNER[1]),),
    # One lip's thickness: both lips, three columns, the gap between them left out.
    "lips": tuple(pair for a, b, c, d in at.LIP_COLUMNS for pair in ((a, b), (c, d))),
}
_COUNTS: Final = np.array([len(pairs) for pairs in _LENGTHS.values()])
_STARTS: Final = np.cumsum(_COUNTS) - _COUNTS
_ENDS: Final = np.array([pair for pairs in _LENGTHS.values() for pair in pairs]).T
_EYES: Final = np.array([at.EYE_OUTER, at.EYE_INNER]).T  # right and left; outer and inner corner


class GeometryError(ValueError):
    """Points of another shape, not finite, or without extent."""


def measure_geometry(head: Floats) -> Geometry:
    """Return the eight numbers from (478, 3) points in head axes (pose.in_head_axes).

    Raises GeometryError where the points span no face.
    """
    if head.shape != (478, 3) or not cv2.checkRange(head)[0]:
        raise GeometryError(f"points of shape {head.shape}, or not finite")
    length = dict(zip(_LENGTHS, _distances(head), strict=True))
    width, height, mouth = length["width"], length["height"], length["mouth"]
    if min(width, height, mouth) <= 0:
        raise GeometryError("the points span no face")
    return Geometry(
        face_aspect=_ratio(height, width),
        jaw_to_cheek_ratio=_ratio(length["jaw"], width),
        chin_length_ratio=_ratio(length["chin"], height),
        midface_ratio=_ratio(length["midface"], height),
        eye_spacing_ratio=_ratio(length["eyes"], width),
        eye_tilt_deg=round(eye_tilt(head), DEGREE_DIGITS) + 0.0,
        eye_openness_ratio=_ratio(
            length["right_gap"] / max(length["right_eye"], 1e-9)
            + length["left_gap"] / max(length["left_eye"], 1e-9),
            2.0,
        ),
        lip_fullness_ratio=_ratio(length["lips"], mouth),
    )


def eye_tilt(head: Floats) -> float:
    """Return how far outer corners lie above inner ones, degrees, the mean of both eyes."""
    tilts = [
        math.degrees(math.atan2(outer[1] - inner[1], abs(outer[0] - inner[0])))
        for outer, inner in head.take(_EYES, axis=0).tolist()
    ]
    return sum(tilts) / len(tilts)


def _distances(head: Floats) -> list[float]:
    """Return the mean distance of each of _LENGTHS' pairs of points, in pixels."""
    start, end = head.take(_ENDS, axis=0)
    apart = np.sqrt(((start - end) ** 2).sum(axis=1))
    means: list[float] = (np.add.reduceat(apart, _STARTS) / _COUNTS).tolist()
    return means


def vector(geometry: Geometry) -> tuple[float, ...]:
    """Return the eight numbers in the contract's order."""
    return tuple(float(getattr(geometry, name)) for name in Geometry.__slots__)


def _ratio(part: float, whole: float) -> float:
    return round(part / whole, RATIO_DIGITS)
