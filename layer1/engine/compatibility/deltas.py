"""How far two faces differ, one by one: severity 0 at the soft limit, 1 at the hard limit."""

from __future__ import annotations

from typing import Final

from layer1.engine.ramp import ramp
from layer1.engine.types import Delta, FaceProfile, Geometry

# Soft and hard limit of each difference: the contract's.
GEOMETRY_LIMITS: Final[dict[str, tuple[float, float]]] = {
    "face_aspect": (0.06, 0.18),
    "jaw_to_cheek_ratio": (0.05, 0.15),
    "chin_length_ratio": (0.03, 0.10),
    "midface_ratio": (0.04, 0.12),
    "eye_spacing_ratio": (0.03, 0.10),
    "eye_tilt_deg": (3.0, 12.0),
    "eye_openness_ratio": (0.03, 0.10),
    "lip_fullness_ratio": (0.04, 0.14),
}
# What a different type counts: the contract's.
CATEGORY_SEVERITY: Final[dict[str, float]] = {"face_shape": 1.0, "eye_type": 0.8, "lip_type": 0.7}
MAX_TOP_DELTAS: Final = 5
SEVERITY_DIGITS: Final = 6

KEYS: Final[dict[str, str]] = {
    "face_aspect": "geometry.faceAspect",
    "jaw_to_cheek_ratio": "geometry.jawToCheekRatio",
    "chin_length_ratio": "geometry.chinLengthRatio",
    "midface_ratio": "geometry.midfaceRatio",
    "eye_spacing_ratio": "geometry.eyeSpacingRatio",
    "eye_tilt_deg": "geometry.eyeTiltDeg",
    "eye_openness_ratio": "geometry.eyeOpennessRatio",
    "lip_fullness_ratio": "geometry.lipFullnessRatio",
    "face_shape": "categorical.faceShape",
    "eye_type": "categorical.eyeType",
    "lip_type": "categorical.lipType",
}


def all_deltas(user: FaceProfile, ref: FaceProfile) -> tuple[Delta, ...]:
    """Return every comparable difference in the order of KEYS.

    A type that is unknown on either side cannot be compared and is left out.
    """
    numbers = [_geometry_delta(name, user.geometry, ref.geometry) for name in GEOMETRY_LIMITS]
    types = [_type_delta(name, user, ref) for name in CATEGORY_SEVERITY]
    return (*numbers, *(delta for delta in types if delta is not None))


def top_deltas(deltas: tuple[Delta, ...]) -> tuple[Delta, ...]:
    """Return the largest ones; a tie keeps the order of KEYS."""
    return tuple(sorted(deltas, key=lambda delta: -delta.severity)[:MAX_TOP_DELTAS])


def severity(name: str, difference: float) -> float:
    """Return the severity, 0 to 1, of an absolute difference of one geometry number."""
    soft, hard = GEOMETRY_LIMITS[name]
    return round(ramp(difference, soft, hard), SEVERITY_DIGITS)


def _geometry_delta(name: str, user: Geometry, ref: Geometry) -> Delta:
    mine, theirs = float(getattr(user, name)), float(getattr(ref, name))
    weight = severity(name, abs(mine - theirs))
    key = KEYS[name]
    return Delta(
        key=key,
        user_value=mine,
        ref_value=theirs,
        severity=weight,
        explanation_key="geometry_mismatch" if weight > 0 else "geometry_close",
        evidence=(f"user.{key}", f"ref.{key}"),
    )


def _type_delta(name: str, user: FaceProfile, ref: FaceProfile) -> Delta | None:
    mine, theirs = str(getattr(user.categorical, name)), str(getattr(ref.categorical, name))
    if "unknown" in (mine, theirs):
        return None
    key = KEYS[name]
    return Delta(
        key=key,
        user_value=mine,
        ref_value=theirs,
        severity=0.0 if mine == theirs else CATEGORY_SEVERITY[name],
        explanation_key="categorical_match" if mine == theirs else "categorical_mismatch",
        evidence=(f"user.{key}", f"ref.{key}"),
    )
