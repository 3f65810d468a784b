"""Eye shape: speaks where both photos show a type and they differ, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from layer1.engine.compatibility.words import TYPES
from tests.layer1.rules.comparing import advised, quiet_cases, speaks


@pytest.mark.parametrize(
    ("mine", "theirs", "title"),
    [
        ("almond", "round", "Follow your natural line"),
        ("round", "almond", "Stretch the shape sideways"),
        ("downturned", "upturned", "Start the lift before the corner"),
        ("upturned", "almond", "Weigh down the outer corner"),
        ("hooded_like", "almond", "Paint above the fold"),
    ],
)
def test_each_type_gets_its_own_advice(mine: str, theirs: str, title: str) -> None:
    found = advised("eye", {"eyeType": mine}, {"eyeType": theirs})
    assert speaks("eyeType", found)
    assert found.title == title
    said = f"Your eye shape reads as {TYPES[mine].en} and the reference's as {TYPES[theirs].en}"
    assert said in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("eyeType"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("eyeType", advised("eye", user, ref))
