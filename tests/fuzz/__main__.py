"""`make fuzz`: the whole OpenAPI document against the real server, worker and database."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from config.postgres import ensure_database_url
from tests.pages.browser.stack import ROOT, Stack

HERE: Final = Path(__file__).parent
# Nothing is limited here but what a body or a photo may be: a refusal for its rate says nothing.
SETTINGS: Final = {
    "LOOK_REPLICATOR_API_KEYS": "fuzz:key-of-fuzz",
    "QUEUE_MAX_PENDING": "1000000",
    "LOG_LEVEL": "WARNING",
    **{
        f"RATE_LIMIT_{name}": "0"
        for name in ("SIGNED_URL", "LOOK_JOB", "LOOK_SPEC", "SHARE", "READ_SHARE", "LOGIN")
    },
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=200, help="generated calls an operation")
    parser.add_argument("--at-least", type=int, default=5000, help="cases; fewer are a failure")
    parser.add_argument("--report", type=Path, default=ROOT / "var" / "fuzz")
    arguments, others = parser.parse_known_args()
    ensure_database_url()
    shutil.rmtree(arguments.report, ignore_errors=True)
    arguments.report.mkdir(parents=True)
    with Stack(arguments.report, prepare="tests.fuzz.prepare", **SETTINGS) as stack:
        seeds = arguments.report / "seeds.json"
        seeds.write_text(json.dumps(stack.jobs))
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file",
            str(HERE / "schemathesis.toml"), "run", f"{stack.url}/api/schema/?format=json",
            "--max-examples", str(arguments.examples), "--continue-on-failure",
            "--report", "json", "--report-json-path", str(arguments.report / "report.json"),
            *others,
        ]  # fmt: skip
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "FUZZ_SEEDS": str(seeds), "COLUMNS": "100",
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
