"""Where generated files go, under var/, and where the data for measuring lie."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def generated(*parts: str) -> Path:
    """Return the path of a generated file, e.g. generated("demo", "result.json")."""
    path: Path = settings.VAR_DIR.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def shared(*parts: str) -> Path:
    """Return the path of data for measuring, which lie beside the project and may be absent."""
    folder = os.environ.get("LOOK_REPLICATOR_SHARED") or settings.BASE_DIR.parent / "shared"
    return Path(folder).joinpath(*parts)
