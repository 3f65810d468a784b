"""Every measure of a photo beside its limit, under the code of the reason that it may give."""

from __future__ import annotations

from typing import Final

from layer1.engine import limits
from layer1.engine.border import Framing
from layer1.engine.occlusion import EYE_CONTRAST_MIN, MOUTH_SIGNS_MIN, Cover
from layer1.engine.types import HARD_REJECT_REASONS, SOFT_REJECT_REASONS, Measure, Pose

TOO_LOW: Final = frozenset(
    {
        "LIGHTING_LOW_CONFIDENCE",
        "SHARPNESS_LOW_CONFIDENCE",
        "FACE_TOO_SMALL",
        "EYES_BORDER_RISK",
        "MOUTH_BORDER_RISK",
        "EYES_OCCLUDED",
        "MOUTH_OCCLUDED",
    }
)


def face_count(count: int) -> Measure:
    return Measure("FACE_COUNT_NOT_ONE", float(count), 1.0, "faces")


def all_measures(
    framing: Framing, pose: Pose, cover: Cover, *, lighting: float, sharpness: float
) -> tuple[Measure, ...]:
    """Return the measures in the contract's order of reasons; the last two only set flags."""
    soft = limits.POSE_SOFT_DEG
    return (
        Measure("FACE_BORDER_CUTOFF", framing.outside, limits.BORDER_OUTSIDE_MAX, "share"),
        Measure("LIGHTING_LOW_CONFIDENCE", lighting, limits.LIGHTING_MIN, "score"),
        Measure("SHARPNESS_LOW_CONFIDENCE", sharpness, limits.SHARPNESS_MIN, "score"),
        Measure("FACE_TOO_SMALL", framing.width_px, limits.FACE_MIN_PX, "px"),
        Measure("FACE_TOO_LARGE", framing.width_share, limits.FACE_MAX_SHARE, "share"),
        Measure("GEOMETRY_FAILED", round(turned(pose), 3), 1.0, "share"),
        Measure("POSE_YAW_TOO_LARGE", abs(pose.yaw_deg), soft, "deg"),
        Measure("POSE_PITCH_TOO_LARGE", abs(pose.pitch_deg), soft, "deg"),
        Measure("POSE_ROLL_TOO_LARGE", abs(pose.roll_deg), soft, "deg"),
        Measure("EYES_BORDER_RISK", framing.eye_gap, limits.BORDER_RISK_SHARE, "face widths"),
        Measure("MOUTH_BORDER_RISK", framing.mouth_gap, limits.BORDER_RISK_SHARE, "face widths"),
        Measure("EYES_OCCLUDED", cover.eye_contrast, EYE_CONTRAST_MIN, "share"),
        Measure("MOUTH_OCCLUDED", cover.mouth_signs, MOUTH_SIGNS_MIN, "signs"),
    )


def turned(pose: Pose) -> float:
    """Return how far the head is turned: 1 at the hard limit of the worst angle."""
    return max(
        abs(pose.yaw_deg) / limits.YAW_HARD_DEG,
        abs(pose.pitch_deg) / limits.PITCH_HARD_DEG,
        abs(pose.roll_deg) / limits.ROLL_HARD_DEG,
    )


def fails(measure: Measure) -> bool:
    """Whether a measure is on the wrong side of its limit; the limit itself passes."""
    if measure.value is None or measure.limit is None:
        return False
    if measure.code in TOO_LOW:
        return measure.value < measure.limit
    return measure.value > measure.limit


def reasons(measures: tuple[Measure, ...]) -> tuple[str, ...]:
    """Return the contract's reject reasons that the measures give."""
    known = (*HARD_REJECT_REASONS, *SOFT_REJECT_REASONS)
    return tuple(m.code for m in measures if m.code in known and fails(m))


def overall(pose: Pose, *, lighting: float, sharpness: float) -> float:
    """Return quality.score, 0 to 100: the mean of light and sharpness, less for a turned head.

    At the hard limit of a pose half of it is left; the loss grows with the square of the angle, as
    foreshortening does.
    """
    return round((lighting + sharpness) / 2 * (1 - 0.5 * min(1.0, turned(pose) ** 2)), 1)
