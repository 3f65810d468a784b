"""Google Merchant Center feeds: tab-separated text or RSS with g: attributes.

`color` holds a name there; a hex is taken from `color` where it is one, else from `color_hex` or
`hex`, which merchants may add. sale_price is left out: a discount belongs to a promotion with
dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from catalog.engine.intake import FeedRow, Refusal
from catalog.engine.reading.colour import read_colours
from catalog.importers.delimited import rows
from catalog.importers.feed import Feed

ITEMS: Final = ("item", "entry")


def read(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield the items of a feed, text or XML."""
    if file.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield from _read_xml(file)
        return
    for line, row in rows(file, delimiter="\t"):
        if isinstance(row, str):
            yield Refusal(line, "UNREADABLE", row)
        else:
            yield FeedRow(line, _fields(row))


def _read_xml(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield the items of an RSS or Atom feed; expat bounds entity expansion since 2.4.1."""
    number = 0
    try:
        for _, element in ElementTree.iterparse(file):  # noqa: S314
            if _name(element.tag) not in ITEMS:
                continue
            number += 1
            yield FeedRow(
                number, _fields({_name(child.tag): (child.text or "").strip() for child in element})
            )
            element.clear()
    except ElementTree.ParseError as error:
        yield Refusal(number + 1, "UNREADABLE", str(error))


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _fields(row: dict[str, str]) -> dict[str, str]:
    color = row.get("color", "")
    is_hex = bool(color) and read_colours(color) is not None
    return {
        "sku": row.get("id", ""),
        "product_id": row.get("item_group_id") or row.get("id", ""),
        "product": row.get("title", ""),
        "brand": row.get("brand", ""),
        "category": (row.get("product_type") or row.get("google_product_category", "")).split(">")[
            -1
        ],
        "shade": "" if is_hex else color,
        "color": row.get("color_hex") or row.get("hex") or (color if is_hex else ""),
        "price": row.get("price", ""),
        "cost": row.get("cost_of_goods_sold", ""),
        "availability": row.get("availability", ""),
        "size": row.get("unit_pricing_measure") or row.get("size", ""),
        "image_url": row.get("image_link", ""),
        "product_url": row.get("link", ""),
        "description": row.get("description", ""),
    }
