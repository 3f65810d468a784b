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
from tests.fuzz.merchant import OPERATOR_KEY
from tests.pages.browser.stack import ROOT, Stack

HERE: Final = Path(__file__).parent
# Nothing is limited here but what a body or a photo may be: a refusal for its rate says nothing.
SETTINGS: Final = {
    "LOOK_REPLICATOR_API_KEYS": "fuzz:key-of-fuzz",
    "LOOK_REPLICATOR_ADMIN_KEY": OPERATOR_KEY,
    "QUEUE_MAX_PENDING": "1000000",
    "LOG_LEVEL": "WARNING",
    **{
        f"RATE_LIMIT_{name}": "0"
        for name in (
            "SIGNED_URL",
            "LOOK_JOB",
            "LOOK_SPEC",
            "SHARE",
            "READ_SHARE",
            "LOGIN",
            "ADMIN_KEY",
        )
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
        (arguments.report / "seeds.json").write_text(json.dumps(stack.jobs))
        report = arguments.report / "report.json"
        # The merchant's calls once more, with the operator's key, which has to name a merchant.
        as_operator = (
            "--include-path-regex", "^/api/merchant/", "--header", f"X-ADMIN-KEY:{OPERATOR_KEY}",
        )  # fmt: skip
        codes = [
            _call(stack, report, arguments.examples, *others),
            _call(
                stack, report.with_name("operator.json"), arguments.examples, *others, *as_operator,
                FUZZ_AS_OPERATOR="1",
            ),
        ]  # fmt: skip
    made = json.loads(report.read_text())["test_cases"]["generated"]
    if made < arguments.at_least:
        sys.stdout.write(f"{made} cases, fewer than {arguments.at_least}\n")
    return max(*codes, int(made < arguments.at_least))


def _call(stack: Stack, report: Path, examples: int, *others: str, **environment: str) -> int:
    """Generate calls and check the answers; return Schemathesis' exit code."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"{stack.url}/api/schema/?format=json", "--max-examples", str(examples),
        "--continue-on-failure", "--report", "json", "--report-json-path", str(report), *others,
    ]  # fmt: skip
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "COLUMNS": "100", "PYTHONPATH": str(ROOT),
        "FUZZ_SEEDS": str(report.parent / "seeds.json"),
        "FUZZ_MERCHANT_KEY": stack.jobs["merchant_key"][0],
    } | environment  # fmt: skip
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
