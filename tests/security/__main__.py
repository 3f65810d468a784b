"""`make controls`: take each control away in a copy of the project, and watch its test fail."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.postgres import ensure_database_url
from tests.security.table import CONTROLS, Control

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 300


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.security", description=__doc__)
    parser.add_argument("--only", nargs="*", help="labels, such as J9; default all")
    only = parser.parse_args().only
    ensure_database_url()
    chosen = [c for c in CONTROLS if not only or set(c.labels.split()) & set(only)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        _copy(copy)
        every = sorted({control.test for control in chosen})
        if _run(copy, *every) != 0:
            sys.stdout.write("With every control in place some of the tests fail already.\n")
            return 1
        kept = [control for control in chosen if not _fails_without(copy, control)]
    sys.stdout.write(f"{len(chosen)} controls taken away, {len(kept)} missed by their test\n")
    return 1 if kept else 0


def _copy(copy: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(ROOT / ".venv")


def _fails_without(copy: Path, control: Control) -> bool:
    path = copy / control.file
    whole = path.read_text()
    path.write_text(whole.replace(control.found, control.instead))
    code = _run(copy, control.test)
    path.write_text(whole)
    said = "fails without it" if code == 1 else f"PASSES WITHOUT IT (pytest exit {code})"
    sys.stdout.write(f"{control.labels:6} {control.what}: {said}\n")
    sys.stdout.flush()
    return code == 1


def _run(copy: Path, *tests: str) -> int:
    """Return pytest's exit code: 0 all passed, 1 some failed, anything else did not run."""
    shared = os.environ.get("LOOK_REPLICATOR_SHARED", str(ROOT.parent / "shared"))
    environment = os.environ | {
        "TEST_DATABASE_NAME": "test_controls", "LOOK_REPLICATOR_SHARED": shared,
    }  # fmt: skip
    # Tables are made once; the test of a trigger (in a migration) makes its own.
    tables = "--create-db" if len(tests) > 1 or "database_refuses" in tests[0] else "--reuse-db"
    options = ("-q", "-x", "-p", "no:cacheprovider", tables)
    command = [sys.executable, "-m", "pytest", *options, *tests]
    try:
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True,
            timeout=WITHIN_S * len(tests), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1  # it hung without its control
    if len(tests) > 1 and done.returncode:
        sys.stdout.write(done.stdout[-3000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
