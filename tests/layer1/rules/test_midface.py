"""Nose length: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_shorter_nose_than_the_reference() -> None:
    found = advised("base", {"midfaceRatio": 0.33}, {"midfaceRatio": 0.42})
    assert speaks("midfaceRatio", found)
    assert found.title == "Run the highlight the full nose"
    assert "about 21% shorter" in found.because


def test_a_longer_nose_than_the_reference() -> None:
    found = advised("base", {"midfaceRatio": 0.43}, {"midfaceRatio": 0.35})
    assert speaks("midfaceRatio", found)
    assert found.title == "Raise blush and break the line"
    assert "about 23% longer" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("midfaceRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("midfaceRatio", advised("base", user, ref))
