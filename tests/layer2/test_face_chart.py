"""The face chart and the share card: valid, safe, deterministic, and true to the look."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.colour import lab_from_hex
from layer2.engine.chart_fills import blush_color, definitions
from layer2.engine.chart_lashes import liner
from layer2.engine.face_chart import face, face_chart
from layer2.engine.facts import LOOK_KEYS, contradicts
from layer2.engine.og_card import og_card
from layer2.engine.svg import number, tag, text
from layer2.engine.types import LookSpec, Preferences, Steps, Swatch
from layer2.services import plan_steps
from tests.layer2.step_looks import (
    TYPES,
    WORN,
    flat,
    make_bundle,
    make_look,
    make_profile,
    swatch,
)

SVG: Final = "{http://www.w3.org/2000/svg}"
HOSTILE: Final = "</title><script>alert(1)</script>\"'&\x00\ud800\uffff"
COLORED: Final = make_look(
    eye_colors=(swatch("#c79a5b", "gold"), swatch("#7a4a2c", "chestnut")),
    blush_color=swatch("#d58a80", "rose"),
    liner_color=swatch("#221c1c", "soft black"),
    lip_color=swatch("#a81f2d", "cherry"),
)
any_fields = st.fixed_dictionaries({key: st.sampled_from(v) for key, v in LOOK_KEYS.items()})


def steps_for(look: LookSpec, *, bundle: Any = None, locale: str = "en") -> Steps:
    return plan_steps(
        look, bundle=bundle, mode="structure", preferences=Preferences(), locale=locale
    )


def chart(look: LookSpec = COLORED, *, locale: str = "en", **options: Any) -> str:
    return face_chart(look, steps_for(look, locale=locale), locale=locale, **options)


def zones(svg: str) -> list[ET.Element]:
    return [group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("data-step")]


@settings(max_examples=60)
@given(fields=any_fields, locale=st.sampled_from(["en", "es", "fr"]))
def test_every_look_gives_valid_small_markup(fields: dict[str, str], locale: str) -> None:
    svg = chart(make_look(fields), locale=locale)
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert len(svg.encode()) < 32_000
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for used in re.findall(r"url\(#([\w-]+)\)|href=\"#([\w-]+)\"", svg):
        assert (used[0] or used[1]) in ids


def test_every_step_has_one_zone_with_its_number_and_title() -> None:
    found = zones(chart())
    assert sorted(int(group.get("data-step", "")) for group in found) == list(range(1, 10))
    titles = {int(g.get("data-step", "")): g.findtext(f"{SVG}title") for g in found}
    for step in flat(steps_for(COLORED)):
        assert titles[step.order] == f"{step.order}. {step.title}"
    assert {g.get("data-zone") for g in found} == {s.zone for s in flat(steps_for(COLORED))}


@pytest.mark.parametrize("hex_", ["#c79a5b", "#7a4a2c", "#221c1c", "#a81f2d", "#d58a80"])
def test_measured_colours_are_painted_and_named(hex_: str) -> None:
    if hex_ != "#d58a80":  # blush is painted stronger than skin shows it
        assert hex_ in chart(with_legend=False)
    root = ET.fromstring(chart())
    assert hex_ in (root.findtext(f"{SVG}desc") or "")
    assert hex_ in [element.text for element in root.iter(f"{SVG}text")]


def test_blush_is_painted_between_its_measured_and_its_plain_colour() -> None:
    measured, plain = lab_from_hex("#d58a80"), lab_from_hex("#d98a9a")
    painted = lab_from_hex(blush_color(COLORED))
    assert painted == pytest.approx(np.mean([measured, plain], axis=0), abs=0.5)


def test_the_chart_is_the_same_every_time() -> None:
    assert chart() == chart()


def test_title_and_legend_are_there_for_who_cannot_see() -> None:
    root = ET.fromstring(chart())
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "fc-title"
    assert root.findtext(f"{SVG}title") == "Face chart: A test look"
    description = root.findtext(f"{SVG}desc") or ""
    for step in flat(steps_for(COLORED)):
        assert f"{step.order}. {step.title}" in description


def test_spanish_charts_speak_spanish() -> None:
    root = ET.fromstring(chart(locale="es-US"))
    assert (root.findtext(f"{SVG}title") or "").startswith("Mapa facial")
    assert root.get("lang") == "es"


@pytest.mark.parametrize("draw", [chart, lambda look: og_card(look, locale="en")])
def test_hostile_words_stay_words(draw: Any) -> None:
    color = Swatch('#a81f2d" onload="x', (40.0, 50.0, 20.0), HOSTILE)
    named = Swatch("#a81f2d", (40.0, 50.0, 20.0), HOSTILE)
    look = replace(make_look(lip_color=named, blush_color=color), look_title=HOSTILE)
    svg = draw(look)
    root = ET.fromstring(svg.encode())
    assert "onload" not in svg
    assert not [e for e in root.iter() if e.tag.endswith("script")]
    assert "<script>alert(1)</script>\"'&" in (root.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize("draw", [chart, lambda: og_card(COLORED, locale="en")])
def test_nothing_runs_and_nothing_is_fetched(draw: Any) -> None:
    """Also no style: pages forbid inline style by their content security policy."""
    for element in ET.fromstring(draw()).iter():
        assert element.tag.removeprefix(SVG) not in {"script", "style", "image", "foreignObject"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert "://" not in value
            if name == "href":
                assert value.startswith("#")


@settings(max_examples=150)
@given(fields=any_fields, data=st.data())
def test_every_field_of_the_look_shows_in_the_drawing(
    fields: dict[str, str], data: st.DataObject
) -> None:
    """Without colours measured; looks that contradict themselves are left out."""
    start = {**fields, **{key: WORN[key] for key in data.draw(st.sampled_from(GROUPS))}}
    key = data.draw(st.sampled_from(sorted(LOOK_KEYS)))
    other = {**start, key: data.draw(st.sampled_from(LOOK_KEYS[key]))}
    if start == other or not (sensible(start) and sensible(other)):
        return
    one, two = (make_look(look) for look in (start, other))
    assert definitions(one) + face(one, []) != definitions(two) + face(two, [])


GROUPS: Final = [tuple(LOOK_KEYS), ("eye.shadowFamily", "eye.coverage", "eye.finish"), ()]


def sensible(fields: dict[str, str]) -> bool:
    """Coherent, and a part that is not worn says so in all its fields."""
    groups = (
        ("blush.intensity", "blush.hue"), ("eye.shadowFamily", "eye.coverage", "eye.finish"),
        ("eye.liner", "eye.linerDirection"), ("lip.coverage", "lip.colorFamily"),
    )  # fmt: skip
    mixed = any({"none", "unknown"} <= {fields[key] for key in group} for group in groups)
    no_liner = fields["eye.liner"] == "unknown" and fields["eye.linerDirection"] != "unknown"
    return not (mixed or no_liner or contradicts({"eye.colors": "none", **fields}))


def test_what_is_unknown_is_hatched_and_said() -> None:
    look = make_look({"lip.coverage": "unknown", "lip.colorFamily": "unknown"})
    svg = chart(look)
    lips = next(group for group in zones(svg) if group.get("data-zone") == "lips")
    assert 'fill="url(#fc-hatch)"' in ET.tostring(lips, encoding="unicode")
    assert "nothing is guessed" in svg
    assert "nothing is guessed" not in chart(COLORED)


def test_a_part_that_is_not_worn_is_not_painted() -> None:
    bare = {"lip.coverage": "none", "lip.colorFamily": "none"}
    look = make_look(bare, lip_color=swatch("#b07a70", "natural lip"))
    assert "#b07a70" not in chart(look)


def test_blush_sits_where_its_step_puts_it_on_this_face() -> None:
    turns = {}
    for shape in ("long", "round"):
        bundle = make_bundle(make_profile(types=replace(TYPES, face_shape=shape)))
        svg = face_chart(COLORED, steps_for(COLORED, bundle=bundle), locale="en")
        cheeks = next(group for group in zones(svg) if group.get("data-zone") == "cheeks")
        turns[shape] = re.findall(r"rotate\((-?\d+)", ET.tostring(cheeks, encoding="unicode"))
    assert turns == {"long": ["-2"], "round": ["-40"]}


def test_the_finish_that_the_wearer_stated_is_the_one_that_is_drawn() -> None:
    def drawn(finish: str, preferences: Preferences) -> str:
        look = make_look({"base.finish": finish})
        steps = plan_steps(
            look, bundle=None, mode="structure", preferences=preferences, locale="en"
        )
        return face(look, flat(steps))

    assert drawn("natural", Preferences(finish="matte")) == drawn("matte", Preferences())
    assert drawn("natural", Preferences()) != drawn("matte", Preferences())


def test_long_titles_are_cut_not_spilled() -> None:
    look = replace(COLORED, look_title="word " * 24)
    for svg in (chart(look), og_card(look, locale="en")):
        shown = [e.text or "" for e in ET.fromstring(svg).iter(f"{SVG}text")]
        assert max(len(line) for line in shown) <= 78


def test_the_card_has_the_size_of_a_preview_and_a_colour_of_every_part() -> None:
    many = replace(
        COLORED.breakdown.eye,
        colors=tuple(swatch(f"#{i}0{i}0{i}0", f"shade {i}") for i in range(1, 9)),
    )
    look = replace(COLORED, breakdown=replace(COLORED.breakdown, eye=many))
    root = ET.fromstring(og_card(look, locale="en"))
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    shown = [element.text for element in root.iter(f"{SVG}text")]
    assert {"Cheeks", "Eyes", "Liner", "Lips"} <= set(shown)


def test_numbers_and_text_are_written_plainly() -> None:
    assert [number(2.0), number(2.5), number(1 / 3), number("x")] == ["2", "2.5", "0.33", "x"]
    assert tag("a", text("<&"), b_c='"', d=None) == "<a b-c='\"'>&lt;&amp;</a>"


def test_a_bold_line_is_drawn_below_the_eye_as_well() -> None:
    lines = {
        strength: liner(strength, "none", "#101010").count("<path")
        for strength in ("thin", "defined", "bold")
    }
    assert lines == {"thin": 1, "defined": 1, "bold": 2}
