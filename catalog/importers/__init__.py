"""Feed formats: each module reads one format and yields FeedRow or Refusal, row by row.

To add one: write a module with `read(file) -> Iterator[FeedRow | Refusal]`, name its columns as
engine/intake.py does, and enter it in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from catalog.engine.intake import FeedRow, Refusal
from catalog.importers import delimited, google_merchant, json_rows, makeup_api, shopify
from catalog.importers.feed import Feed

Reader = Callable[[Feed], Iterator[FeedRow | Refusal]]

FORMATS: Final[dict[str, Reader]] = {
    "csv": delimited.read,
    "jsonl": json_rows.read,
    "makeup-api": makeup_api.read,
    "shopify-csv": shopify.read,
    "google-merchant": google_merchant.read,
}
PEEK: Final = 65536


def detect(file: Feed) -> str:
    """Return the format of a file by the first bytes that its buffer holds."""
    head = file.peek(PEEK)
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("["):
        return "makeup-api"
    if text.startswith("{"):
        return "jsonl"
    if text.startswith("<"):
        return "google-merchant"
    header = text.split("\n", 1)[0].lower()
    if "handle" in header and "variant price" in header:
        return "shopify-csv"
    if {"id", "title", "link"} <= {column.strip() for column in header.split("\t")}:
        return "google-merchant"
    return "csv"
