"""`make bench-catalog`: a catalogue of a million shades: import, colour search, kits."""

from __future__ import annotations

import gc
import json
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.table import Table

from catalog.models import Shade
from config.scratch import scratch_database
from lookjobs.bench import analysis, catalog
from lookjobs.bench.exactness import differences, read_columns
from lookjobs.bench.feed import write_feed


class Command(BaseCommand):
    help = (
        "Measure a large, generated catalogue on a database of its own, which is made and dropped: "
        "import, a second import, colour search beside brute force, kits; write "
        "var/bench-catalog.json."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000, help="shades")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="leave the database, and import only into an empty one",
        )
        parser.add_argument(
            "--checks", type=int, default=1000, help="random targets, and random filters, to check"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        look = analysis.sample_look()
        found: dict[str, Any] = {"shades": options["rows"], "load before": _load()}
        with scratch_database("bench_catalog", keep=options["keep"]):
            try:
                if not Shade.objects.exists():
                    self._import(found, options["rows"])
                self._measure(found, look, options["checks"])
            except catalog.BenchError as error:
                raise CommandError(str(error)) from None
        found["load after"] = _load()
        path = settings.VAR_DIR / "bench-catalog.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=2))
        Console().print(_table(found))
        self.stdout.write(f"JSON: {path}")

    def _import(self, found: dict[str, Any], count: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            feed = Path(folder) / "feed.csv"
            self.stderr.write(f"Writing {count} shades")
            write_feed(feed, count)
            found["feed, MiB"] = round(feed.stat().st_size / 2**20, 1)
            refused = feed.with_suffix(".refused.csv")
            self.stderr.write("Importing")
            found["import"] = catalog.measure_import(feed, refused)
            self.stderr.write("Importing the same again")
            found["second import"] = catalog.measure_import(feed, refused)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE catalog_shade_us")  # as autovacuum does within minutes

    def _measure(self, found: dict[str, Any], look: Any, checks: int) -> None:
        self.stderr.write("Reading everything for brute force")
        columns = read_columns()
        gc.freeze()  # no service holds a million rows; going over them is no part of its searches
        found["shades by category"] = {name: len(each.skus) for name, each in columns.items()}
        self.stderr.write("Searching")
        found["search"] = catalog.measure_search(columns)
        self.stderr.write("Building kits")
        found["kit"] = catalog.measure_kits(look, columns)
        self.stderr.write("Comparing searches with brute force")
        found["exactness"] = differences(columns, checks)


def _load() -> float:
    return round(os.getloadavg()[0], 2)


def _table(found: dict[str, Any]) -> Table:
    table = Table("What", "Part", "Value", title="A large catalogue")
    for what, parts in found.items():
        for part, value in parts.items() if isinstance(parts, dict) else [("", parts)]:
            table.add_row(what, part, str(value))
        table.add_section()
    return table
