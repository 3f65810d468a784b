"""Put the compatibility engine through its laws over many pairs; exit 1 on any violation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.evaluation import output_elsewhere, write_report
from layer1.evaluation.pairs import PAIRS, SEED, Pair, PairError, from_file, made_up
from layer1.evaluation.run import digest_of, evaluate


class Command(BaseCommand):
    help = "Check reports over made-up pairs of faces, and over those of a JSON-lines file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="more pairs")
        parser.add_argument("--pairs", type=int, default=PAIRS, help="made-up pairs")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "eval")
        parser.add_argument("--digest", action="store_true", help="print the reports' digest only")

    def handle(self, *_args: Any, **options: Any) -> None:
        pairs = _pairs(options)
        if options["digest"]:
            self.stdout.write(digest_of(pairs))
            return
        outcome = evaluate(pairs)
        elsewhere = _digest_elsewhere(options)
        if elsewhere != outcome.digest:
            outcome.violations.append("another process gives other bytes")
        summary = outcome.summary()
        page = markdown(summary)
        write_report(options["to"], "layer1", summary, page)
        self.stdout.write(page)
        self.stdout.write(f"{options['to'] / 'layer1.json'} and layer1.md")
        if summary["violations"]:
            sys.exit(1)


def markdown(summary: dict[str, Any]) -> str:
    """Return the summary as a page."""
    lines = [
        f"# Layer 1 evaluation, {summary['engineVersion']}",
        "",
        (
            f"{summary['pairs']} pairs, {summary['reports']} reports, "
            f"{len(summary['violations'])} violations."
        ),
        (
            f"Told apart by their reasons: {summary['differentWords']:.0%}. "
            f"Digest {summary['digest'][:16]}."
        ),
        "",
        "| check | violations |",
        "| --- | ---: |",
        *(f"| {name} | {count} |" for name, count in summary["checks"].items()),
        "",
        "| fitScore | lowest | median | highest |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {mode} | {found['min']} | {found['median']:g} | {found['max']} |"
            for mode, found in summary["fitScore"].items()
        ),
        *(["", "## Violations", ""] if summary["violations"] else []),
        *(f"- {line}" for line in summary["violations"]),
    ]
    return "\n".join(lines) + "\n"


def _pairs(options: dict[str, Any]) -> list[Pair]:
    pairs = list(made_up(options["pairs"], options["seed"]))
    for path in options["files"]:
        try:
            pairs += from_file(path)
        except (OSError, PairError) as error:
            raise CommandError(str(error)) from None
    if not pairs:
        raise CommandError("There is no pair to evaluate.")
    return pairs


def _digest_elsewhere(options: dict[str, Any]) -> str:
    """Return the digest that a process of its own finds."""
    pairs, seed = str(options["pairs"]), str(options["seed"])
    files = [str(path.resolve()) for path in options["files"]]
    return output_elsewhere("eval_layer1", "--digest", "--pairs", pairs, "--seed", seed, *files)
