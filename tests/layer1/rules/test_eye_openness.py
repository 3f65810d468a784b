"""Eye opening: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_narrower_eye_than_the_reference() -> None:
    found = advised("eye", {"eyeOpennessRatio": 0.24}, {"eyeOpennessRatio": 0.32})
    assert speaks("eyeOpennessRatio", found)
    assert found.title == "Thin the liner, raise the shadow"
    assert "about 25% less" in found.because


def test_a_wider_eye_than_the_reference() -> None:
    found = advised("eye", {"eyeOpennessRatio": 0.4}, {"eyeOpennessRatio": 0.32})
    assert speaks("eyeOpennessRatio", found)
    assert found.title == "Ground the eye with depth"
    assert "about 25% more" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("eyeOpennessRatio"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("eyeOpennessRatio", advised("eye", user, ref))
