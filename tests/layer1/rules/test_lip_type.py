"""Lip shape: speaks where both photos show a type and they differ, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from layer1.engine.compatibility.words import TYPES
from tests.layer1.rules.comparing import advised, quiet_cases, speaks


@pytest.mark.parametrize(
    ("mine", "theirs", "title"),
    [
        ("thin", "full", "Build volume with light"),
        ("balanced", "thin", "Keep your border, match the finish"),
        ("full", "thin", "Let color lead, not shine"),
    ],
)
def test_each_type_gets_its_own_advice(mine: str, theirs: str, title: str) -> None:
    found = advised("lip", {"lipType": mine}, {"lipType": theirs})
    assert speaks("lipType", found)
    assert found.title == title
    said = f"Your lip shape reads as {TYPES[mine].en} and the reference's as {TYPES[theirs].en}"
    assert said in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("lipType"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("lipType", advised("lip", user, ref))
