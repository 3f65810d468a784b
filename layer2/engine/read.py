"""Read a look: measure a face, decide every field, put it into colours and words."""

from __future__ import annotations

from typing import Final

from config.markets import US
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import FaceMesh, FaceProfile, ImpactArea
from layer2.engine import emphasis, types
from layer2.engine.finding import Finding, evidence, mean_confidence
from layer2.engine.judge import AREA_OF, Judgement, cause_of, judge
from layer2.engine.look_texts import Teller
from layer2.engine.measure import Measures, measure
from layer2.engine.story import place_colours, tell
from layer2.engine.swatches import swatches
from layer2.engine.types import Degraded, Evidence, Swatch

ENGINE_VERSION: Final = "look-us-1.0.0"
WIRE_FIELD: Final[dict[str, str]] = {
    "base_finish": "base.finish", "base_coverage": "base.coverage",
    "blush": "base.blush.intensity", "blush_hue": "base.blush.hue",
    "eye_finish": "eye.finish", "shadow": "eye.coverage", "shadow_family": "eye.shadowFamily",
    "liner": "eye.liner", "liner_direction": "eye.linerDirection", "lashes": "eye.lashes",
    "brow": "eye.brow", "lip_finish": "lip.finish", "lip_coverage": "lip.coverage",
    "lip_family": "lip.colorFamily",
}  # fmt: skip


def read(photo: Pyramid, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> types.LookReading:
    """Return the look of one face; mesh in the photo's pixels."""
    return tell_look(measure(photo, mesh=mesh, profile=profile), locale=locale)


def tell_look(measures: Measures, *, locale: str) -> types.LookReading:
    """Return the look that the measurements say, and what was lost."""
    found = judge(measures)
    shown = swatches(place_colours(measures, found), locale, skin="skin")
    teller = Teller(found, measures, shown, locale)
    order = _emphasis(measures, found)
    look = types.LookSpec(
        schema_version="v0", market=US, locale=locale, engine_version=ENGINE_VERSION,
        look_title=teller.title(order), style_tags=teller.tags(),
        color_story=tell(shown, measures, found), emphasis_areas=order,
        warnings=_warnings(measures),
        breakdown=types.Breakdown(
            base=_base(found, measures, shown, teller), eye=_eye(found, shown, teller),
            lip=_lip(found, shown, teller),
        ),
    )  # fmt: skip
    return types.LookReading(look=look, degraded=_degraded(found, measures))


def _emphasis(measures: Measures, found: Judgement) -> tuple[ImpactArea, ...]:
    if measures.skin is None:
        return ()
    return emphasis.rank(
        emphasis.saliences(
            measures.lips, found.lip_coverage.value, measures.lids, found.shadow.value,
            found.liner.value, measures.cheeks, found.blush.value,
        )
    )  # fmt: skip


def _degraded(found: Judgement, measures: Measures) -> tuple[Degraded, ...]:
    """Return every unknown field with its cause, and colours that could not be measured."""
    return tuple(
        Degraded(field=f"lookSpec.breakdown.{WIRE_FIELD[name]}", cause=cause_of(name, measures))
        for name in AREA_OF
        if getattr(found, name).value == "unknown"
    )


def _warnings(measures: Measures) -> tuple[str, ...]:
    given = {
        "NO_COLOR": measures.colourless,
        "COLOR_CAST": measures.cast is not None and measures.cast.notable,
        "ONE_EYE_READ": len(measures.eyes) == 1,
        "SMALL_FACE": bool(measures.eyes) and not measures.fine_lines,
    }
    return tuple(code for code, holds in given.items() if holds)


def _confidence(*findings: Finding[str]) -> float:
    return mean_confidence(findings)


def _gathered(*findings: Finding[str]) -> tuple[Evidence, ...]:
    """Return the evidence of an area's fields, each piece once."""
    return tuple(dict.fromkeys(piece for finding in findings for piece in finding.evidence))


def _base(
    found: Judgement, measures: Measures, shown: dict[str, Swatch], teller: Teller
) -> types.BaseLook:
    parts = (found.base_finish, found.base_coverage, found.blush, found.blush_hue)
    light = measures.cast
    seen = () if light is None else (
        evidence("light.cast_a", light.a, "a*", "eye whites", "reported, not taken out"),
        evidence("light.cast_b", light.b, "b*", "eye whites", "reported, not taken out"),
    )  # fmt: skip
    return types.BaseLook(
        intent=teller.intent("base"), finish=found.base_finish.value,
        coverage=found.base_coverage.value, color=shown.get("skin"),
        blush=types.Blush(found.blush.value, found.blush_hue.value, shown.get("blush")),
        key_notes=teller.notes("base"), evidence=_gathered(*parts) + seen,
        confidence=_confidence(*parts),
    )  # fmt: skip


def _eye(found: Judgement, shown: dict[str, Swatch], teller: Teller) -> types.EyeLook:
    parts = (
        found.eye_finish, found.shadow, found.shadow_family, found.liner,
        found.liner_direction, found.lashes, found.brow,
    )  # fmt: skip
    return types.EyeLook(
        intent=teller.intent("eye"), finish=found.eye_finish.value, coverage=found.shadow.value,
        shadow_family=found.shadow_family.value,
        colors=tuple(one for key, one in shown.items() if key.startswith("shadow")),
        liner=found.liner.value, liner_direction=found.liner_direction.value,
        liner_color=shown.get("liner"), lashes=found.lashes.value, brow=found.brow.value,
        key_notes=teller.notes("eye"), evidence=_gathered(*parts),
        confidence=_confidence(*parts),
    )  # fmt: skip


def _lip(found: Judgement, shown: dict[str, Swatch], teller: Teller) -> types.LipLook:
    parts = (found.lip_finish, found.lip_coverage, found.lip_family)
    return types.LipLook(
        intent=teller.intent("lip"), finish=found.lip_finish.value,
        coverage=found.lip_coverage.value, color_family=found.lip_family.value,
        color=shown.get("lip"), key_notes=teller.notes("lip"), evidence=_gathered(*parts),
        confidence=_confidence(*parts),
    )  # fmt: skip
