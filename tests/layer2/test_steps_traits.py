"""The law of the trait table: crossing one cut-off changes steps of its area and none outside."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest

from layer1 import services as layer1
from layer1.engine.types import Adjustment
from layer2.engine.traits import (
    DELTA_TRAITS,
    TYPE_TRAITS,
    DeltaTrait,
    TypeTrait,
    read_traits,
)
from layer2.engine.types import Preferences, Step
from layer2.services import plan_steps
from tests.layer2.step_looks import (
    GEOMETRY,
    TYPES,
    flat,
    make_bundle,
    make_look,
    make_profile,
    words,
)

ORDERS = {"base": {1, 2, 3}, "eye": {4, 5, 6}, "lip": {7, 8, 9}}
STEP = 0.001  # just beyond a cut-off

# Every way in which a part that a trait may attach to is worn, bare or unreadable.
LOOKS = {
    "base": [
        {"base.coverage": coverage, "blush.intensity": blush, "blush.hue": hue}
        for coverage in ("bare", "medium", "unknown")
        for blush, hue in (("none", "none"), ("strong", "peach"), ("unknown", "unknown"))
    ],
    "eye": [
        {
            "eye.shadowFamily": family, "eye.coverage": coverage, "eye.finish": finish,
            "eye.liner": liner, "eye.linerDirection": direction,
        }
        for (family, coverage, finish), (liner, direction) in product(
            (("none",) * 3, ("pink", "soft", "matte"), ("unknown",) * 3),
            (("none", "none"), ("thin", "up"), ("bold", "none"), ("unknown", "unknown")),
        )
    ],
    "lip": [
        {"lip.coverage": coverage, "lip.colorFamily": family, "lip.finish": finish}
        for (coverage, family), finish in product(
            (("none", "none"), ("sheer", "nude"), ("full", "red"), ("unknown", "unknown")),
            ("matte", "glossy", "unknown"),
        )
    ],
}  # fmt: skip


def steps_of(fields: dict[str, str], user: Any, mode: Any = "structure") -> list[Step]:
    steps = plan_steps(
        make_look(fields),
        bundle=make_bundle(user) if user else None,
        mode=mode,
        preferences=Preferences(),
        locale="en",
    )
    return flat(steps)


def changed(one: list[Step], other: list[Step], *, text: bool) -> set[int]:
    return {
        a.order
        for a, b in zip(one, other, strict=True)
        if (words(a) != words(b) if text else a != b)
    }


def assert_law(area: str, fields: dict[str, str], one: Any, other: Any) -> None:
    before, after = steps_of(fields, one), steps_of(fields, other)
    assert changed(before, after, text=True), (area, fields)
    assert changed(before, after, text=False) <= ORDERS[area], (area, fields)


@pytest.mark.parametrize("trait", DELTA_TRAITS, ids=lambda trait: trait.key)
def test_crossing_the_cutoff_of_a_difference_changes_its_area_alone(trait: DeltaTrait) -> None:
    here = float(getattr(GEOMETRY, trait.field))
    for fields, sign in product(LOOKS[trait.area], (1, -1)):
        at, beyond = (
            make_profile(geometry=replace(GEOMETRY, **{trait.field: here + sign * size}))
            for size in (trait.cutoff, trait.cutoff + STEP)
        )
        assert_law(trait.area, fields, at, beyond)


@pytest.mark.parametrize("trait", TYPE_TRAITS, ids=lambda trait: trait.key)
def test_another_type_changes_its_area_alone(trait: TypeTrait) -> None:
    for fields, (one, other) in product(LOOKS[trait.area], combinations(trait.values, 2)):
        profiles = [
            make_profile(types=replace(TYPES, **{trait.field: value}))  # type: ignore[arg-type]
            for value in (one, other)
        ]
        assert_law(trait.area, fields, *profiles)


@pytest.mark.parametrize("trait", DELTA_TRAITS, ids=lambda trait: trait.key)
def test_the_law_holds_with_the_report_that_layer1_really_writes(trait: DeltaTrait) -> None:
    """The report's adjustments follow the trait too, and must not carry it into another area."""
    here = float(getattr(GEOMETRY, trait.field))
    plans = []
    for size in (trait.cutoff, trait.cutoff + 0.05 * (1 if trait.unit == "ratio" else 60)):
        user = make_profile(geometry=replace(GEOMETRY, **{trait.field: here + size}))
        ref = make_profile("reference")
        report = layer1.compare_faces(user=user, ref=ref, mode="structure", locale="en")
        bundle = replace(make_bundle(user, ref), similarity_report=report)
        plans.append(
            plan_steps(
                make_look(), bundle=bundle, mode="structure", preferences=Preferences(),
                locale="en",
            )
        )  # fmt: skip
    one, other = (flat(plan) for plan in plans)
    assert changed(one, other, text=True)
    assert changed(one, other, text=False) <= ORDERS[trait.area]
    named = {entry.metric for step in other for entry in step.evidence}
    assert f"layer1.adjustment.{trait.area}" in named


