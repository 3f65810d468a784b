"""Eye tilt: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_flatter_eye_line_than_the_reference() -> None:
    found = advised("eye", {"eyeTiltDeg": 1.0}, {"eyeTiltDeg": 9.0})
    assert speaks("eyeTiltDeg", found)
    assert found.title == "Draw a shorter, flatter wing"
    assert "tilt 1.0° and the reference's 9.0°" in found.because


def test_a_steeper_eye_line_than_the_reference() -> None:
    found = advised("eye", {"eyeTiltDeg": 9.0}, {"eyeTiltDeg": 1.0})
    assert speaks("eyeTiltDeg", found)
    assert found.title == "Let your own lift do the work"
    assert "tilt 9.0° and the reference's 1.0°" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("eyeTiltDeg"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("eyeTiltDeg", advised("eye", user, ref))
