"""Types from the numbers: each cut-off has a band of unknown, and nothing jumps over it."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from layer1.engine import categorical as types
from layer1.engine.categorical import eye_type, face_shape, lip_type
from layer1.engine.types import Geometry

MIDDLE = Geometry(
    face_aspect=1.0, jaw_to_cheek_ratio=0.78, chin_length_ratio=0.26, midface_ratio=0.38,
    eye_spacing_ratio=0.26, eye_tilt_deg=5.0, eye_openness_ratio=0.3, lip_fullness_ratio=0.21,
)  # fmt: skip
# What is varied, the type it changes, and along the way: type, cut-off, half-width of its band.
LADDERS: list[tuple[str, Any, list[str], list[tuple[float, float]]]] = [
    (
        "face_aspect", face_shape, ["round", "oval", "long"],
        [(types.SHORT_FACE, types.BAND_ASPECT), (types.LONG_FACE, types.BAND_ASPECT)],
    ),
    (
        "jaw_to_cheek_ratio", face_shape, ["heart", "oval", "square"],
        [(types.NARROW_JAW, types.BAND_JAW), (types.WIDE_JAW, types.BAND_JAW)],
    ),
    (
        "eye_tilt_deg", eye_type, ["downturned", "almond", "upturned"],
        [(types.DOWN_DEG, types.BAND_TILT_DEG), (types.UP_DEG, types.BAND_TILT_DEG)],
    ),
    (
        "eye_openness_ratio", eye_type, ["hooded_like", "almond", "round"],
        [(types.NARROW_OPENNESS, types.BAND_OPENNESS), (types.ROUND_OPENNESS, types.BAND_OPENNESS)],
    ),
    (
        "lip_fullness_ratio", lip_type, ["thin", "balanced", "full"],
        [(types.THIN_LIP, types.BAND_LIP), (types.FULL_LIP, types.BAND_LIP)],
    ),
]  # fmt: skip


def at(name: str, value: float) -> Geometry:
    return dataclasses.replace(MIDDLE, **{name: value})


@pytest.mark.parametrize(("name", "classify", "kinds", "cuts"), LADDERS)
def test_on_either_side_of_a_cut_off_lies_a_type_and_between_them_unknown(
    name: str, classify: Any, kinds: list[str], cuts: list[tuple[float, float]]
) -> None:
    for (cut, band), below, above in zip(cuts, kinds, kinds[1:], strict=False):
        assert classify(at(name, cut - 1.01 * band)) == below
        assert classify(at(name, cut + 1.01 * band)) == above
        for place in (-0.99, 0.0, 0.99):
            assert classify(at(name, cut + place * band)) == "unknown"


@pytest.mark.parametrize(("name", "classify", "kinds", "cuts"), LADDERS)
def test_noise_of_a_band_never_turns_one_type_into_another(
    name: str, classify: Any, kinds: list[str], cuts: list[tuple[float, float]]
) -> None:
    """Two readings of one face that differ by up to a whole band: the same type, or unknown."""
    (low, band), (high, _) = cuts
    for value in np.linspace(low - 3 * band, high + 3 * band, 400):
        one, other = (classify(at(name, float(v))) for v in (value, value + 1.9 * band))
        assert one == other or "unknown" in (one, other)


def test_of_two_doubts_one_is_enough() -> None:
    """A face near the cut-off of its jaw is unknown, however clear its length is."""
    near = dataclasses.replace(MIDDLE, face_aspect=1.2, jaw_to_cheek_ratio=types.WIDE_JAW)
    assert face_shape(near) == "unknown"
    assert types.classify(MIDDLE).skin_type is None
