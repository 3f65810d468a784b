"""Lip fullness: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_slimmer_pair_of_lips_than_the_reference() -> None:
    found = advised("lip", {"lipFullnessRatio": 0.14}, {"lipFullnessRatio": 0.24})
    assert speaks("lipFullnessRatio", found)
    assert found.title == "Line just outside, shine in the middle"
    assert "about 42% slimmer" in found.because


def test_a_fuller_pair_of_lips_than_the_reference() -> None:
    found = advised("lip", {"lipFullnessRatio": 0.28}, {"lipFullnessRatio": 0.18})
    assert speaks("lipFullnessRatio", found)
    assert found.title == "Keep the edge crisp, the shine low"
    assert "about 56% fuller" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("lipFullnessRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("lipFullnessRatio", advised("lip", user, ref))
