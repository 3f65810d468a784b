"""Plain CSV with a header; columns are known by their usual names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from catalog.engine.intake import FeedRow, Refusal
from catalog.importers.feed import Feed

MAX_FIELD: Final = 131_072  # characters; csv's own limit
# Our name, then the headers that mean it, the first found wins.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "sku": ("sku", "sku_id", "variant_sku"),
    "product_id": ("product_id", "item_group_id", "parent_id"),
    "product": ("product", "product_name", "title"),
    "brand": ("brand", "vendor", "brand_name"),
    "category": ("category", "product_type", "type"),
    "subcategory": ("subcategory", "sub_category"),
    "shade": ("shade", "shade_name", "colour_name", "color_name", "variant"),
    "shade_note": ("shade_description", "imgalt"),
    "color": ("hex", "hex_value", "color_hex", "colour", "color"),
    "price": ("price", "list_price"),
    "cost": ("cost", "cost_per_item"),
    "currency": ("currency", "currency_code"),
    "finish": ("finish",),
    "coverage": ("coverage",),
    "undertone": ("undertone",),
    "size": ("size", "net_weight", "volume"),
    "availability": ("availability", "in_stock", "stock"),
    "image_url": ("image_url", "image_link", "image", "imgsrc"),
    "product_url": ("product_url", "url", "link", "product_link"),
    "description": ("product_description", "body"),
    "tags": ("tags",),
}
ABSENT: Final = {"na", "n/a", "null", "none", "-", "nan"}


def read(file: Feed) -> Iterator[FeedRow | Refusal]:
    """Yield the rows of a CSV."""
    for line, row in rows(file, delimiter=","):
        if isinstance(row, str):
            yield Refusal(line, "UNREADABLE", row)
        else:
            yield FeedRow(line, named(row))


def named(row: dict[str, str]) -> dict[str, str]:
    """Return a row under our names. Swatch lists of foundations name their columns otherwise."""
    found = {
        ours: next((row[column] for column in theirs if row.get(column)), "")
        for ours, theirs in COLUMNS.items()
    }
    if "imgalt" in row and "specific" in row:  # The Pudding's foundation swatches
        return found | _swatch_list(row)
    if "description" in row and not found["description"]:
        found["description"] = row["description"]
    return found


def _swatch_list(row: dict[str, str]) -> dict[str, str]:
    """Return what The Pudding's columns mean: name and code together are the shade's name."""
    code_and_name = " ".join(row[key] for key in ("specific", "name") if row.get(key))
    note = row["description"].removesuffix("selected").strip()
    return {
        "category": "foundation",
        "shade": code_and_name or note,
        "shade_note": note,
        "description": "",
    }


def rows(file: Feed, *, delimiter: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield (line, row by lower-case header), or (line, what is wrong with it)."""
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=False)
    header = [_key(name) for name in next(reader, [])]
    if not header:
        yield 1, "the file has no header"
        return
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, str(error)
            continue
        if not any(cells):
            continue
        if len(cells) > len(header):
            yield reader.line_num, f"{len(cells)} cells under {len(header)} headers"
            continue
        yield reader.line_num, {name: _cell(value) for name, value in zip(header, cells)}  # noqa: B905, a short row ends early


def _key(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _cell(value: Any) -> str:
    text = str(value).replace("\x00", "").strip()
    return "" if text.lower() in ABSENT else text
