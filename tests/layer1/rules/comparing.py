"""Two faces that differ in what a test names, and what is advised for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from config.contracts import from_wire
from layer1.engine.compatibility.deltas import GEOMETRY_LIMITS, KEYS
from layer1.engine.compatibility.report import compare
from layer1.engine.types import (
    Adjustment,
    FaceProfile,
    ImpactArea,
    PreferenceMode,
    SimilarityReport,
)
from tests.layer1.profiles import GEOMETRY, make_profile

Traits = dict[str, Any]  # by wire name: {"eyeTiltDeg": 9.0, "lipType": "thin"}
# One difference for every trait, far past its hard limit, in either direction.
FAR: Final[dict[str, tuple[Any, Any]]] = {
    wire.removeprefix("geometry."): (GEOMETRY[wire.removeprefix("geometry.")], far)
    for name, wire in KEYS.items()
    if name in GEOMETRY_LIMITS
    for far in (GEOMETRY[wire.removeprefix("geometry.")] + 1.2 * GEOMETRY_LIMITS[name][1],)
} | {"faceShape": ("round", "long"), "eyeType": ("round", "almond"), "lipType": ("thin", "full")}


def face(traits: Traits, source: str = "reference") -> FaceProfile:
    """Return a good frontal face with these traits."""
    types = {key: value for key, value in traits.items() if isinstance(value, str)}
    numbers = {key: value for key, value in traits.items() if key not in types}
    return from_wire(FaceProfile, make_profile(source=source, geometry=numbers, categorical=types))


def report_for(
    user: Traits | None, ref: Traits, mode: PreferenceMode = "structure", locale: str = "en"
) -> SimilarityReport:
    """Return the report for a wearer, or none, and a reference."""
    wearer = None if user is None else face(user, "selfie")
    return compare(user=wearer, ref=face(ref), mode=mode, locale=locale)


def advised(area: ImpactArea, user: Traits | None, ref: Traits, **options: Any) -> Adjustment:
    """Return the adjustment for one area."""
    found = {each.impact_area: each for each in report_for(user, ref, **options).adjustments}
    return found[area]


def quiet_cases(trait: str) -> list[Any]:
    """Return pairs of faces for which the rule of a trait must not speak.

    No selfie; twins; a difference inside the soft limit, both ways, or a type that one photo does
    not show; and every other trait as different as can be while this one agrees.
    """
    return list(_quiet(trait))


def _quiet(trait: str) -> Iterator[Any]:
    yield None, {trait: FAR[trait][1]}
    for value in FAR[trait]:
        yield {trait: value}, {trait: value}
    if isinstance(FAR[trait][0], str):
        yield {trait: "unknown"}, {trait: FAR[trait][1]}
        yield {trait: FAR[trait][0]}, {trait: "unknown"}
    else:
        name = next(name for name, wire in KEYS.items() if wire.endswith(f".{trait}"))
        middle, soft = GEOMETRY[trait], GEOMETRY_LIMITS[name][0]
        for gap in (0.3 * soft, soft, -0.3 * soft, -soft):
            yield {trait: middle + gap}, {trait: middle}
    for other, (mine, theirs) in FAR.items():
        if other != trait:
            yield {other: mine}, {other: theirs}
            yield {other: theirs}, {other: mine}


def speaks(trait: str, adjustment: Adjustment) -> bool:
    """Whether an adjustment is the rule's for this trait: its evidence leads with the delta."""
    return adjustment.evidence[0].startswith("delta:") and adjustment.evidence[0].endswith(
        f".{trait}"
    )
