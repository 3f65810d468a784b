"""Fixtures for every test. Tests run on a real PostgreSQL: DATABASE_URL's, or the embedded one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
