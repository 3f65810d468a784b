"""What the evaluations share: findings, a second process to agree with, and where reports go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandError

LONGEST_S: Final = 900  # on a busy machine; it ends a process that hangs


@dataclass(slots=True)
class Findings:
    """What the checks of an evaluation found.

    digest: over all answers in English; another process must find the same one.
    """

    digest: str = ""
    by_check: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, check: str, line: str) -> None:
        self.by_check[check] += 1
        self.violations.append(f"{check}: {line}")

    def add_all(self, check: str, where: str, lines: Iterable[str]) -> None:
        for line in lines:
            self.add(check, f"{where}: {line}" if where else line)

    def told(self, checks: Iterable[str]) -> dict[str, Any]:
        """Return the end of a summary: the digest, how often each check found something, what."""
        return {
            "digest": self.digest,
            "checks": {name: self.by_check.get(name, 0) for name in checks},
            "violations": self.violations,
        }


def findings_table(summary: dict[str, Any]) -> list[str]:
    """Return the lines of a page that tell what Findings.told() put into a summary."""
    return [
        "| check | violations |",
        "| --- | ---: |",
        *(f"| {name} | {count} |" for name, count in summary["checks"].items()),
        *(["", "## Violations", ""] if summary["violations"] else []),
        *(f"- {line}" for line in summary["violations"]),
    ]


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


def make_folder(folder: Path) -> None:
    """Make a folder that a command writes to, before its work. Raises CommandError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder} cannot be a folder: {error.strerror}.") from None


def write_report(folder: Path, name: str, summary: dict[str, Any], page: str) -> None:
    """Write an evaluation as NAME.json for machines and NAME.md for people."""
    make_folder(folder)
    (folder / f"{name}.json").write_text(json.dumps(summary, indent=2) + "\n")
    (folder / f"{name}.md").write_text(page)
