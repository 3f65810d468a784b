"""Face shape: speaks where both photos show a type and they differ, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from layer1.engine.compatibility.words import TYPES
from tests.layer1.rules.comparing import advised, quiet_cases, speaks


@pytest.mark.parametrize(
    ("mine", "theirs", "title"),
    [
        ("round", "long", "Shade in a steep line"),
        ("oval", "square", "Copy the placement, at half strength"),
        ("square", "oval", "Round the four corners"),
        ("heart", "round", "Balance temples and chin"),
        ("long", "round", "Work across, not up"),
    ],
)
def test_each_type_gets_its_own_advice(mine: str, theirs: str, title: str) -> None:
    found = advised("base", {"faceShape": mine}, {"faceShape": theirs})
    assert speaks("faceShape", found)
    assert found.title == title
    said = f"Your face reads as {TYPES[mine].en} and the reference's as {TYPES[theirs].en}"
    assert said in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("faceShape"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("faceShape", advised("base", user, ref))
