"""`make bench`: what an analysis, a kit, a read and a worker cost, as a table and as JSON."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from config.paths import generated
from lookjobs.bench import analysis, jobs, kit, queue
from lookjobs.demo.first_run import prepare
from lookjobs.demo.sample import sample_photo
from lookjobs.demo.stack import StackError

PARTS = ("analysis", "kit", "jobs", "queue")


class Command(BaseCommand):
    help = "Measure analysis, kit, reads, worker memory and queue; write var/bench.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=PARTS, action="append", help="default: all of them")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        wanted = options["only"] or PARTS
        found: dict[str, Any] = {"load before": round(os.getloadavg()[0], 2)}
        try:
            prepare(self.stdout.write)
            if "analysis" in wanted:
                found |= {f"analysis, {key}": value for key, value in analysis.measure().items()}
            if "kit" in wanted:
                found["kit"] = kit.measure(analysis.sample_look())
            if "jobs" in wanted:
                found |= jobs.measure(sample_photo())
            if "queue" in wanted:
                found |= queue.measure()
        except StackError as error:
            raise CommandError(str(error)) from None
        found["load after"] = round(os.getloadavg()[0], 2)
        path = generated("bench.json")
        path.write_text(json.dumps(found, indent=2))
        Console().print(_table(found))
        self.stdout.write(f"JSON: {path}")


def _table(found: dict[str, Any]) -> Table:
    table = Table("What", "Part", "Value", title="Benchmarks (milliseconds unless said)")
    for what, parts in found.items():
        for part, value in parts.items() if isinstance(parts, dict) else [("", parts)]:
            table.add_row(what, part, str(value))
        table.add_section()
    return table
