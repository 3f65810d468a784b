"""What the evaluation commands share: a second process to agree with, and where reports go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from django.conf import settings

LONGEST_S: Final = 180


def output_elsewhere(*command: str) -> str:
    """Return the last line that a management command prints in a process with other hashes."""
    done = subprocess.run(  # noqa: S603  (our own command, no shell)
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONHASHSEED": "4242"},
        check=True,
        timeout=LONGEST_S,
    )
    return done.stdout.strip().splitlines()[-1]


def write_report(folder: Path, name: str, summary: dict[str, Any], page: str) -> None:
    """Write an evaluation as NAME.json for machines and NAME.md for people."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(summary, indent=2) + "\n")
    (folder / f"{name}.md").write_text(page)
