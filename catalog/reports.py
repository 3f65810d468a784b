"""CSV that a spreadsheet may open: cells that it would run are written as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    is_number = text.lstrip("-").replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_line(cells: Iterable[Any]) -> str:
    """Return cells as one line of CSV, safe to open: for what is streamed."""
    return str(csv.writer(_Echo()).writerow([safe_cell(cell) for cell in cells]))


class CsvReport:
    """A CSV file that is made with its first row, and not at all without one."""

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self.path, self.rows = path, 0
        self._header = header
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> CsvReport:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, *cells: Any) -> None:
        """Add one row."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", newline="", encoding="utf-8")
            self._writer = csv.writer(self._file)
            self._writer.writerow(self._header)
        self._writer.writerow([safe_cell(cell) for cell in cells])
        self.rows += 1
