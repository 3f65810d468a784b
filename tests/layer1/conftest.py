"""Faces for tests: the frozen samples, and the one portrait that a library of ours ships."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import skimage.data
from rest_framework.test import APIClient

from config.contracts import from_wire
from layer1.engine.types import RGB, FaceProfile
from tests.layer1.profiles import make_profile


@pytest.fixture(scope="session")
def portrait() -> RGB:
    """(512, 512, 3): one face, 92 px wide, from the front."""
    return np.ascontiguousarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="session")
def close_portrait(portrait: RGB) -> RGB:
    """(260, 220, 3): the same face, filling more of the frame."""
    return np.ascontiguousarray(portrait[20:280, 110:330])


@pytest.fixture
def api(settings: Any) -> APIClient:
    """A caller with a key."""
    settings.API_KEYS = {"alice": "key-of-alice"}
    return APIClient(headers={"X-API-Key": "key-of-alice"})


@pytest.fixture
def profile() -> FaceProfile:
    return from_wire(FaceProfile, make_profile())


@pytest.fixture
def wire() -> dict[str, Any]:
    return make_profile()
