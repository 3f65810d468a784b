"""`make bench-admin`: queries and time of the admin's pages over 100,000 jobs, 1,000,000 shades."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from rich.console import Console
from rich.table import Table

from lookjobs.bench.admin_pages import LIMIT_MS, LIMIT_QUERIES, Measured, measure
from lookjobs.bench.admin_rows import fill
from lookjobs.models import LookJob

DATABASE: Final = "bench_admin"


class Command(BaseCommand):
    help = "Fill a database of its own, measure the admin's pages over it, and drop it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jobs", type=int, default=100_000)
        parser.add_argument("--shades", type=int, default=1_000_000)
        parser.add_argument("--keep", action="store_true", help="leave the database for a next run")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        settings.ALLOWED_HOSTS = ["testserver"]
        with _own_database(keep=options["keep"]):
            call_command("migrate", verbosity=0)
            if not LookJob.objects.exists():
                self.stdout.write("Writing the rows; a million shades take some minutes.")
                call_command("demo_catalog", verbosity=0)
                fill(jobs=options["jobs"], shades=options["shades"])
            pages = measure()
        path = settings.VAR_DIR / "bench-admin.json"
        path.write_text(json.dumps([asdict(page) for page in pages], indent=2))
        Console().print(_table(pages))
        self.stdout.write(f"JSON: {path}")


@contextmanager
def _own_database(*, keep: bool) -> Iterator[None]:
    """Work in a database beside the usual one, which is left as it is."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    _switch(DATABASE)
    try:
        yield
    finally:
        _switch(usual)
        if not keep:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _table(pages: list[Measured]) -> Table:
    title = f"Admin: each page under {LIMIT_MS} ms and at most {LIMIT_QUERIES} queries"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    table = Table("Page", "Queries", "Median ms", "Least ms", "", title=title, caption=load)
    for page in pages:
        row = (str(page.queries), f"{page.ms:.1f}", f"{page.least_ms:.1f}")
        table.add_row(page.name, *row, "" if page.holds else "over")
    return table
