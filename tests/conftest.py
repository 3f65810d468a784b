"""Fixtures for every test. Tests run on a real PostgreSQL: DATABASE_URL's, or the embedded one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, and no clock: a busy machine is slow, not wrong. New examples are
# looked for with HYPOTHESIS_PROFILE=explore.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", UNTIMED)
settings.register_profile("same", UNTIMED, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SHARED = Path(
    os.environ.get("LOOK_REPLICATOR_SHARED")
    or Path(__file__).resolve().parent.parent.parent / "shared"
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled photos, real catalogues and samples beside us; skips without it."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared folder at {SHARED}; set LOOK_REPLICATOR_SHARED")
    return SHARED
