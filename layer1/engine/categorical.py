"""Categorical types from the geometry, "unknown" near a cut-off.

Cut-offs lie at quantiles of 31 labelled photos and of the frozen samples; each has a band of
"unknown" as wide as the measurement's own noise, so noise never turns one type into another.
"""

from __future__ import annotations

from typing import Final

from layer1.engine.types import Categorical, EyeType, FaceShape, Geometry, LipType

# Height under the brows over width of the cheeks; then the jaw over the cheeks.
LONG_FACE: Final = 1.07
SHORT_FACE: Final = 0.95
WIDE_JAW: Final = 0.81
NARROW_JAW: Final = 0.75
UP_DEG: Final = 7.5
DOWN_DEG: Final = 2.0
ROUND_OPENNESS: Final = 0.37
NARROW_OPENNESS: Final = 0.23
THIN_LIP: Final = 0.18
FULL_LIP: Final = 0.25
# Half-widths of the unknown bands: at least the worst repeat error (docs/layer1.md).
BAND_ASPECT: Final = 0.008
BAND_JAW: Final = 0.005
BAND_TILT_DEG: Final = 0.4
BAND_OPENNESS: Final = 0.008
BAND_LIP: Final = 0.006


def classify(geometry: Geometry) -> Categorical:
    """Return the three types; skin type cannot be told from geometry and stays out."""
    return Categorical(
        face_shape=face_shape(geometry), eye_type=eye_type(geometry), lip_type=lip_type(geometry)
    )


def face_shape(geometry: Geometry) -> FaceShape:
    aspect, jaw = geometry.face_aspect, geometry.jaw_to_cheek_ratio
    length = _side(aspect, SHORT_FACE, LONG_FACE, BAND_ASPECT)
    breadth = _side(jaw, NARROW_JAW, WIDE_JAW, BAND_JAW)
    if length is None or breadth is None:
        return "unknown"
    if length > 0:
        return "long"
    if breadth < 0:
        return "heart"
    if breadth > 0:
        return "square"
    return "round" if length < 0 else "oval"


def eye_type(geometry: Geometry) -> EyeType:
    tilt = _side(geometry.eye_tilt_deg, DOWN_DEG, UP_DEG, BAND_TILT_DEG)
    opening = _side(geometry.eye_openness_ratio, NARROW_OPENNESS, ROUND_OPENNESS, BAND_OPENNESS)
    if tilt is None or opening is None:
        return "unknown"
    if tilt != 0:
        return "upturned" if tilt > 0 else "downturned"
    if opening != 0:
        return "round" if opening > 0 else "hooded_like"
    return "almond"


def lip_type(geometry: Geometry) -> LipType:
    side = _side(geometry.lip_fullness_ratio, THIN_LIP, FULL_LIP, BAND_LIP)
    if side is None:
        return "unknown"
    return "balanced" if side == 0 else ("full" if side > 0 else "thin")


def _side(value: float, low: float, high: float, band: float) -> int | None:
    """Return -1 below low, 1 above high, 0 between them, None within the band around either."""
    if abs(value - low) < band or abs(value - high) < band:
        return None
    return -1 if value < low else (1 if value > high else 0)
