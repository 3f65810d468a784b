"""What holds for every look: fields show, modes differ, products agree, contracts accept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.contracts import to_wire
from layer1.engine.types import PreferenceMode
from layer2.engine.cards import PLACE_FIELDS, PLACES
from layer2.engine.facts import LOOK_KEYS, area_of, contradicts
from layer2.engine.parts import slots_used
from layer2.engine.types import LookSpec, Preferences, Steps
from layer2.serializers import StepsV0Serializer
from layer2.services import plan_steps
from tests.layer2.step_looks import (
    GEOMETRY,
    TYPES,
    flat,
    make_bundle,
    make_look,
    make_profile,
    swatch,
    words,
)

MODES = get_args(PreferenceMode)
INDEX = {"base": 0, "eye": 1, "lip": 2}
any_fields = st.fixed_dictionaries({key: st.sampled_from(v) for key, v in LOOK_KEYS.items()})
any_mode = st.sampled_from(MODES)
any_finish = st.sampled_from([None, "matte", "natural", "dewy"])


def plan(
    look: LookSpec, *, bundle: Any = None, mode: Any = "structure", finish: Any = None,
    locale: str = "en",
) -> Steps:  # fmt: skip
    preferences = Preferences(finish=finish)
    return plan_steps(look, bundle=bundle, mode=mode, preferences=preferences, locale=locale)


def area_words(steps: Steps, area: str) -> list[tuple[Any, ...]]:
    return [words(step) for step in steps.sections[INDEX[area]].steps]


def coherent(keys: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Every combination of fields that does not contradict itself; a part that is not worn has
    none in all of its fields."""
    groups = (
        ("blush.intensity", "blush.hue"),
        ("eye.shadowFamily", "eye.coverage", "eye.finish"),
        ("eye.liner", "eye.linerDirection"),
        ("lip.coverage", "lip.colorFamily"),
    )
    for values in product(*(LOOK_KEYS[key] for key in keys)):
        fields = dict(zip(keys, values, strict=True))
        if contradicts({**dict.fromkeys(LOOK_KEYS, "unknown"), "eye.colors": "none", **fields}):
            continue
        worn = [[fields[key] for key in group if key in fields] for group in groups]
        bare = [g for g in worn if "none" in g and set(g) != {"none"} and "unknown" in g]
        if not bare:
            yield fields


@pytest.mark.parametrize("area", ["base", "eye", "lip"])
def test_two_looks_that_differ_in_an_area_read_differently_there(area: str) -> None:
    """Exhaustive: over every coherent combination of the fields that a place answers for, the
    place's words differ; where every place tells its own fields apart, so does the area."""
    for index, place in enumerate(PLACES):
        if place[0] != area:
            continue
        seen: dict[Any, dict[str, str]] = {}
        for fields in coherent(PLACE_FIELDS[place]):
            text = words(flat(plan(make_look(fields)))[index])
            assert text not in seen, (place, fields, seen[text])
            seen[text] = fields
        assert len(seen) > 3


@settings(max_examples=150)
@given(fields=any_fields, mode=any_mode, finish=any_finish, data=st.data())
def test_any_change_of_a_field_changes_its_area_and_no_other(
    fields: dict[str, str], mode: str, finish: str | None, data: st.DataObject
) -> None:
    """Also where the fields contradict each other: the evidence then still tells them apart."""
    key = data.draw(st.sampled_from(sorted(LOOK_KEYS)))
    other = data.draw(st.sampled_from([v for v in LOOK_KEYS[key] if v != fields[key]]))
    one = plan(make_look(fields), mode=mode, finish=finish)
    two = plan(make_look({**fields, key: other}), mode=mode, finish=finish)
    differing = {a.impact_area for a, b in zip(one.sections, two.sections, strict=True) if a != b}
    assert differing == {area_of(key)}


