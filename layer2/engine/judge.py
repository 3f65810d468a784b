"""Every field of a look decided from the measurements, each with its confidence and evidence."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

from layer1.engine.types import ImpactArea
from layer2.engine import base_rules, blush, brows, eye_rules, lip_rules, shadow
from layer2.engine.cast import STRONG, trust
from layer2.engine.finding import UNKNOWN_CONFIDENCE, Finding
from layer2.engine.measure import Measures
from layer2.engine.types import (
    BaseCoverage,
    BaseFinish,
    BlushHue,
    BlushIntensity,
    Brow,
    EyeCoverage,
    EyeFinish,
    Lashes,
    Liner,
    LinerDirection,
    LipCoverage,
    LipFamily,
    LipFinish,
    ShadowFamily,
)

LEAST: Final = 0.3  # an answer less sure than this is not given: it becomes unknown


@dataclass(frozen=True, slots=True)
class Judgement:
    """The findings by field, and the causes of those that are unknown."""

    base_finish: Finding[BaseFinish]
    base_coverage: Finding[BaseCoverage]
    blush: Finding[BlushIntensity]
    blush_hue: Finding[BlushHue]
    eye_finish: Finding[EyeFinish]
    shadow: Finding[EyeCoverage]
    shadow_family: Finding[ShadowFamily]
    liner: Finding[Liner]
    liner_direction: Finding[LinerDirection]
    lashes: Finding[Lashes]
    brow: Finding[Brow]
    lip_finish: Finding[LipFinish]
    lip_coverage: Finding[LipCoverage]
    lip_family: Finding[LipFamily]


# Which measured area each field needs.
AREA_OF: Final[dict[str, ImpactArea]] = {
    item.name: (
        "lip" if item.name.startswith("lip_")
        else "base" if item.name.startswith(("base", "blush"))
        else "eye"
    )
    for item in fields(Judgement)
}  # fmt: skip
COLOUR_FIELDS: Final = (
    "blush",
    "blush_hue",
    "shadow",
    "shadow_family",
    "lip_coverage",
    "lip_family",
)
FAMILIES: Final = ("blush_hue", "shadow_family", "lip_family")
# Who does not know whether blush, shadow or lip color is worn knows no hue or finish of it either.
DECIDES: Final = {"blush": "blush_hue", "shadow": "eye_finish", "lip_coverage": "lip_finish"}
LINES: Final = ("liner", "liner_direction", "lashes")
FINE_FIELDS: Final = (*LINES, "shadow", "shadow_family", "eye_finish")


def judge(measures: Measures) -> Judgement:
    """Decide every field; what was not measured is unknown."""
    found = _all_weighed(_lips(measures) | _eyes(measures), measures)
    made_up = any(
        found[name].value not in ("none", "unknown")
        for name in ("lip_coverage", "shadow", "liner")
        if name in found
    )
    found |= _all_weighed(_base(measures, made_up), measures)
    for whether, what in DECIDES.items():
        if whether in found and found[whether].value == "unknown":
            found[what] = _unknown(found[what])
    return Judgement(**{name: found.get(name) or _unknown(None) for name in AREA_OF})


def _lips(measures: Measures) -> dict[str, Finding[Any]]:
    lips, skin = measures.lips, measures.skin
    if lips is None or skin is None:
        return {}
    worn = lip_rules.coverage(lips, skin)
    return {
        "lip_coverage": worn,
        "lip_finish": lip_rules.finish(lips, worn.value),
        "lip_family": lip_rules.family(lips, worn.value, measures.cast),
    }


def _eyes(measures: Measures) -> dict[str, Finding[Any]]:
    eyes, lids = measures.eyes, measures.lids
    if not eyes or lids is None:
        return {}
    family = shadow.family(lids)
    worn = shadow.intensity(lids, family.value)
    line = eye_rules.liner(eyes, measures.wings, worn.value)
    return {
        "shadow_family": family,
        "shadow": worn,
        "eye_finish": eye_rules.finish(eyes, worn.value),
        "liner": line,
        "liner_direction": eye_rules.direction(measures.wings, line.value),
        "lashes": eye_rules.lashes(eyes, line.value, worn.value),
        "brow": brows.brow(measures.brows),
    }


def _base(measures: Measures, made_up: bool) -> dict[str, Finding[Any]]:
    found: dict[str, Finding[Any]] = {}
    if measures.cheeks is not None:
        worn = blush.intensity(measures.cheeks)
        found |= {"blush": worn, "blush_hue": blush.hue(measures.cheeks, worn.value)}
        made_up = made_up or worn.value != "none"
    if measures.surface is not None:
        found["base_finish"] = base_rules.finish(measures.surface)
        if made_up or not measures.colourless:  # who sees no colours sees no makeup to go by
            found["base_coverage"] = base_rules.coverage(measures.surface, made_up)
    return found


def _all_weighed(found: dict[str, Finding[Any]], measures: Measures) -> dict[str, Finding[Any]]:
    return {name: _weighed(name, finding, measures) for name, finding in found.items()}


def _weighed(name: str, finding: Finding[Any], measures: Measures) -> Finding[Any]:
    """Return the finding as sure as the photo lets it be; unknown where it cannot be."""
    if name in FINE_FIELDS and not measures.fine_lines:
        seen = (eye_rules.too_narrow(measures.eyes), *finding.evidence)
        return Finding("unknown", UNKNOWN_CONFIDENCE, seen)
    if name in COLOUR_FIELDS and measures.colourless:
        return _unknown(finding)
    light = measures.cast
    if name in FAMILIES and light is not None and light.strength >= STRONG:
        return _unknown(finding) if finding.value != "none" else finding.weaker(trust(light))
    if name in COLOUR_FIELDS:
        finding = finding.weaker(trust(light))
    return finding if finding.confidence >= LEAST else _unknown(finding)


def _unknown(finding: Finding[Any] | None) -> Finding[Any]:
    """Return that nothing is known, with the evidence that there is."""
    return Finding("unknown", UNKNOWN_CONFIDENCE, finding.evidence if finding else ())


def cause_of(name: str, measures: Measures) -> str:
    """Return the code of why a field is unknown."""
    area = AREA_OF[name]
    if area in measures.causes:
        return measures.causes[area]
    if name in FINE_FIELDS and not measures.fine_lines:
        return "FACE_TOO_SMALL"
    if name in ("base_finish", "base_coverage") and measures.surface is None:
        return "SKIN_NOT_VISIBLE"
    if measures.colourless and name not in LINES:
        return "NO_COLOR"
    if name in FAMILIES and measures.cast is not None and measures.cast.strength >= STRONG:
        return "COLOR_CAST"
    return "NOT_CERTAIN"
