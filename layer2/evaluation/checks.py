"""What must hold for every look and its steps. Each check yields one line a violation."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from config.contracts import to_wire
from config.identity_language import identity_words
from layer1.engine.types import IMPACT_AREAS, FaceProfile, Layer1Bundle
from layer2 import services
from layer2.card_language import BRANDS
from layer2.engine.cards import PLACES
from layer2.engine.facts import contradicts, look_values
from layer2.engine.parts import slots_used
from layer2.engine.read import tell_look
from layer2.engine.traits import DELTA_TRAITS, TYPE_TRAITS, DeltaTrait, TypeTrait
from layer2.engine.types import Evidence, LookReading, LookSpec, Step, Steps
from layer2.evaluation.made_up import Case
from layer2.serializers import LookSpecV0Serializer, StepsV0Serializer

RUNS: Final = 20
BEYOND: Final = 1e-3  # just past a cut-off; profiles are compared to 4 decimals
LANGUAGES: Final = ("en", "es-US")
# What step evidence names beside look and request: traits as Layer 1 spells them, and "general".
OF_THE_FACES: Final = ("general", "user.categorical.", "delta:geometry.", "layer1.adjustment.")


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of one case in one language."""

    reading: LookReading
    steps: Steps

    @property
    def look(self) -> LookSpec:
        return self.reading.look


def answer(case: Case, locale: str = "en") -> Answer:
    """Return the look and the steps of a case."""
    reading = tell_look(case.measures, locale=locale)
    return Answer(reading, plan(case, reading.look, case.bundle, locale))


def plan(case: Case, look: LookSpec, bundle: Layer1Bundle, locale: str = "en") -> Steps:
    return services.plan_steps(
        look, bundle=bundle, mode=case.mode, preferences=case.preferences, locale=locale
    )


def bytes_of(said: Answer) -> bytes:
    """Return look, losses and steps as they would be sent."""
    parts = [to_wire(part) for part in (said.look, list(said.reading.degraded), said.steps)]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()


def schema(_case: Case, said: Answer) -> Iterator[str]:
    for body in (
        LookSpecV0Serializer(data=to_wire(said.look)), StepsV0Serializer(data=to_wire(said.steps)),
    ):  # fmt: skip
        if not body.is_valid():
            yield f"not valid: {body.errors}"


def sense(_case: Case, said: Answer) -> Iterator[str]:
    """Fields that exclude each other, and unknown fields without a cause."""
    eye = said.look.breakdown.eye
    colors = ("none", "one", "several")[min(len(eye.colors), 2)]
    values = look_values(said.look)
    if contradicts({**values, "eye.colors": colors}):
        yield f"the fields contradict each other: {values}"
    lost = {each.field.removeprefix("lookSpec.breakdown.") for each in said.reading.degraded}
    unknown = {_wire_name(key) for key, value in values.items() if value == "unknown"}
    if lost != unknown:
        yield f"unknown are {sorted(unknown)}, with a cause {sorted(lost)}"


def nines(_case: Case, said: Answer) -> Iterator[str]:
    sections = said.steps.sections
    if tuple(each.impact_area for each in sections) != IMPACT_AREAS:
        yield "the sections are not base, eye, lip"
    if [len(each.steps) for each in sections] != [3, 3, 3]:
        yield "a section has not three steps"
    if [step.order for step in flat(said.steps)] != list(range(1, 10)):
        yield "the order is not 1 to 9"
    places = [".".join(place) for place in PLACES]
    if [step.step_id.rsplit(".", 1)[0] for step in flat(said.steps)] != places:
        yield "the steps are not in the order of doing"


def evidence(case: Case, said: Answer) -> Iterator[str]:
    parts = said.look.breakdown
    for name, area in (("base", parts.base), ("eye", parts.eye), ("lip", parts.lip)):
        if area.confidence > 0.5 and not area.evidence:
            yield f"{name} is sure without evidence"
    for step in flat(said.steps):
        if not any(each.rule.startswith("card:") for each in step.evidence):
            yield f"step {step.order} names no condition that chose it"
        for entry in step.evidence:
            if not _on_the_wire(entry, case, said):
                yield f"step {step.order} names {entry.metric} = {entry.value}, which is not so"
    for entry in (*parts.base.evidence, *parts.eye.evidence, *parts.lip.evidence):
        if not (entry.metric and entry.unit and entry.region and entry.rule):
            yield f"evidence says nothing: {entry}"


