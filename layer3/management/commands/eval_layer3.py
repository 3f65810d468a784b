"""Put kits through their laws over many made-up looks; exit 1 on any violation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from catalog import demo
from config.evaluation import findings_table, output_elsewhere, write_report
from config.scratch import scratch_database
from layer3.evaluation import golden
from layer3.evaluation.made_up import CASES, MOMENT, SEED, made_up
from layer3.evaluation.run import digest_of, evaluate, golden_now


class Command(BaseCommand):
    help = (
        "Check kits of made-up looks against the whole demo catalogue by brute force, and against "
        "the golden kits. Runs on a database of its own, which it makes and drops."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=CASES, help="made-up looks")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "eval")
        parser.add_argument("--digest", action="store_true", help="print the kits' digest only")
        parser.add_argument(
            "--write-golden", action="store_true", help="make today's kits the golden ones"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        cases = list(made_up(options["cases"], options["seed"]))
        with scratch_database("eval3_again" if options["digest"] else "eval3"):
            demo.write(now=MOMENT)
            if options["digest"]:
                self.stdout.write(digest_of(cases))
                return
            if options["write_golden"]:
                golden.write(golden_now())
            outcome = evaluate(cases)
        asked = ("--digest", "--cases", str(len(cases)), "--seed", str(options["seed"]))
        if output_elsewhere("eval_layer3", *asked) != outcome.digest:
            outcome.add("elsewhere", "another process and database give other bytes")
        summary = outcome.summary()
        page = markdown(summary)
        write_report(options["to"], "layer3", summary, page)
        self.stdout.write(page)
        self.stdout.write(f"{options['to'] / 'layer3.json'} and layer3.md")
        if summary["violations"]:
            sys.exit(1)


def markdown(summary: dict[str, Any]) -> str:
    """Return the summary as a page."""
    empty = ", ".join(f"{name} {count}" for name, count in summary["emptyBecauseOf"].items())
    lines = [
        f"# Layer 3 evaluation, {summary['engineVersion']}",
        "",
        f"{summary['kits']} kits, {len(summary['violations'])} violations.",
        (
            f"{summary['slotsNeeded']} slots needed, {summary['slotsFilled']} filled, "
            f"{summary['slotsWithDupe']} with a dupe. Empty: {empty}."
        ),
        (
            f"Median CIEDE2000: best {summary['medianDeltaE00Best']} to the target, dupe "
            f"{summary['medianDeltaE00Dupe']} to the best. Digest {summary['digest'][:16]}."
        ),
        "",
        *findings_table(summary),
    ]
    return "\n".join(lines) + "\n"
