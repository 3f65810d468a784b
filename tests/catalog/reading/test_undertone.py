"""Undertone from a complexion shade's words and code."""

import pytest

from catalog.engine.reading.undertone import read_undertone
from catalog.engine.reading.words import UNSURE, plain
from catalog.engine.taxonomy import Category


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("120W", "foundation", "warm"),
        ("1N0 Porcelain", "foundation", "neutral"),
        ("NC20", "foundation", None),
        ("C5", "concealer", "cool"),
        ("540C deep with cool undertones", "foundation", "cool"),
        ("light skin with a warm undertone", "foundation", "warm"),
        ("very fair skin with a neutral undertone", "foundation", "neutral"),
        ("neutral golden", "foundation", "warm"),
        ("Olive 12", "foundation", "olive"),
        ("Deep Golden", "foundation", "warm"),
        ("Warm Nude 128", "foundation", "warm"),
        ("Sand", "foundation", None),
        ("Candy", "foundation", None),
        ("410C with a golden undertone", "foundation", UNSURE),  # the code and the words disagree
        ("cool to warm", "foundation", UNSURE),
        ("warm red", "lipstick", None),
    ],
)
def test_read_undertone(text: str, category: Category, expected: str | None) -> None:
    assert read_undertone([plain(text)], category) == expected
