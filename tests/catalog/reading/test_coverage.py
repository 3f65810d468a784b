"""Coverage and lash effect from words."""

import pytest

from catalog.engine.reading.coverage import read_coverage
from catalog.engine.reading.words import UNSURE, plain
from catalog.engine.taxonomy import Category


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("Full Coverage Foundation", "foundation", "full"),
        ("high-coverage", "concealer", "full"),
        ("Medium coverage", "foundation", "medium"),
        ("light coverage", "foundation", "light"),
        ("Tinted moisturizer", "foundation", "sheer"),
        ("sheer colour", "lipstick", "sheer"),
        ("highly pigmented", "eyeshadow", "full"),
        ("buildable coverage", "foundation", None),
        ("light as air", "foundation", None),
        ("not sheer", "lipstick", None),
        ("covers a full range of shades", "foundation", None),
        ("light to medium coverage", "foundation", UNSURE),
        ("medium-full coverage", "foundation", UNSURE),
        ("sheer or full coverage", "foundation", UNSURE),
        ("volumizing mascara", "mascara", "dramatic"),
        ("volume and length", "mascara", "dramatic"),
        ("lengthens and separates", "mascara", "defined"),
        ("natural-looking lashes", "mascara", "natural"),
        ("mascara", "mascara", None),
    ],
)
def test_read_coverage(text: str, category: Category, expected: str | None) -> None:
    assert read_coverage([plain(text)], category) == expected
