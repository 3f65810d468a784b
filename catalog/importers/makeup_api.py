"""The Makeup API's JSON array: products with their colours. A row is one colour of a product."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, Final

from catalog.engine.intake import FeedRow, Refusal
from catalog.importers.feed import Feed
from catalog.importers.json_rows import text

CHUNK: Final = 1 << 16
MAX_ITEM: Final = 4 * 1024 * 1024  # characters of one product


def read(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield a row for each colour of each product; one without colours is one row."""
    row = 0
    for product in array_items(file):
        if isinstance(product, str) or not isinstance(product, dict):
            row += 1
            yield Refusal(row, "UNREADABLE", product if isinstance(product, str) else "no object")
            continue
        colours = product.get("product_colors")
        for colour in colours if isinstance(colours, list) and colours else [{}]:
            row += 1
            yield FeedRow(row, _fields(product, colour if isinstance(colour, dict) else {}))


def _fields(product: dict[str, Any], colour: dict[str, Any]) -> dict[str, str]:
    return {
        "product_id": text(product.get("id")),
        "product": text(product.get("name")),
        "brand": text(product.get("brand")),
        "category": text(product.get("product_type")),
        "subcategory": text(product.get("category")),
        "shade": text(colour.get("colour_name")),
        "color": text(colour.get("hex_value")),
        "price": text(product.get("price")),
        "currency": text(product.get("currency")),
        "image_url": text(product.get("image_link")),
        "product_url": text(product.get("product_link")),
        "description": text(product.get("description")),
        "tags": text(product.get("tag_list")),
    }


def array_items(file: Feed) -> Iterator[Any]:
    """Yield the items of one JSON array without holding it whole; a str says what is wrong.

    Decodes one item after another from a buffer, so memory is bounded by the largest item.
    """
    source = _Buffer(file)
    if source.peek() != "[":
        yield "the file is not a JSON array"
        return
    source.drop(1)
    while source.peek() != "]":
        try:
            item = source.decode()
        except (ValueError, RecursionError) as error:
            yield f"the array breaks off: {error}"[:200]
            return
        yield item


class _Buffer:
    """The next characters of a UTF-8 file, read in chunks as they are needed."""

    def __init__(self, file: Feed) -> None:
        self._file, self._text, self._ended = file, "", False
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._json = json.JSONDecoder()

    def peek(self) -> str:
        """Return the next character that is neither space nor comma; empty at the end."""
        while not (rest := self._text.lstrip(" \t\r\n,")) and not self._ended:
            self._read()
        self._text = rest
        return rest[:1]

    def drop(self, count: int) -> None:
        self._text = self._text[count:]

    def decode(self) -> Any:
        """Return the next value. Raises ValueError where it is none or never ends."""
        while True:
            try:
                value, end = self._json.raw_decode(self._text)
            except ValueError:
                if self._ended or len(self._text) > MAX_ITEM:
                    raise
            else:
                if end < len(self._text) or self._ended:  # a number may go on in the next chunk
                    self.drop(end)
                    return value
            self._read()

    def _read(self) -> None:
        chunk = self._file.read(CHUNK)
        self._ended = not chunk
        self._text += self._utf8.decode(chunk, final=not chunk)
