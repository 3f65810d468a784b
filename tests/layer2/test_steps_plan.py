"""plan_steps: shape, order, slots, language, determinism."""

from __future__ import annotations

from itertools import permutations

from layer1.engine.types import PreferenceMode
from layer2.engine.types import SLOTS, LookSpec, Preferences, Steps
from layer2.services import plan_steps
from tests.layer2.step_looks import flat, make_look, swatch

NOTHING_KNOWN = {
    "base.finish": "unknown", "base.coverage": "unknown",
    "blush.intensity": "unknown", "blush.hue": "unknown",
    "eye.finish": "unknown", "eye.coverage": "unknown", "eye.shadowFamily": "unknown",
    "eye.liner": "unknown", "eye.linerDirection": "unknown", "eye.lashes": "unknown",
    "eye.brow": "unknown",
    "lip.finish": "unknown", "lip.coverage": "unknown", "lip.colorFamily": "unknown",
}  # fmt: skip


def plan(
    look: LookSpec | None = None, *, locale: str = "en", mode: PreferenceMode = "structure"
) -> Steps:
    return plan_steps(
        look or make_look(),
        bundle=None,
        mode=mode,
        preferences=Preferences(),
        locale=locale,
    )


def test_a_plan_has_three_sections_of_three_steps_in_the_order_of_doing() -> None:
    steps = plan()
    assert [section.impact_area for section in steps.sections] == ["base", "eye", "lip"]
    assert [len(section.steps) for section in steps.sections] == [3, 3, 3]
    assert [step.order for step in flat(steps)] == list(range(1, 10))
    assert len({step.step_id for step in flat(steps)}) == 9


def test_the_same_look_gives_the_same_plan() -> None:
    assert plan() == plan()


def test_measured_colours_are_named_with_their_hex() -> None:
    look = make_look(lip_color=swatch("#a01d2c", "cherry red"))
    lips = plan(look).sections[2].steps
    assert "cherry red (#a01d2c)" in lips[1].instruction


def test_a_colour_named_twice_shows_its_hex_once() -> None:
    look = make_look({"eye.coverage": "strong"}, eye_colors=(swatch("#595873", "slate blue"),))
    shadow = plan(look).sections[1].steps[0].instruction
    assert shadow.count("slate blue") == 2
    assert shadow.count("#595873") == 1


def test_two_colours_of_one_name_are_told_apart_by_their_hex() -> None:
    deep, pale = swatch("#2a152e", "aubergine"), swatch("#55305f", "aubergine")
    for locale in ("en", "es"):
        look = make_look({"eye.coverage": "strong"}, eye_colors=(pale, deep))
        shadow = plan(look, locale=locale).sections[1].steps[0].instruction
        assert shadow.count("aubergine") == shadow.count("aubergine (#") > 2
        assert deep.hex in shadow
        assert pale.hex in shadow


def test_none_of_three_colours_is_left_out_where_the_step_lays_out_several() -> None:
    three = (swatch("#d9a441", "honey"), swatch("#a5795c", "brown nude"), swatch("#b5543a", "rust"))
    for colors in permutations(three):
        for coverage in ("soft", "medium", "strong"):
            look = make_look({"eye.coverage": coverage}, eye_colors=colors)
            shadow = plan(look).sections[1].steps[0].instruction
            assert all(color.hex in shadow for color in three), (colors, coverage)


def test_ease_does_the_lid_with_its_own_colour() -> None:
    colors = (swatch("#d9a441", "honey"), swatch("#a5795c", "nude"), swatch("#b5543a", "rust"))
    shadow = plan(make_look(eye_colors=colors), mode="ease").sections[1].steps[0].instruction
    assert [color.hex in shadow for color in colors] == [True, False, False]


def test_what_comes_first_is_told_first() -> None:
    look = make_look({"eye.finish": "matte", "eye.shadowFamily": "green", "eye.coverage": "strong"})
    shadow = plan(look).sections[1].steps[0].instruction
    told = [shadow.index(part) for part in ("Blot ", "Prime ", "soft brown", "Press ", "pat ")]
    assert told == sorted(told)


def test_a_step_lists_the_tools_of_its_additions() -> None:
    assert plan().sections[1].steps[2].tool == (
        "Lash curler, slim-brush mascara and lash comb; brow pencil and brow brush"
    )


def test_a_bold_line_is_taught_above_and_below() -> None:
    liner = plan(make_look({"eye.liner": "bold"})).sections[1].steps[1].instruction
    assert "line the lower lashes" in liner


def test_brows_come_before_the_lashes_of_their_step() -> None:
    lashes = plan().sections[1].steps[2].instruction
    assert lashes.index("brows") < lashes.index("Curl")


def test_a_colour_that_was_not_measured_is_named_by_its_family() -> None:
    assert "red lip color" in plan(make_look()).sections[2].steps[1].instruction


def test_spanish_by_primary_language_and_english_otherwise() -> None:
    titles = {locale: plan(locale=locale).sections[2].title for locale in ("es-MX", "fr", "en-US")}
    assert titles == {"es-MX": "Labios", "fr": "Lips", "en-US": "Lips"}


def test_an_unknown_look_gets_general_steps_without_products() -> None:
    steps = flat(plan(make_look(NOTHING_KNOWN)))
    assert [step.product_slot for step in steps] == [None] * 9
    assert [step.evidence[0].metric for step in steps] == ["general"] * 9


def test_products_are_those_that_the_look_uses() -> None:
    slots = [step.product_slot for step in flat(plan())]
    assert slots == [
        "foundation", None, "blush", "eyeshadow", "eyeliner", "mascara",
        "lip_liner", "lipstick", None,
    ]  # fmt: skip
    assert set(slots) - {None} <= set(SLOTS)


def test_each_step_names_the_condition_that_chose_it() -> None:
    liner = plan().sections[1].steps[1]
    first = liner.evidence[0]
    assert (first.metric, first.value) == ("lookSpec.breakdown.eye.liner", "defined")
    assert first.rule == "card:eye.liner.defined"
