"""A short run of the chaos command: real workers, real photos, kills, a database restart."""

from __future__ import annotations

import re
import subprocess
import sys

from django.conf import settings


def chaos(*options: str) -> str:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "chaos", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "lost 0, completed twice 0, stuck 0, wrong 0"
    return done.stdout


def test_a_short_run_loses_nothing() -> None:
    said = chaos("--jobs", "12", "--seconds", "20", "--clusters", "1")
    assert re.search(r"killed: .*postgres (fast|immediate) 1", said)
    assert re.search(r"while a job was in work [1-9]", said)


def test_thirty_seconds_without_a_database_lose_nothing() -> None:  # J9
    said = chaos("--stub", "--jobs", "40", "--seconds", "50", "--outage", "30", "--clusters", "1")
    assert "postgres down 1" in said
