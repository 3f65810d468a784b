"""Shopify's product export: a row a variant, product columns on the first row of each handle.

The file names no currency, so prices stay CURRENCY_UNKNOWN unless one is assumed. Shopify's
"Variant Grams" is what is shipped, packaging included, so it is no size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from catalog.engine.intake import FeedRow, Refusal
from catalog.engine.reading.colour import read_colours
from catalog.importers.delimited import rows
from catalog.importers.feed import Feed

CARRIED: Final = ("title", "vendor", "type", "tags", "body_(html)", "status", "published",
                  "product_category", "image_src")  # fmt: skip
HEX_COLUMNS: Final = ("hex", "color_hex", "swatch_hex", "variant_hex")


def read(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield the variants; rows that only add an image are no rows of goods."""
    handle, product = "", dict[str, str]()
    for line, row in rows(file, delimiter=","):
        if isinstance(row, str):
            yield Refusal(line, "UNREADABLE", row)
            continue
        if row.get("handle") and row["handle"] != handle:
            handle, product = row["handle"], {key: row.get(key, "") for key in CARRIED}
        if not row.get("variant_price") and not row.get("option1_value"):
            continue
        yield FeedRow(line, _fields(handle, product, row))


def _fields(handle: str, product: dict[str, str], row: dict[str, str]) -> dict[str, str]:
    options = [
        (row.get(f"option{n}_name", "").lower(), row.get(f"option{n}_value", "")) for n in (1, 2, 3)
    ]
    shades = [value for _, value in options if value and value != "Default Title"]
    hexes = [row[column] for column in HEX_COLUMNS if row.get(column)]
    hexes += [value for value in shades if value.startswith("#") and read_colours(value)]
    return {
        "sku": row.get("variant_sku", "").lstrip("'"),
        "product_id": handle,
        "product": product["title"],
        "brand": product["vendor"],
        "category": product["type"] or product["product_category"].split(">")[-1],
        "shade": " / ".join(value for value in shades if value not in hexes),
        "color": hexes[0] if hexes else "",
        "price": row.get("variant_price", ""),
        "cost": row.get("cost_per_item", ""),
        "availability": _stock(row),
        "size": next((value for name, value in options if name == "size"), ""),
        "image_url": row.get("variant_image") or product["image_src"],
        "description": product["body_(html)"],
        "tags": product["tags"],
    }


def _stock(row: dict[str, str]) -> str:
    quantity = row.get("variant_inventory_qty", "")
    if row.get("variant_inventory_policy", "") == "continue":
        return "in stock"
    try:
        return "in stock" if int(quantity) > 0 else "out of stock"
    except ValueError:
        return ""