@pytest.mark.parametrize("trait", DELTA_TRAITS, ids=lambda trait: trait.key)
def test_at_its_cutoff_a_difference_is_still_close(trait: DeltaTrait) -> None:
    here = float(getattr(GEOMETRY, trait.field))
    at = make_profile(geometry=replace(GEOMETRY, **{trait.field: here + trait.cutoff}))
    assert read_traits(make_bundle(at))[trait.key].value == "close"


def test_without_a_selfie_nothing_is_said_about_the_wearer() -> None:
    bare = [words(step) for step in steps_of({}, None)]
    assert [words(step) for step in steps_of({}, make_profile(valid=False))] == bare
    for step in steps_of({}, None):
        metrics = {entry.metric.split(":")[0].split(".")[0] for entry in step.evidence}
        assert metrics <= {"lookSpec", "general", "preferenceMode"}
        assert not any(line.startswith("Your ") for line in step.fit_conditions), step


@pytest.mark.parametrize(
    ("flag", "area"),
    [("eyes_occluded", "eye"), ("mouth_occluded", "lip"), ("face_border_cutoff", "base")],
)
def test_a_covered_part_of_the_selfie_says_nothing_about_its_area(flag: str, area: str) -> None:
    plain, hidden = steps_of({}, None), steps_of({}, make_profile(hidden=flag))
    same = {a.order for a, b in zip(plain, hidden, strict=True) if a == b}
    assert same >= ORDERS[area]


def test_a_fit_says_what_was_measured_against_which_cutoff() -> None:
    user = make_profile(geometry=replace(GEOMETRY, eye_tilt_deg=1.5))
    liner = steps_of({}, user)[4]
    entry = next(e for e in liner.evidence if e.metric == "delta:geometry.eyeTiltDeg")
    assert (entry.value, entry.unit) == (-4.5, "deg")
    assert entry.rule == "card:eye.liner.tilt_less: < -3.0"
    assert "Your eyes tilt up less than the reference's (1.5° against 6.0°)." in (
        liner.fit_conditions
    )


def test_the_trait_that_layer1_adjusts_comes_first_and_says_so() -> None:
    geometry = replace(GEOMETRY, eye_tilt_deg=1.5, eye_openness_ratio=0.2)
    adjustment = Adjustment("eye", "", "", "", "high", ("delta:geometry.eyeTiltDeg",))
    plans = [
        plan_steps(
            make_look(),
            bundle=make_bundle(make_profile(geometry=geometry), adjustments=adjustments),
            mode="structure",
            preferences=Preferences(),
            locale="en",
        )
        for adjustments in ((), (adjustment,))
    ]
    fits = [
        [e.metric for e in plan.sections[1].steps[1].evidence if e.metric.startswith("delta")]
        for plan in plans
    ]
    assert fits[0] == ["delta:geometry.eyeOpennessRatio", "delta:geometry.eyeTiltDeg"]
    assert fits[1] == ["delta:geometry.eyeTiltDeg", "delta:geometry.eyeOpennessRatio"]
    named = [e for e in plans[1].sections[1].steps[1].evidence if e.metric.startswith("layer1")]
    assert [(e.metric, e.value) for e in named] == [
        ("layer1.adjustment.eye", "delta:geometry.eyeTiltDeg")
    ]
