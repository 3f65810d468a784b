"""Where generated files go: under var/, in a folder that is made when it is asked for."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def generated(*parts: str) -> Path:
    """Return the path of a generated file, e.g. generated("demo", "result.json")."""
    path: Path = settings.VAR_DIR.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
