"""Imports a feed into a merchant's catalogue: read, take in, write, report. One transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from catalog.bulk import BulkWriter, Counts
from catalog.engine.intake import FeedRow, Refusal, ShadeRow, take_in
from catalog.importers import FORMATS, detect
from catalog.importers.feed import Progress, WatchedFile, buffered
from catalog.models import ImportRun, Merchant
from catalog.reports import CsvReport
from config.errors import InvalidRequestError

BATCH: Final = 5000
REPORT_HEADER: Final = ("line", "reason", "detail")


class ImportRefusedError(InvalidRequestError):
    """The file as a whole cannot be imported."""


@dataclass(slots=True)
class ImportResult:
    """What an import did; rows is the sum of the other counts."""

    source: str
    counts: Counts = field(default_factory=Counts)
    refused: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        written = self.counts.created + self.counts.updated + self.counts.unchanged
        return written + sum(self.refused.values())


def import_file(
    path: Path,
    *,
    source: str,
    merchant: Merchant,
    report: Path,
    now: datetime,
    assume_currency: str = "",
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> ImportResult:
    """Import a feed; with dry_run everything is done and then rolled back.

    Refused rows go to the report with line and reason. Raises ImportRefusedError for a merchant of
    demo data or an unknown format; OSError where the file cannot be read.
    """
    if merchant.is_demo:
        raise ImportRefusedError(f"{merchant.slug} holds demo data; import into another merchant.")
    with ExitStack() as stack:
        watched = stack.enter_context(WatchedFile(path, progress))
        file = buffered(watched)
        chosen = detect(file) if source == "auto" else source
        if chosen not in FORMATS:
            raise ImportRefusedError(f"Unknown format {source!r}.")
        result = ImportResult(chosen)
        refusals = stack.enter_context(CsvReport(report, REPORT_HEADER))
        stack.enter_context(transaction.atomic())
        _Run(merchant, assume_currency, result, refusals).take(FORMATS[chosen](file))
        _finish(path, merchant, result, watched.digest(), now)
        if dry_run:
            transaction.set_rollback(True)
    return result


class _Run:
    """One pass over the rows of a feed."""

    def __init__(
        self, merchant: Merchant, assume_currency: str, result: ImportResult, report: CsvReport
    ) -> None:
        self._slug, self._assume = merchant.slug, assume_currency
        self._result, self._report = result, report
        self._writer = BulkWriter(merchant.pk)
        self._seen: set[int] = set()  # hashes of SKUs: a million texts would be ten times as large

    def take(self, rows: Iterator[FeedRow | Refusal]) -> None:
        """Write every row that can be taken in, in batches."""
        batch: list[ShadeRow] = []
        for row in rows:
            taken = row if isinstance(row, Refusal) else self._take(row)
            if isinstance(taken, Refusal):
                self._result.refused[taken.reason] += 1
                self._report.write(taken.line, taken.reason, taken.detail)
                continue
            self._result.notes.update(taken.notes)
            batch.append(taken)
            if len(batch) == BATCH:
                self._writer.write(batch)
                batch = []
        self._writer.write(batch)
        self._result.counts = self._writer.counts

    def _take(self, row: FeedRow) -> ShadeRow | Refusal:
        taken = take_in(row, merchant=self._slug, assume_currency=self._assume)
        if isinstance(taken, Refusal):
            return taken
        key = hash(taken.sku)
        if key in self._seen:
            return Refusal(row.line, "DUPLICATE_ROW", taken.sku)
        self._seen.add(key)
        return taken


def _finish(
    path: Path, merchant: Merchant, result: ImportResult, digest: str, now: datetime
) -> None:
    counts = result.counts
    if counts.created + counts.updated:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalog_shade_us")  # a search plans by these figures
    ImportRun.objects.create(
        merchant=merchant,
        source=result.source,
        file_name=path.name[:200],
        digest=digest,
        rows=result.rows,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        refused=sum(result.refused.values()),
        reasons=dict(result.refused),
        finished_at=now,
    )
