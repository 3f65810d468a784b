"""./manage.py import_catalog FILE --merchant SLUG: import a feed; again changes nothing."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from catalog.importers import FORMATS
from catalog.imports import ImportRefusedError, ImportResult, import_file
from catalog.models import Merchant


class Command(BaseCommand):
    help = "Import a catalogue: products, shades, prices and stock of one merchant."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=["auto", *FORMATS], default="auto")
        parser.add_argument("--merchant", required=True, metavar="SLUG", help="made if new")
        parser.add_argument(
            "--assume-currency", default="", metavar="USD", help="where none is stated"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, then undo it")
        parser.add_argument("--report", type=Path, help="where refused rows go (CSV)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        path: Path = options["file"]
        currency = options["assume_currency"].upper()
        if currency and not re.fullmatch("[A-Z]{3}", currency):
            raise CommandError(f"--assume-currency takes a code such as USD, got {currency!r}.")
        report = options["report"] or (
            settings.VAR_DIR / "imports" / f"{options['merchant']}-{path.stem}.refused.csv"
        )
        try:
            with transaction.atomic():
                result = self._run(path, currency, report, options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None
        except ImportRefusedError as error:
            raise CommandError(error.message) from None
        self._say(result, report, dry_run=options["dry_run"])

    def _run(
        self, path: Path, currency: str, report: Path, options: dict[str, Any]
    ) -> ImportResult:
        size = path.stat().st_size
        merchant = self._merchant(options["merchant"])
        with _bar() as bar:
            task = bar.add_task(path.name, total=size)
            return import_file(
                path,
                source=options["format"],
                merchant=merchant,
                report=report,
                now=timezone.now(),
                assume_currency=currency,
                dry_run=options["dry_run"],
                progress=lambda done: bar.update(task, completed=done),
            )

    def _merchant(self, slug: str) -> Merchant:
        try:
            validate_slug(slug)
        except ValidationError:
            raise CommandError(
                f"--merchant takes letters, digits and hyphens, got {slug!r}."
            ) from None
        merchant, made = Merchant.objects.get_or_create(slug=slug[:60], defaults={"name": slug})
        if made:
            self.stdout.write(f"Made the merchant {slug}.")
        return merchant

    def _say(self, result: ImportResult, report: Path, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing was kept.")
        self.stdout.write(f"format {result.source}")
        for title, counter in (("refused", result.refused), ("noted", result.notes)):
            for reason, count in sorted(counter.items()):
                self.stdout.write(f"  {title} {reason} {count}")
        if result.refused:
            self.stdout.write(f"Refused rows: {report}")
        counts = result.counts
        self.stdout.write(
            f"rows {result.rows}, created {counts.created}, updated {counts.updated}, "
            f"unchanged {counts.unchanged}, refused {sum(result.refused.values())}"
        )


def _bar() -> Progress:
    """Return a progress bar on stderr; silent where that is no terminal."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip
