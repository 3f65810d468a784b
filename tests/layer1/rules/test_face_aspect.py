"""Face length: speaks past the soft limit, each way its own advice, and stays silent elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layer1.rules.comparing import advised, quiet_cases, speaks


def test_a_shorter_face_than_the_reference() -> None:
    found = advised("base", {"faceAspect": 0.9}, {"faceAspect": 1.06})
    assert speaks("faceAspect", found)
    assert found.title == "Lift the base to lengthen"
    assert "about 15% shorter" in found.because


def test_a_longer_face_than_the_reference() -> None:
    found = advised("base", {"faceAspect": 1.1}, {"faceAspect": 0.96})
    assert speaks("faceAspect", found)
    assert found.title == "Keep blush level to shorten"
    assert "about 15% longer" in found.because


@pytest.mark.parametrize(("user", "ref"), quiet_cases("faceAspect"))
def test_it_stays_silent(user: Any, ref: Any) -> None:
    assert not speaks("faceAspect", advised("base", user, ref))
