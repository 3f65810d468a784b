"""Why a look was read as it was: every field with what decided it. Never on the way to a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh, FaceProfile
from layer2.engine.canvas import Canvas
from layer2.engine.cheeks import Cheeks
from layer2.engine.eye_patch import MAPS, Side, eye_patch
from layer2.engine.judge import AREA_OF, Judgement, cause_of, judge
from layer2.engine.measure import SIDES, Measures, measure
from layer2.engine.read import WIRE_FIELD, tell_look
from layer2.engine.story import place_colours
from layer2.engine.swatches import swatches
from layer2.engine.types import Evidence, LookReading, Swatch
from layer2.engine.wing import Wing, find_wing

DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class FieldWhy:
    """One field of the look; cause is why it is unknown, empty where it is not."""

    field: str
    value: str
    confidence: float
    evidence: tuple[Evidence, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class EyeShown:
    """One enlarged eye, and the line that was found beside its corner."""

    side: Side
    patch: Canvas
    wing: Wing | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was read, why, and the pictures that it was read from. rgb: (H, W, 3); mesh in it."""

    rgb: RGB
    mesh: FaceMesh
    reading: LookReading
    fields: tuple[FieldWhy, ...]
    swatches: dict[str, Swatch]
    eyes: tuple[EyeShown, ...]
    cheeks: Cheeks | None
    facts: tuple[tuple[str, str], ...]


def explain(photo: Pyramid, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> Explanation:
    """Read a face once more, and keep what a result does not."""
    measures = measure(photo, mesh=mesh, profile=profile)
    found = judge(measures)
    return Explanation(
        rgb=photo.rgb,
        mesh=mesh,
        reading=tell_look(measures, locale=locale),
        fields=tuple(_why(name, found, measures) for name in AREA_OF),
        swatches=swatches(place_colours(measures, found), locale),
        eyes=_eyes(photo, mesh, measures),
        cheeks=measures.cheeks,
        facts=_facts(measures),
    )


def _why(name: str, found: Judgement, measures: Measures) -> FieldWhy:
    finding = getattr(found, name)
    cause = cause_of(name, measures) if finding.value == "unknown" else ""
    return FieldWhy(WIRE_FIELD[name], finding.value, finding.confidence, finding.evidence, cause)


def _eyes(photo: Pyramid, mesh: FaceMesh, measures: Measures) -> tuple[EyeShown, ...]:
    patches = [(side, eye_patch(photo, mesh.points, side)) for side in SIDES]
    if measures.skin is None:
        return tuple(EyeShown(side, patch, None) for side, patch in patches)
    return tuple(
        EyeShown(side, patch, find_wing(patch, MAPS[side], measures.skin))
        for side, patch in patches
    )


def _facts(measures: Measures) -> tuple[tuple[str, str], ...]:
    """Return measures that no field's evidence names."""
    facts: list[tuple[str, str]] = []
    if measures.skin is not None:
        facts.append(("skin L* a* b*", _numbers(*measures.skin.lab)))
    if measures.lips is not None:
        lips = measures.lips
        facts += [
            ("lips L* a* b*", _numbers(*lips.lab)),
            ("lips red, blue, dark", _numbers(lips.red, lips.blue, lips.dark)),
            ("pixels that gave the lips' color", str(lips.pixels)),
        ]
    for eye in measures.eyes:
        facts.append(("eye width in the photo", f"{eye.width:.0f} px"))
    for index, eye in enumerate(measures.eyes, 1):
        for place in ("outer", "middle", "bone", "under"):
            facts.append((f"eye {index}, {place}: L* a* b* from skin", _numbers(*eye.shift(place))))
    if measures.cast is not None:
        facts.append(("light's cast a* b*", _numbers(measures.cast.a, measures.cast.b)))
    return tuple(facts)


def _numbers(*values: float) -> str:
    return ", ".join(f"{float(value):.{DIGITS}f}" for value in values)
