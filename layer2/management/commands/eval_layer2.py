"""Put looks and steps through their laws over many cases; exit 1 on any violation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.evaluation import findings_table, make_folder, output_elsewhere, write_report
from layer2.evaluation import golden
from layer2.evaluation.made_up import CASES, SEED, made_up
from layer2.evaluation.run import digest_of, evaluate


class Command(BaseCommand):
    help = "Check looks, steps and cards over made-up measurements, and against the golden looks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=CASES, help="made-up faces")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "eval")
        parser.add_argument("--digest", action="store_true", help="print the answers' digest only")
        parser.add_argument(
            "--write-golden", action="store_true", help="make today's answers the golden ones"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["cases"] < 1:
            raise CommandError("no cases, so nothing would be checked")
        if options["seed"] < 0:
            raise CommandError("--seed is at least 0")
        if not options["digest"]:
            make_folder(options["to"])
        if options["write_golden"]:
            golden.write()
        cases = list(made_up(options["cases"], options["seed"]))
        if options["digest"]:
            self.stdout.write(digest_of(cases))
            return
        outcome = evaluate(cases)
        asked = ("--digest", "--cases", str(len(cases)), "--seed", str(options["seed"]))
        if output_elsewhere("eval_layer2", *asked) != outcome.digest:
            outcome.add("elsewhere", "another process gives other bytes")
        summary = outcome.summary()
        page = markdown(summary)
        write_report(options["to"], "layer2", summary, page)
        self.stdout.write(page)
        self.stdout.write(f"{options['to'] / 'layer2.json'} and layer2.md")
        if summary["violations"]:
            sys.exit(1)


def markdown(summary: dict[str, Any]) -> str:
    """Return the summary as a page."""
    lines = [
        f"# Layer 2 evaluation, {summary['engineVersion']}",
        "",
        (
            f"{summary['cases']} cases, {summary['cards']} cards, "
            f"{len(summary['violations'])} violations."
        ),
        (
            f"{summary['valuesSeen']} values of fields seen, {summary['unknownShare']:.0%} "
            f"unknown. Digest {summary['digest'][:16]}."
        ),
        "",
        *findings_table(summary),
    ]
    return "\n".join(lines) + "\n"
