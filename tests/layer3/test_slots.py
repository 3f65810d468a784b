"""Which slots a look needs, and what each looks for."""

from __future__ import annotations

from typing import Any

import pytest

from layer2.engine.types import Preferences
from layer3.engine.slots import SlotPlan, plan_slots
from tests.factories import make_look, make_wearer, swatch


def _plans(look: Any = None, wearer: Any = None, **preferences: Any) -> dict[str, SlotPlan]:
    plans = plan_slots(
        look or make_look(), wearer or make_wearer(), Preferences(**preferences), language="en"
    )
    return {plan.slot: plan for plan in plans}


def test_a_full_look_opens_all_seven_slots_in_order() -> None:
    assert list(_plans()) == [
        "foundation", "blush", "eyeshadow", "eyeliner", "mascara", "lipstick", "lip_liner",
    ]  # fmt: skip
    assert all(plan.open for plan in _plans().values())


@pytest.mark.parametrize(
    ("area", "slot"),
    [
        ({"base": {"coverage": "bare"}}, "foundation"),
        ({"blush": {"intensity": "none", "hue": "none", "color": None}}, "blush"),
        ({"eye": {"shadow_family": "none", "coverage": "none", "finish": "none"}}, "eyeshadow"),
        ({"eye": {"liner": "none", "liner_direction": "none"}}, "eyeliner"),
        ({"eye": {"lashes": "natural"}}, "mascara"),
        ({"lip": {"coverage": "none", "color_family": "none"}}, "lipstick"),
        ({"lip": {"coverage": "none", "color_family": "none"}}, "lip_liner"),
        ({"lip": {"coverage": "sheer"}}, "lip_liner"),
    ],
)
def test_a_part_that_the_look_does_without_is_not_needed(area: dict[str, Any], slot: str) -> None:
    plan = _plans(make_look(**area))[slot]
    assert (plan.needed, plan.reason, plan.target.color) == (False, "NOT_IN_LOOK", None)


@pytest.mark.parametrize(
    ("area", "slot"),
    [
        ({"base": {"coverage": "unknown"}}, "foundation"),
        ({"blush": {"intensity": "unknown", "hue": "unknown"}}, "blush"),
        ({"eye": {"shadow_family": "unknown", "coverage": "unknown", "finish": "unknown"}},
         "eyeshadow"),
        ({"eye": {"liner": "unknown"}}, "eyeliner"),
        ({"eye": {"lashes": "unknown"}}, "mascara"),
        ({"lip": {"coverage": "unknown", "color_family": "unknown"}}, "lipstick"),
        ({"lip": {"coverage": "unknown", "color_family": "unknown"}}, "lip_liner"),
    ],
)  # fmt: skip
def test_an_unknown_part_sells_nothing(area: dict[str, Any], slot: str) -> None:
    plan = _plans(make_look(**area))[slot]
    assert (plan.needed, plan.reason) == (False, "UNKNOWN_IN_LOOK")


def test_foundation_is_the_wearers_skin_and_never_the_references() -> None:
    look = make_look(base={"color": swatch("#3b2219")})
    assert _plans(look, make_wearer("#f1d9c0"))["foundation"].target.color == swatch("#f1d9c0")


def test_foundation_without_skin_needs_a_selfie_and_still_states_finish_and_coverage() -> None:
    plan = _plans(wearer=make_wearer(None))["foundation"]
    assert (plan.needed, plan.reason, plan.open) == (True, "NEEDS_SELFIE", False)
    assert (plan.target.color, plan.target.finish, plan.target.coverage) == (
        None,
        "natural",
        "medium",
    )


def test_the_wearers_finish_goes_before_the_looks() -> None:
    assert _plans(finish="dewy")["foundation"].target.finish == "dewy"


def test_a_used_part_without_a_measured_colour_is_needed_and_unknown() -> None:
    plan = _plans(make_look(lip={"color": None}))["lipstick"]
    assert (plan.needed, plan.reason) == (True, "UNKNOWN_IN_LOOK")


def test_glossy_lips_are_a_gloss() -> None:
    plans = _plans(make_look(lip={"finish": "glossy"}))
    assert "lip_gloss" in plans
    assert "lipstick" not in plans


@pytest.mark.parametrize(("liner", "hex_"), [("thin", "#4a3328"), ("bold", "#1c1a1c")])
def test_a_liner_without_colour_is_neutral_and_says_so(liner: str, hex_: str) -> None:
    plan = _plans(make_look(eye={"liner": liner}))["eyeliner"]
    assert plan.target.color is not None
    assert plan.target.color.hex == hex_
    assert [each.metric for each in plan.evidence] == ["fallback:eyeliner"]


def test_a_measured_liner_keeps_its_colour() -> None:
    plan = _plans(make_look(eye={"liner_color": swatch("#203060")}))["eyeliner"]
    assert (plan.target.color, plan.evidence) == (swatch("#203060"), ())


def test_mascara_goes_by_lashes_alone() -> None:
    target = _plans()["mascara"].target
    assert (target.color, target.finish, target.coverage) == (None, None, "dramatic")
