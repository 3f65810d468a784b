from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from lookjobs.page_products import present_kit, shop_link, warning_words
from lookjobs.page_result import present, present_reasons, skin_words
from lookjobs.page_texts import load_texts
from tests.pages.looks import make_result

EN = load_texts("en")


def test_story_fills_the_band_from_end_to_end() -> None:
    story = present(make_result(), EN)["story"]
    assert [color["percent"] for color in story] == ["38%", "24%", "14%", "19%", "5%"]
    assert story[0]["x"] == "0.00"
    end = float(story[-1]["x"]) + float(story[-1]["width"])
    assert end == pytest.approx(100, abs=0.05)


def test_story_tells_blush_from_bare_skin() -> None:
    result = make_result()
    told = {color["name"]: color["area"] for color in present(result, EN)["story"]}
    assert (told["dusty rose"], told["mulberry"]) == ("Blush", "Lips")
    result["lookSpec"]["breakdown"]["base"]["blush"]["color"] = None
    told = {color["name"]: color["area"] for color in present(result, EN)["story"]}
    assert told["dusty rose"] == "Skin"


def test_areas_are_told_in_words_with_unknown_kept_unknown() -> None:
    result = make_result()
    result["lookSpec"]["breakdown"]["eye"]["liner"] = "unknown"
    eye = present(result, EN)["areas"][1]
    told = {row["label"]: (row["value"], row["code"]) for row in eye["rows"]}
    assert told["Shadow"] == ("gold bronze", "gold_bronze")
    assert told["Liner"] == ("unknown", "unknown")
    assert eye["confidence"] == "fairly sure"


def test_spanish_values_agree_with_their_fields() -> None:
    result = make_result()
    look = result["lookSpec"]["breakdown"]
    look["base"]["blush"] |= {"intensity": "medium", "hue": "peach"}
    look["eye"] |= {"lashes": "defined", "brow": "bold", "coverage": "medium", "liner": "defined"}
    look["lip"] |= {"coverage": "full", "finish": "glossy"}
    told = {
        (area["key"], row["label"]): row["value"]
        for area in present(result, load_texts("es"))["areas"]
        for row in area["rows"]
    }
    assert told["base", "Rubor"] == "medio, durazno"
    assert (told["eye", "Pestañas"], told["eye", "Cejas"]) == ("definidas", "marcadas")
    assert (told["eye", "Intensidad"], told["eye", "Delineado"]) == ("media", "definido")
    assert (told["lip", "Cobertura"], told["lip", "Acabado"]) == ("completa", "brillante")


def test_fit_evidence_carries_the_measured_values_of_both_faces() -> None:
    fit = present(make_result(), EN)["fit"]
    tilt = fit["reasons"][2]["evidence"]
    assert [(item["label"], item["who"], item["value"]) for item in tilt] == [
        ("Eye tilt", "you", "4.2°"),
        ("Eye tilt", "photo", "8.7°"),
    ]


def test_no_fit_is_told_without_a_selfie_or_after_retention() -> None:
    result = make_result()
    result["layer1"]["userFaceProfile"] = None
    assert present(result, EN)["fit"] is None
    result["layer1"] = None
    assert present(result, EN)["fit"] is None


def test_a_dupe_says_what_it_saves_after_promotions() -> None:
    slots = {slot["slot"]: slot for slot in present_kit(make_result()["kit"], EN)["slots"]}
    lipstick = slots["lipstick"]
    assert lipstick["dupe"]["saves"] == "$26.40"
    assert lipstick["dupe"]["was"] == "$9.50"
    assert lipstick["best"]["was"] is None


def test_slots_that_the_look_does_not_use_are_named_apart() -> None:
    kit = present_kit(make_result()["kit"], EN)
    assert [slot["slot"] for slot in kit["unused"]] == ["lip_liner"]
    assert kit["savings"] == "$42.40"


def test_no_savings_line_where_nothing_is_saved() -> None:
    kit = make_result()["kit"]
    kit["totals"]["savings"]["amount"] = "0.00"
    assert present_kit(kit, EN)["savings"] is None


def test_reasons_carry_tip_and_measure_of_their_detail() -> None:
    details = [{"code": "FACE_TOO_SMALL", "value": 61.0, "limit": 80.0, "tip": "Come closer."}]
    told = present_reasons(["FACE_TOO_SMALL", "SELFIE_INVALID"], details, EN)
    assert told[0]["tip"] == "Come closer."
    assert told[0]["measured"] == "Measured 61, limit 80"
    assert told[1]["tip"] is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "//evil.example"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert shop_link(url) is None


def test_a_warning_may_name_what_it_is_about() -> None:
    told = warning_words("EXCLUDED_BRAND_UNKNOWN: Maison Verre", EN)
    assert told == "This brand is not in the catalog: Maison Verre"


def test_a_color_that_is_none_is_drawn_without_fill() -> None:
    drawn = render_to_string("pages/parts/smear.html", {"fill": "none"})
    assert 'fill="none"' in drawn


FOR = "Foundation is chosen for your skin, read from"
NOT = "Foundation was not matched to the selfie."


@pytest.mark.parametrize(
    ("wearer", "words"),
    [
        ({"source": "selfie", "reasons": []}, f"{FOR} your selfie."),
        (
            {"source": "selfie", "reasons": ["TURNED"]},
            f"{FOR} your selfie. That is less sure. The head is turned.",
        ),
        (
            {"source": "stated", "reasons": ["NO_COLOR"]},
            f"{FOR} the color you gave. {NOT} The photo has no colors of its own.",
        ),
        (
            {"source": "none", "reasons": ["SELFIE_INVALID"]},
            f"{NOT} The selfie could not be used.",
        ),
        ({"source": "none", "reasons": []}, None),
        ({"source": "stated"}, f"{FOR} the color you gave."),
        (None, None),
    ],
)
def test_whose_skin_the_foundation_is_for_is_said(
    wearer: dict[str, Any] | None, words: str | None
) -> None:
    assert skin_words(wearer, EN) == words