def _on_the_wire(entry: Evidence, case: Case, said: Answer) -> bool:
    """Whether what a step says of look or request stands there, under this name."""
    whole: Any = {
        "lookSpec": to_wire(said.look),
        "preferences": to_wire(case.preferences),
        "preferenceMode": case.mode,
    }
    first, *rest = entry.metric.split(".")
    if first not in whole:
        return entry.metric.startswith(OF_THE_FACES)
    found = whole[first]
    for name in rest:
        if not isinstance(found, dict) or name not in found:
            return False
        found = found[name]
    if entry.metric == "lookSpec.breakdown.eye.colors":
        return entry.value == ("none", "one", "several")[min(len(found), 2)]
    if entry.metric == "lookSpec.emphasisAreas":
        return entry.value == (found[0] if found else "none")
    return bool(found == entry.value)


def products(_case: Case, said: Answer) -> Iterator[str]:
    """Nothing is taught with a product that the look does not use."""
    used = slots_used(said.look)
    for step in flat(said.steps):
        if step.product_slot is not None and step.product_slot not in used:
            yield f"step {step.order} teaches {step.product_slot}, which the look does not use"


def language(_case: Case, said: Answer) -> Iterator[str]:
    for text in (*_texts(to_wire(said.look)), *_texts(to_wire(said.steps))):
        if found := identity_words(text):
            yield f"identity language {found}: {text}"
        if found := sorted(BRANDS & set(text.lower().split())):
            yield f"a brand {found}: {text}"
        if "{" in text or "}" in text:
            yield f"a gap in a text: {text}"


def traits(case: Case, said: Answer) -> Iterator[str]:
    """Crossing one cut-off changes at least one step of the trait's area, and none outside."""
    bundle = case.bundle
    user, ref = bundle.user_face_profile, bundle.ref_face_profile
    if user is None or not (user.quality.valid and ref.quality.valid):
        return
    user, ref = _in_view(user), _in_view(ref)
    for trait in (*DELTA_TRAITS, *TYPE_TRAITS):
        one, other = (
            plan(case, said.look, dataclasses.replace(
                bundle, user_face_profile=each, ref_face_profile=ref
            ))
            for each in _around(trait, user, ref)
        )  # fmt: skip
        changed = {
            a.impact_area for a, b in zip(one.sections, other.sections, strict=True) if a != b
        }
        if changed != {trait.area}:
            yield f"{trait.key} changes {sorted(changed)}, not {trait.area} alone"


def modes(case: Case, said: Answer) -> Iterator[str]:
    """Structure, vibe and ease say different things."""
    told = {
        tuple(step.instruction for step in flat(plan(other, said.look, case.bundle)))
        for other in (
            dataclasses.replace(case, mode=mode) for mode in ("structure", "vibe", "ease")
        )
    }
    if len(told) < 3:
        yield "two preference modes read alike"


def repeatable(case: Case, said: Answer) -> Iterator[str]:
    first = bytes_of(said)
    if any(bytes_of(answer(case)) != first for _ in range(RUNS)):
        yield "two runs differ"


CHECKS: Final[dict[str, Callable[[Case, Answer], Iterator[str]]]] = {
    "schema": schema,
    "sense": sense,
    "nines": nines,
    "evidence": evidence,
    "products": products,
    "language": language,
    "traits": traits,
    "modes": modes,
    "repeatable": repeatable,
}
IN_SPANISH: Final = ("schema", "nines", "evidence", "language")


def flat(steps: Steps) -> list[Step]:
    """Return the steps of all sections."""
    return [step for section in steps.sections for step in section.steps]


def _wire_name(key: str) -> str:
    area, field = key.split(".")
    return f"base.blush.{field}" if area == "blush" else key


def _in_view(profile: FaceProfile) -> FaceProfile:
    flags = dataclasses.replace(
        profile.quality.occlusion_flags,
        eyes_occluded=False, mouth_occluded=False, face_border_cutoff=False,
    )  # fmt: skip
    return dataclasses.replace(
        profile, quality=dataclasses.replace(profile.quality, occlusion_flags=flags)
    )


def _around(
    trait: DeltaTrait | TypeTrait, user: FaceProfile, ref: FaceProfile
) -> tuple[FaceProfile, FaceProfile]:
    """Return the wearer on both sides of a trait's cut-off, all else the same."""
    if isinstance(trait, DeltaTrait):
        there = float(getattr(ref.geometry, trait.field))
        values = [round(there + trait.cutoff + step, 4) for step in (-BEYOND, BEYOND)]
        return (_with_number(user, trait.field, values[0]),
                _with_number(user, trait.field, values[1]))  # fmt: skip
    return _with_type(user, trait.field, trait.values[0]), _with_type(
        user, trait.field, trait.values[1]
    )


def _with_number(user: FaceProfile, field: str, value: float) -> FaceProfile:
    return dataclasses.replace(user, geometry=dataclasses.replace(user.geometry, **{field: value}))


def _with_type(user: FaceProfile, field: str, value: str) -> FaceProfile:
    types: Any = {field: value}
    return dataclasses.replace(user, categorical=dataclasses.replace(user.categorical, **types))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a wire value; evidence holds codes, and is left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "evidence":
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
