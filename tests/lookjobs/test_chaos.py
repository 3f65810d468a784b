"""A short run of the chaos command: real workers, real photos, kills, a database restart."""

from __future__ import annotations

import re
import subprocess
import sys

from django.conf import settings


def test_a_short_run_loses_nothing() -> None:
    command = [
        sys.executable, str(settings.BASE_DIR / "manage.py"), "chaos", "--jobs", "12",
        "--seconds", "15", "--clusters", "1",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "lost 0, completed twice 0, stuck 0, wrong 0"
    assert re.search(r"killed: .*postgres (fast|immediate) 1", done.stdout)
