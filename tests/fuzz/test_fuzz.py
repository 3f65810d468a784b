"""A small run of `make fuzz`: generated calls to every operation of the OpenAPI document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.pages.browser.stack import ROOT


def test_generated_calls_break_nothing(tmp_path: Path) -> None:
    report = tmp_path / "fuzz"
    command = [
        sys.executable, "-m", "tests.fuzz", "--examples", "8", "--at-least", "200",
        "--phases", "fuzzing,stateful", "--report", str(report),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    operations = json.loads((report / "report.json").read_text())["operations"]
    assert operations["tested"] == operations["total"] >= 17
