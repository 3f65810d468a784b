"""JSON Lines: one object a line, keys as the columns of plain CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from catalog.engine.intake import FeedRow, Refusal
from catalog.importers.delimited import named
from catalog.importers.feed import Feed

MAX_LINE: Final = 1024 * 1024


def read(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield the rows of a JSON Lines file."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            yield Refusal(number, "UNREADABLE", f"longer than {MAX_LINE} bytes")
            _skip_line(file, line)
            continue
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: bytes) -> FeedRow | Refusal:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Refusal(number, "UNREADABLE", str(error)[:200])
    if not isinstance(value, dict):
        return Refusal(number, "UNREADABLE", "not an object")
    return FeedRow(number, named({key.lower(): text(item) for key, item in value.items()}))


def _skip_line(file: Feed, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = file.readline(MAX_LINE)


def text(value: Any) -> str:
    """Return a JSON value as a field: lists are joined, null is empty, NUL is dropped."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return ",".join(text(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")
