"""The score and its parts. The laws of the score are in docs/layer1.md and in its tests.

geometryFit falls with every difference, adaptabilityBonus with those that technique cannot bridge,
riskPenalty grows with photos that are hard to trust and with differences that are hard to bridge.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from layer1.engine import limits
from layer1.engine.ramp import ramp
from layer1.engine.types import Delta, FaceProfile, PreferenceMode, Quality, ScoreBreakdown

GEOMETRY_MAX, RISK_MAX, BONUS_MAX = 60.0, 25.0, 15.0
PART_DIGITS: Final = 4  # parts are rounded first, so fitScore can be recomputed from what is sent

# What part of the fit a difference at its hard limit takes: the outline of the face and the lines
# that makeup draws (tilt, lips) are seen first; chin, nose and types, which repeat numbers, less.
IMPORTANCE: Final[dict[str, float]] = {
    "geometry.faceAspect": 0.25,
    "geometry.jawToCheekRatio": 0.25,
    "geometry.chinLengthRatio": 0.15,
    "geometry.midfaceRatio": 0.15,
    "geometry.eyeSpacingRatio": 0.2,
    "geometry.eyeTiltDeg": 0.25,
    "geometry.eyeOpennessRatio": 0.2,
    "geometry.lipFullnessRatio": 0.25,
    "categorical.faceShape": 0.2,
    "categorical.eyeType": 0.15,
    "categorical.lipType": 0.15,
}
# Bone and distance: contour and shading suggest, but they do not bridge. A difference at its hard
# limit takes half of the bonus that is left.
UNBRIDGEABLE: Final = frozenset(
    {
        "geometry.faceAspect",
        "geometry.jawToCheekRatio",
        "geometry.chinLengthRatio",
        "geometry.midfaceRatio",
        "geometry.eyeSpacingRatio",
        "categorical.faceShape",
    }
)
BONUS_LOSS: Final = 0.5
# How hard each difference is to work with: a wing at another angle takes a steady hand, an
# overdrawn lip less so, shading a jaw least.
DIFFICULTY: Final[dict[str, float]] = {
    "geometry.faceAspect": 0.3,
    "geometry.jawToCheekRatio": 0.3,
    "geometry.chinLengthRatio": 0.3,
    "geometry.midfaceRatio": 0.3,
    "geometry.eyeSpacingRatio": 0.5,
    "geometry.eyeTiltDeg": 1.0,
    "geometry.eyeOpennessRatio": 0.8,
    "geometry.lipFullnessRatio": 0.6,
    "categorical.faceShape": 0.3,
    "categorical.eyeType": 0.8,
    "categorical.lipType": 0.5,
}
DIFFICULTY_SHARE: Final = 0.6  # of the whole risk, the most that differences alone can make
# structure asks for the same proportions, vibe only for the same mood; ease wants no surprises.
GEOMETRY_WEIGHT: Final[dict[PreferenceMode, float]] = {"structure": 1.0, "ease": 0.8, "vibe": 0.6}
RISK_WEIGHT: Final[dict[PreferenceMode, float]] = {"structure": 0.7, "ease": 1.0, "vibe": 0.6}
# Without a selfie nothing is known of the differences: every part stands in its middle.
UNKNOWN_FACE: Final = ScoreBreakdown(
    geometry_fit=GEOMETRY_MAX / 2, risk_penalty=RISK_MAX / 2, adaptability_bonus=BONUS_MAX / 2
)
# A photo of 70 points or more is as good as any for this purpose; at the gate's 35 it is half lost.
GOOD_QUALITY, LOST_QUALITY = 70.0, 0.0
OCCLUSION_RISK: Final = 0.3


def breakdown(
    deltas: Iterable[Delta], *, user: FaceProfile, ref: FaceProfile, mode: PreferenceMode
) -> ScoreBreakdown:
    """Return the three parts, each rounded to PART_DIGITS."""
    found = {delta.key: delta.severity for delta in deltas}
    kept = _left(found, {key: GEOMETRY_WEIGHT[mode] * part for key, part in IMPORTANCE.items()})
    effort = DIFFICULTY_SHARE * _mean(found, DIFFICULTY)
    doubt = either(photo_risk(user.quality), photo_risk(ref.quality))
    bonus = _left(found, dict.fromkeys(sorted(UNBRIDGEABLE), BONUS_LOSS))
    return ScoreBreakdown(
        geometry_fit=round(GEOMETRY_MAX * kept, PART_DIGITS),
        risk_penalty=round(RISK_MAX * RISK_WEIGHT[mode] * either(doubt, effort), PART_DIGITS),
        adaptability_bonus=round(BONUS_MAX * bonus, PART_DIGITS),
    )


def fit_score(parts: ScoreBreakdown) -> int:
    """Return the score, 0 to 100, from the parts as they are sent."""
    return round(parts.geometry_fit + (RISK_MAX - parts.risk_penalty) + parts.adaptability_bonus)


def photo_risk(quality: Quality) -> float:
    """Return 0 to 1: how much of what was read from a photo may be wrong."""
    pose, flags = quality.pose, quality.occlusion_flags
    turned = max(
        ramp(abs(pose.yaw_deg), limits.POSE_SOFT_DEG, limits.YAW_HARD_DEG),
        ramp(abs(pose.pitch_deg), limits.POSE_SOFT_DEG, limits.PITCH_HARD_DEG),
        ramp(abs(pose.roll_deg), limits.POSE_SOFT_DEG, limits.ROLL_HARD_DEG),
    )
    covered = sum((flags.eyes_occluded, flags.mouth_occluded, flags.face_border_cutoff))
    weak = 1 - ramp(quality.score, LOST_QUALITY, GOOD_QUALITY)
    broken = 0.0 if quality.valid else 1.0
    return either(turned, weak, min(1.0, OCCLUSION_RISK * covered), broken)


def either(*chances: float) -> float:
    """Return the chance that at least one of several independent things is wrong."""
    fine = 1.0
    for chance in chances:
        fine *= 1 - chance
    return 1 - fine


def _left(found: dict[str, float], losses: dict[str, float]) -> float:
    """Return what is left of 1 after each difference takes its part, times its severity."""
    left = 1.0
    for key, loss in losses.items():
        left *= 1 - loss * found.get(key, 0.0)
    return left


def _mean(found: dict[str, float], weights: dict[str, float]) -> float:
    return sum(found.get(key, 0.0) * weight for key, weight in weights.items()) / sum(
        weights.values()
    )
