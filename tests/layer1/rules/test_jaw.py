"""Jaw width: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_narrower_jaw_than_the_reference() -> None:
    found = advised("base", {"jawToCheekRatio": 0.68}, {"jawToCheekRatio": 0.8})
    assert speaks("jawToCheekRatio", found)
    assert found.title == "Leave the jaw out of the contour"
    assert "about 15% narrower" in found.because


def test_a_wider_jaw_than_the_reference() -> None:
    found = advised("base", {"jawToCheekRatio": 0.86}, {"jawToCheekRatio": 0.74})
    assert speaks("jawToCheekRatio", found)
    assert found.title == "Soften the corners of the jaw"
    assert "about 16% wider" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("jawToCheekRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("jawToCheekRatio", advised("base", user, ref))