@settings(max_examples=150)
@given(fields=any_fields, emphasis=st.sampled_from([(), ("base",), ("eye",), ("lip", "eye")]))
def test_the_three_modes_differ_for_every_look(
    fields: dict[str, str], emphasis: tuple[Any, ...]
) -> None:
    look = make_look(fields, emphasis=emphasis)
    plans = [plan(look, mode=mode) for mode in MODES]
    for one, other in combinations(plans, 2):
        assert all(area_words(one, area) != area_words(other, area) for area in INDEX)


@settings(max_examples=150)
@given(fields=any_fields)
def test_ease_is_never_harder_and_never_advanced(fields: dict[str, str]) -> None:
    levels = ["easy", "medium", "advanced"]
    ease, structure = (flat(plan(make_look(fields), mode=m)) for m in ("ease", "structure"))
    for easy, other in zip(ease, structure, strict=True):
        assert easy.difficulty != "advanced"
        assert levels.index(easy.difficulty) <= levels.index(other.difficulty)


def test_the_stated_finish_changes_the_skin_and_says_so() -> None:
    look = make_look({"base.finish": "dewy"})
    plain, matte = plan(look), plan(look, finish="matte")
    assert area_words(plain, "base") != area_words(matte, "base")
    assert plain.sections[1:] == matte.sections[1:]
    step = matte.sections[0].steps[1]
    assert step.step_id == "base.finish.matte"
    assert "You asked for a matte finish; the look's own is dewy." in step.instruction
    told = {entry.metric: entry.value for entry in step.evidence}
    assert told["preferences.finish"] == "matte"
    assert told["lookSpec.breakdown.base.finish"] == "dewy"


def test_the_stated_finish_that_the_look_has_changes_no_text() -> None:
    look = make_look({"base.finish": "dewy"})
    assert area_words(plan(look), "base") == area_words(plan(look, finish="dewy"), "base")


@settings(max_examples=200)
@given(fields=any_fields, mode=any_mode)
def test_a_product_slot_is_one_that_the_look_uses(fields: dict[str, str], mode: str) -> None:
    look = make_look(fields)
    told = {step.product_slot for step in flat(plan(look, mode=mode))} - {None}
    assert told <= slots_used(look)


@settings(max_examples=200)
@given(fields=any_fields, mode=any_mode)
def test_every_slot_that_the_look_uses_has_a_step(fields: dict[str, str], mode: str) -> None:
    look = make_look(fields)
    told = {step.product_slot for step in flat(plan(look, mode=mode))}
    assert slots_used(look) <= told


@settings(max_examples=150)
@given(fields=any_fields, mode=any_mode, finish=any_finish, locale=st.sampled_from(["en", "es"]))
def test_the_contract_accepts_every_plan(
    fields: dict[str, str], mode: str, finish: str | None, locale: str
) -> None:
    """With every trait beyond its cut-off and long colour names: the longest that steps can be."""
    color = swatch("#a05a4c", "a muted and rather dusty rose brown")
    look = make_look(
        fields, eye_colors=(color, swatch("#302020", "a very deep and cool brown")),
        blush_color=color, liner_color=color, lip_color=color,
    )  # fmt: skip
    far = type(GEOMETRY)(1.5, 0.6, 0.1, 0.6, 0.5, -9.0, 0.1, 0.5)
    bundle = make_bundle(make_profile(geometry=far, types=TYPES))
    steps = plan(look, bundle=bundle, mode=mode, finish=finish, locale=locale)
    body = StepsV0Serializer(data=to_wire(steps))
    assert body.is_valid(), body.errors
    for step in flat(steps):
        assert "{" not in " ".join((step.title, step.instruction, *map(str, words(step)[2:])))


def test_every_language_tells_the_same_plan() -> None:
    one, other = (flat(plan(make_look(), locale=locale)) for locale in ("en", "es"))
    assert [s.step_id for s in one] == [s.step_id for s in other]
    assert [s.evidence for s in one] == [s.evidence for s in other]
    assert not {s.instruction for s in one} & {s.instruction for s in other}
