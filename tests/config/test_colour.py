"""Colour against published vectors."""

import numpy as np
import pytest

from config.colour import (
    ColourError,
    ciede2000,
    hex_from_lab,
    lab_from_hex,
    lab_from_rgb,
    lab_image,
)

# Sharma, Wu, Dalal (2005), table 1: pairs 1 to 4, 7, 9, 17, 25, 29, 34.
SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 3.1571, -77.2803), (50.0, 0.0, -82.7485), 2.8615),
    ((50.0, 2.8361, -74.0200), (50.0, 0.0, -82.7485), 3.4412),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0009), 7.1792),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_ciede2000_agrees_with_sharma(first: object, second: object, expected: float) -> None:
    assert ciede2000(first, second) == pytest.approx(expected, abs=1e-4)
    assert ciede2000(second, first) == pytest.approx(expected, abs=1e-4)


def test_ciede2000_of_one_colour_and_many_is_each_pair_alone() -> None:
    one = np.array([50.0, 20.0, 10.0])
    many = np.random.default_rng(3).uniform(-60, 60, (5, 3)) + np.array([60.0, 0.0, 0.0])
    alone = [float(ciede2000(one, each)) for each in many]
    assert ciede2000(one, many).tolist() == alone
    assert ciede2000(many, one) == pytest.approx(alone, abs=1e-4)


def test_lab_of_white_is_100_without_colour() -> None:
    assert lab_from_hex("#ffffff") == (100.0, 0.0, 0.0)


def test_hex_survives_the_way_through_lab() -> None:
    for text in ("#8a2f3c", "#f1e7db", "#000000", "#12ff7e"):
        assert hex_from_lab(lab_from_hex(text)) == text


def test_lab_image_agrees_with_the_exact_conversion() -> None:
    rgb = np.random.default_rng(7).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    assert np.abs(lab_image(rgb) - lab_from_rgb(rgb)).max() < 0.5


@pytest.mark.parametrize("text", ["", "red", "#12345", "#1234567", "#12345g", "#123456\n"])
def test_other_text_is_no_colour(text: str) -> None:
    with pytest.raises(ColourError):
        lab_from_hex(text)
