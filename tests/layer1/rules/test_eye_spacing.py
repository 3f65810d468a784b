"""Eye spacing: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_closer_pair_of_eyes_than_the_reference() -> None:
    found = advised("eye", {"eyeSpacingRatio": 0.21}, {"eyeSpacingRatio": 0.28})
    assert speaks("eyeSpacingRatio", found)
    assert found.title == "Move the depth to the outer corner"
    assert "about 25% closer together" in found.because


def test_a_wider_pair_of_eyes_than_the_reference() -> None:
    found = advised("eye", {"eyeSpacingRatio": 0.3}, {"eyeSpacingRatio": 0.24})
    assert speaks("eyeSpacingRatio", found)
    assert found.title == "Bring depth to the inner corner"
    assert "about 25% wider apart" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("eyeSpacingRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("eyeSpacingRatio", advised("eye", user, ref))
