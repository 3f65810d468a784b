"""Chin length: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_shorter_chin_than_the_reference() -> None:
    found = advised("base", {"chinLengthRatio": 0.2}, {"chinLengthRatio": 0.28})
    assert speaks("chinLengthRatio", found)
    assert found.title == "Bring light to the chin"
    assert "about 29% shorter" in found.because


def test_a_longer_chin_than_the_reference() -> None:
    found = advised("base", {"chinLengthRatio": 0.32}, {"chinLengthRatio": 0.24})
    assert speaks("chinLengthRatio", found)
    assert found.title == "Tone down the tip of the chin"
    assert "about 33% longer" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("chinLengthRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("chinLengthRatio", advised("base", user, ref))
