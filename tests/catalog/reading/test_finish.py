"""Finish from words: where a rule fires, and where it must not."""

import pytest

from catalog.engine.reading.finish import read_finish
from catalog.engine.reading.words import UNSURE, plain
from catalog.engine.taxonomy import Category


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("Soft Matte Complete Foundation", "foundation", "matte"),
        ("a mattifying, shine-free base", "foundation", "matte"),
        ("Luminous Foundation", "foundation", "dewy"),
        ("leaves a healthy glow", "blush", "dewy"),
        ("Natural Finish Fluid", "foundation", "natural"),
        ("Fini Naturel", "foundation", "natural"),
        ("Natural Radiant Longwear", "foundation", "natural"),
        ("Satin Lipstick", "lipstick", "satin"),
        ("velvety lips", "lipstick", "satin"),
        ("High-shine lip colour", "lipstick", "glossy"),
        ("Vinyl Lip Lacquer", "lip_gloss", "glossy"),
        ("shimmering shadow", "eyeshadow", "shimmer"),
        ("liquid metal liner", "eyeliner", "metallic"),
        ("Glitter", "nail_polish", "shimmer"),
        ("MATTE", "lipstick", "matte"),
        ("Fini Mat&eacute;", "lipstick", "matte"),
        ("tomate", "lipstick", None),
        ("Foundation", "foundation", None),
        ("", "foundation", None),
        ("a lash shine", "eyeshadow", None),  # shine is a word for lips
        ("not matte", "foundation", None),
        ("glitter-free shadow", "eyeshadow", None),
        ("without shimmer", "eyeshadow", None),
        ("never sticky gloss", "lipstick", None),
        ("matte or shimmer finish", "eyeshadow", UNSURE),
        ("Satin Matte", "lipstick", UNSURE),
    ],
)
def test_read_finish(text: str, category: Category, expected: str | None) -> None:
    assert read_finish([plain(text)], category) == expected


def test_the_first_telling_text_wins() -> None:
    assert read_finish(["ruby", "satin lipstick", "also in matte"], "lipstick") == "satin"


def test_a_text_that_names_two_ends_the_search() -> None:
    assert read_finish(["matte to gloss", "satin"], "lipstick") == UNSURE
