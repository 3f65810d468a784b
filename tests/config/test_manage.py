"""The command line says what to do where the project is not installed."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings


def test_without_the_dependencies_it_says_so_in_one_line() -> None:
    done = subprocess.run(  # -S leaves out site-packages
        [sys.executable, "-S", str(settings.BASE_DIR / "manage.py"), "help"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "run `make setup`" in done.stderr
    assert len(done.stderr.splitlines()) == 1
