"""SimilarityReportV0: two profiles in, the whole report out. Pure and repeatable."""

from __future__ import annotations

from typing import Final

from layer1.engine import limits
from layer1.engine.compatibility.adjustments import adjust
from layer1.engine.compatibility.controls import user_controls
from layer1.engine.compatibility.deltas import all_deltas, top_deltas
from layer1.engine.compatibility.reasons import explain, explain_unseen
from layer1.engine.compatibility.score import UNKNOWN_FACE, breakdown, fit_score
from layer1.engine.compatibility.words import Language, Text, language_of, say
from layer1.engine.types import (
    SOFT_REJECT_REASONS,
    Confidence,
    FaceProfile,
    PreferenceMode,
    Quality,
    SimilarityReport,
)

ENGINE_VERSION: Final = "compat-us-1.0.0"
# Below it one of light and sharpness is weak, or the head is well turned.
TRUSTED_SCORE: Final = 60.0
_UNTRUSTED_SELFIE: Final[Text] = Text(
    "The selfie is too weak to compare with certainty; take it again for a better plan.",
    "La selfie es demasiado débil para comparar con certeza; repítela para un mejor plan.",
)


def compare(
    *, user: FaceProfile | None, ref: FaceProfile, mode: PreferenceMode, locale: str
) -> SimilarityReport:
    """Return the report. Without a user every difference is unknown and the confidence is low."""
    language = language_of(locale)
    if user is None:
        return _unseen(ref, mode, language)
    deltas = all_deltas(user, ref)
    parts = breakdown(deltas, user=user, ref=ref, mode=mode)
    fit = fit_score(parts)
    confidence = confidence_of(user.quality, ref.quality)
    adjustments, hints = adjust(
        deltas, ref=ref, seen=True, mode=mode, confidence=confidence, language=language
    )
    clear = confidence == "high"
    return SimilarityReport(
        version="v0",
        schema_version="v0",
        engine_version=ENGINE_VERSION,
        market="US",
        preference_mode=mode,
        confidence=confidence,
        fit_score=fit,
        score_breakdown=parts,
        reasons=explain(deltas, fit=fit, user=user, ref=ref, clear=clear, language=language),
        top_deltas=top_deltas(deltas),
        adjustments=adjustments,
        user_controls=user_controls(language),
        layer2_hints=hints,
        warnings=None if user.quality.valid else (say(_UNTRUSTED_SELFIE, language),),
    )


def confidence_of(user: Quality, ref: Quality) -> Confidence:
    """Return low where a photo is not valid, medium where one is weak, high otherwise."""
    if not (user.valid and ref.valid):
        return "low"
    return "high" if _trusted(user) and _trusted(ref) else "medium"


def _trusted(quality: Quality) -> bool:
    pose, flags = quality.pose, quality.occlusion_flags
    angles = (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)
    return (
        quality.score >= TRUSTED_SCORE
        and max(map(abs, angles)) <= limits.POSE_SOFT_DEG
        and not (flags.eyes_occluded or flags.mouth_occluded or flags.face_border_cutoff)
        and not set(quality.reject_reasons) & set(SOFT_REJECT_REASONS)
    )


def _unseen(ref: FaceProfile, mode: PreferenceMode, language: Language) -> SimilarityReport:
    adjustments, hints = adjust(
        (), ref=ref, seen=False, mode=mode, confidence="low", language=language
    )
    return SimilarityReport(
        version="v0",
        schema_version="v0",
        engine_version=ENGINE_VERSION,
        market="US",
        preference_mode=mode,
        confidence="low",
        fit_score=fit_score(UNKNOWN_FACE),
        score_breakdown=UNKNOWN_FACE,
        reasons=explain_unseen(ref, language),
        top_deltas=(),
        adjustments=adjustments,
        user_controls=user_controls(language),
        layer2_hints=hints,
    )
