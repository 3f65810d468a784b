"""./manage.py catalog_quality: what each merchant's catalogue knows, and what cannot be matched."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from catalog import quality
from catalog.reports import CsvReport


class Command(BaseCommand):
    help = "Say how complete the catalogue is and which SKUs cannot be matched, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--merchant", default="", metavar="SLUG", help="only this one")
        parser.add_argument("--json", action="store_true", help="one JSON object a merchant")
        parser.add_argument("--list", type=Path, metavar="FILE", help="write the SKUs to a CSV")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        found = quality.measure(options["merchant"])
        if options["json"]:
            for each in found:
                self.stdout.write(json.dumps(asdict(each)))
        else:
            self._print(found)
        if options["list"]:
            with CsvReport(options["list"], ("merchant", "sku", "reason")) as report:
                for row in quality.unmatched(options["merchant"]):
                    report.write(*row)
            self.stdout.write(f"{report.rows} SKUs that cannot be matched: {report.path}")

    def _print(self, found: list[quality.Completeness]) -> None:
        table = Table("known, % of shades", *(each.merchant for each in found))
        table.add_row("shades", *(str(each.shades) for each in found))
        for name in quality.FIELDS:
            table.add_row(name, *(f"{100 * each.known[name]:.1f}" for each in found))
        table.add_section()
        for reason in quality.REASONS:
            table.add_row(reason, *(str(each.unmatched.get(reason, 0)) for each in found))
        console = Console(file=self.stdout, width=max(40 + 18 * len(found), 80))  # type: ignore[arg-type]
        console.print(table)
