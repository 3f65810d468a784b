"""Exactly three adjustments: base, eye, lip; each from the area's strongest difference."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.deltas import KEYS
from layer1.engine.compatibility.fallbacks import ALIKE, AREA_MEASURE, UNSEEN
from layer1.engine.compatibility.rules.base import Advice, Effort
from layer1.engine.compatibility.rules.registry import BY_KEY, RULES
from layer1.engine.compatibility.words import FEATURES, Language, gap, say, spoken
from layer1.engine.types import (
    IMPACT_AREAS,
    Adjustment,
    Confidence,
    Delta,
    FaceProfile,
    ImpactArea,
    Layer2Hints,
    PreferenceMode,
)

# ease prefers what is easy to do; vibe what is seen at first sight, which types say better.
EASE: Final[dict[Effort, float]] = {"easy": 1.0, "medium": 0.7, "advanced": 0.4}
VIBE_TYPE: Final = 1.25
STRUCTURE_TYPE: Final = 0.8
CLEAR_SEVERITY: Final = 0.5  # from here on a difference is clearly more than noise
_RANK: Final[dict[Confidence, int]] = {"low": 0, "medium": 1, "high": 2}
_CONFIDENCE: Final[tuple[Confidence, ...]] = ("low", "medium", "high")

Chosen = tuple[Adjustment, Advice]


def adjust(
    deltas: tuple[Delta, ...],
    *,
    ref: FaceProfile,
    seen: bool,
    mode: PreferenceMode,
    confidence: Confidence,
    language: Language,
) -> tuple[tuple[Adjustment, ...], Layer2Hints]:
    """Return the three adjustments and their hints. seen: whether there is a user's profile."""
    chosen = []
    for area in IMPACT_AREAS:
        if not seen:
            chosen.append(_unseen(area, ref, language))
            continue
        found = _strongest(area, deltas, mode)
        if found is None:
            chosen.append(_alike(area, deltas, confidence, language))
        else:
            chosen.append(_bridge(*found, area, confidence, language))
    hints = Layer2Hints(*((advice.hint,) for _, advice in chosen))
    return tuple(adjustment for adjustment, _ in chosen), hints


def _strongest(
    area: ImpactArea, deltas: tuple[Delta, ...], mode: PreferenceMode
) -> tuple[Delta, Advice] | None:
    best, best_weight = None, 0.0
    for delta in deltas:
        rule = BY_KEY[delta.key]
        advice = rule.choose(delta)
        weight = delta.severity * _preference(delta.key, rule.effort, mode)
        if rule.area == area and advice is not None and weight > best_weight:
            best, best_weight = (delta, advice), weight
    return best


def _preference(key: str, effort: Effort, mode: PreferenceMode) -> float:
    if mode == "ease":
        return EASE[effort]
    if key.startswith("categorical."):
        return VIBE_TYPE if mode == "vibe" else STRUCTURE_TYPE
    return 1.0


def _bridge(
    delta: Delta, advice: Advice, area: ImpactArea, confidence: Confidence, language: Language
) -> Chosen:
    values = {
        "user": spoken(delta.user_value, delta.key, language),
        "ref": spoken(delta.ref_value, delta.key, language),
        "gap": gap(delta),
    }
    clear: Confidence = "high" if delta.severity >= CLEAR_SEVERITY else "medium"
    return _write(
        advice,
        area,
        _lower(clear, confidence),
        (f"delta:{delta.key}", *delta.evidence),
        language,
        values,
    )


def _alike(
    area: ImpactArea, deltas: tuple[Delta, ...], confidence: Confidence, language: Language
) -> Chosen:
    """Advice where nothing calls for any: its evidence is the feature that agrees best."""
    keys = {rule.key for rule in RULES if rule.area == area}
    own = [delta for delta in deltas if delta.key in keys]
    closest = min(own, key=_distance).key if own else AREA_MEASURE[area]
    return _write(
        ALIKE[area],
        area,
        _lower("medium", confidence),
        (f"fallback:{area}", f"delta:{closest}", f"user.{closest}", f"ref.{closest}"),
        language,
        {"closest": say(FEATURES[closest], language)},
    )


def _unseen(area: ImpactArea, ref: FaceProfile, language: Language) -> Chosen:
    key = AREA_MEASURE[area]
    name = next(name for name, wire in KEYS.items() if wire == key)
    value = float(getattr(ref.geometry, name))
    return _write(
        UNSEEN[area],
        area,
        "medium",
        (f"fallback:{area}", "missing:userFaceProfile", f"ref.{key}"),
        language,
        {"ref": spoken(value, key, language)},
    )


def _write(
    advice: Advice,
    area: ImpactArea,
    confidence: Confidence,
    evidence: tuple[str, ...],
    language: Language,
    values: dict[str, str],
) -> Chosen:
    adjustment = Adjustment(
        impact_area=area,
        title=say(advice.title, language, **values),
        because=say(advice.because, language, **values),
        do=say(advice.do, language, **values),
        confidence=confidence,
        evidence=evidence,
    )
    return adjustment, advice


def _distance(delta: Delta) -> float:
    """Return how far apart two numbers are against the reference's; equal types are nearest."""
    if isinstance(delta.user_value, str) or isinstance(delta.ref_value, str):
        return 1.0 + delta.severity
    return abs(delta.user_value - delta.ref_value) / max(abs(delta.ref_value), 1e-6)


def _lower(one: Confidence, other: Confidence) -> Confidence:
    return _CONFIDENCE[min(_RANK[one], _RANK[other])]
