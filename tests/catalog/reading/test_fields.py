"""Sizes, colours and prices as feeds write them."""

from __future__ import annotations

import pytest

from catalog.engine.reading.colour import read_colours
from catalog.engine.reading.price import read_price
from catalog.engine.reading.size import read_size
from catalog.engine.reading.words import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 ml", (30.0, "ml")),
        ("1 fl. oz", (29.6, "ml")),
        ("0.12 oz", (3.4, "g")),
        ("3.5g / 0.12 oz.", (3.5, "g")),
        ("Net wt. .05 OZ", (1.42, "g")),
        ("SPF 15", None),
        ("5 great shades", None),
        ("30 ml and 50 ml", None),
        ("0 ml", None),
        ("9999 g", None),
        ("", None),
    ],
)
def test_read_size(text: str, expected: tuple[float, str] | None) -> None:
    assert read_size([plain(text)]) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("#A11F33", (("#a11f33",), True)),
        ("a11f33", (("#a11f33",), True)),
        ("#abc", (("#aabbcc",), True)),
        ("#CFB3BC,#A996A8", (("#cfb3bc", "#a996a8"), True)),
        ("gray7", (("#121212",), False)),
        ("grey100", (("#ffffff",), False)),
        ("black", (("#000000",), False)),
        ("gray101", None),
        ("red", None),
        ("#12345", None),
        ("#12345g", None),
        ("#aabbcc,ruby", None),
        ("", None),
    ],
)
def test_read_colours(field: str, expected: tuple[tuple[str, ...], bool] | None) -> None:
    assert read_colours(field) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("15.00 USD", (1500, "USD")),
        ("USD 15", (1500, "USD")),
        ("$4.5", (450, "")),
        ("1,299.90", (129990, "")),
        ("5.0", (500, "")),
        ("7.990", (799, "")),
        ("0.0", (None, "")),
        ("0", (None, "")),
        ("-3.00", (None, "")),
        ("7.999", (None, "")),
        ("free", (None, "")),
        ("", (None, "")),
        ("1e3", (None, "")),
        ("99999999999", (None, "")),
    ],
)
def test_read_price(field: str, expected: tuple[int | None, str]) -> None:
    assert read_price(field) == expected
