"""Turns one row of a feed, whatever its format, into a shade to store, or says why it is refused.

Nothing is invented: a price that is no price is stored as none, a currency that nobody stated stays
unknown, and each field says whether the merchant stated it or a rule inferred it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import urljoin

from catalog.engine.reading.category import read_category
from catalog.engine.reading.colour import read_colours
from catalog.engine.reading.coverage import read_coverage
from catalog.engine.reading.finish import read_finish
from catalog.engine.reading.price import read_price
from catalog.engine.reading.size import read_size
from catalog.engine.reading.undertone import read_undertone
from catalog.engine.reading.words import UNSURE, plain
from catalog.engine.taxonomy import (
    COLOUR_MATCHED,
    COVERAGES,
    FINISHES,
    UNDERTONES,
    Category,
    CurrencySource,
)

Reason = Literal[
    "NO_PRODUCT_NAME", "NO_CATEGORY", "NO_COLOUR", "BAD_COLOUR", "ID_TOO_LONG", "DUPLICATE_ROW",
    "UNREADABLE",
]  # fmt: skip
# What is stored with a gap, counted beside the refused rows.
Note = Literal[
    "PRICE_UNKNOWN", "CURRENCY_UNKNOWN", "CURRENCY_NOT_USD", "CURRENCY_ASSUMED", "BRAND_UNKNOWN",
    "COLOUR_OF_FIRST_PAN", "COLOUR_BY_NAME", "TEXT_CUT", "URL_DROPPED",
]  # fmt: skip
UNKNOWN_BRAND: Final = "Unknown brand"
MAX_SKU, MAX_PRODUCT_ID, MAX_NAME, MAX_SHADE, MAX_BRAND = 58, 60, 200, 160, 120
MAX_TEXT: Final = 5000
MAX_PANS: Final = 40
USABLE_URL: Final = re.compile(r"https?://[^\s\x00-\x1f<>\"/]+[^\s\x00-\x1f<>\"]*\Z")
MAX_URL: Final = 500
NOT_A_SLUG: Final = re.compile(r"[^a-z0-9]+")
STOCK_WORDS: Final = {
    "in stock": "in_stock", "instock": "in_stock", "available": "in_stock", "true": "in_stock",
    "yes": "in_stock", "out of stock": "out_of_stock", "outofstock": "out_of_stock",
    "sold out": "out_of_stock", "false": "out_of_stock", "no": "out_of_stock",
    "preorder": "out_of_stock", "backorder": "out_of_stock",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One row as its format gives it: text, empty where the feed says nothing."""

    line: int
    fields: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.fields.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class ShadeRow:
    """One row to store; lab is left to the caller, who converts many hexes at once."""

    line: int
    sku: str
    external_id: str
    product_name: str
    brand: str
    category: Category
    description: str
    tags: tuple[str, ...]
    image_url: str
    product_url: str
    shade_name: str
    hexes: tuple[str, ...]
    finish: str
    coverage: str
    undertone: str
    size: tuple[float, str] | None
    price_cents: int | None
    cost_cents: int | None
    currency: str
    currency_source: CurrencySource
    availability: str
    provenance: dict[str, str]
    notes: tuple[Note, ...] = field(default=())


def take_in(row: FeedRow, *, merchant: str, assume_currency: str = "") -> ShadeRow | Refusal:
    """Return the shade of a feed's row, or why it is refused.

    merchant: the slug that SKUs start with. assume_currency: for prices without a currency.
    """
    name = _cut(row.get("product"), MAX_NAME)
    if not name:
        return Refusal(row.line, "NO_PRODUCT_NAME", "the row names no product")
    about = _about(
        row.get("category"), row.get("subcategory"), name, row.get("tags"),
        row.get("description")[:MAX_TEXT],
    )  # fmt: skip
    if about.category is None:
        return Refusal(row.line, "NO_CATEGORY", f"no category in {row.get('category')[:80]!r}")
    colours = _colours(row, about.category)
    if isinstance(colours, Refusal):
        return colours
    external_id = row.get("product_id") or _fit(_slug(f"{row.get('brand')} {name}"), MAX_PRODUCT_ID)
    sku = row.get("sku") or _made_sku(external_id, row.get("shade"), colours.hexes)
    if len(external_id) > MAX_PRODUCT_ID or len(sku) > MAX_SKU:
        return Refusal(row.line, "ID_TOO_LONG", f"{external_id[:80]} {sku[:80]}")
    return _build(row, about, colours, external_id, f"{merchant}:{sku}", name, assume_currency)


@dataclass(frozen=True, slots=True)
class _About:
    """What the words of a product say, whatever the shade."""

    category: Category | None
    category_stated: bool
    finish: str | None
    coverage: str | None
    size: tuple[float, str] | None


@lru_cache(maxsize=4096)  # the rows of one product follow one another
def _about(stated: str, sub: str, name: str, tags: str, description: str) -> _About:
    texts = (plain(name), plain(tags), plain(description))
    found = read_category(plain(stated), (plain(sub).replace("_", " "), texts[0], texts[1]))
    if found is None:
        return _About(None, False, None, None, None)
    category, was_stated = found
    finish = read_finish(texts, category)
    if finish is None and category == "lip_gloss":
        finish = "glossy"  # a gloss is glossy unless it says else
    return _About(
        category,
        was_stated,
        finish,
        read_coverage(texts, category),
        read_size((texts[0], texts[2])),
    )


@dataclass(frozen=True, slots=True)
class _Colours:
    hexes: tuple[str, ...]
    how: str
    notes: tuple[Note, ...]


def _colours(row: FeedRow, category: Category) -> _Colours | Refusal:
    text = row.get("color")
    found = read_colours(text) if text else None
    if found is None:
        if category in COLOUR_MATCHED:
            reason: Reason = "BAD_COLOUR" if text else "NO_COLOUR"
            return Refusal(row.line, reason, f"{category} {text[:80]!r}")
        return _Colours((), "unknown", ())
    hexes, stated = found
    notes: list[Note] = []
    if not stated:
        notes.append("COLOUR_BY_NAME")
    if len(hexes) > 1:
        notes.append("COLOUR_OF_FIRST_PAN")
    return _Colours(hexes[:MAX_PANS], "stated" if stated else "inferred", tuple(notes))


def _build(
    row: FeedRow,
    about: _About,
    colours: _Colours,
    external_id: str,
    sku: str,
    name: str,
    assume_currency: str,
) -> ShadeRow:
    assert about.category is not None  # noqa: S101, take_in() refused it
    notes: list[Note] = list(colours.notes)
    category = about.category
    own = (plain(row.get("shade")), plain(row.get("shade_note")))
    finish, finish_how = _word(
        row.get("finish"), FINISHES, read_finish(own, category), about.finish
    )
    coverage, coverage_how = _word(
        row.get("coverage"), COVERAGES, read_coverage(own, category), about.coverage
    )
    undertone, undertone_how = _word(
        row.get("undertone"), UNDERTONES, read_undertone(own, category)
    )
    size = read_size((plain(row.get("size")),))
    cents, currency, source = _price(row, assume_currency, notes)
    if len(row.get("product")) > MAX_NAME or len(row.get("shade")) > MAX_SHADE:
        notes.append("TEXT_CUT")
    brand = _cut(" ".join(row.get("brand").split()), MAX_BRAND)
    if not brand:
        notes.append("BRAND_UNKNOWN")
    return ShadeRow(
        line=row.line,
        sku=sku,
        external_id=external_id,
        product_name=name,
        brand=brand or UNKNOWN_BRAND,
        category=about.category,
        description=row.get("description")[:MAX_TEXT],
        tags=_tags(row.get("tags")),
        image_url=_url(row.get("image_url"), notes, base=row.get("product_url")),
        product_url=_url(row.get("product_url"), notes),
        shade_name=_cut(row.get("shade"), MAX_SHADE),
        hexes=colours.hexes,
        finish=finish,
        coverage=coverage,
        undertone=undertone,
        size=size or about.size,
        price_cents=cents,
        cost_cents=read_price(row.get("cost"))[0] if row.get("cost") else None,
        currency=currency,
        currency_source=source,
        availability=STOCK_WORDS.get(row.get("availability").lower().replace("_", " "), "unknown"),
        provenance={
            "brand": "stated" if brand else "unknown",
            "category": "stated" if about.category_stated else "inferred",
            "color": colours.how,
            "coverage": coverage_how,
            "finish": finish_how,
            "price": "stated" if cents else "unknown",
            "size": "stated" if size else "inferred" if about.size else "unknown",
            "undertone": undertone_how,
        },
        notes=tuple(notes),
    )  # fmt: skip


def _word(stated: str, vocabulary: Sequence[str], *read: str | None) -> tuple[str, str]:
    """Return the stated word where the vocabulary has it, else what the first telling rule read."""
    word = plain(stated).replace(" ", "_") if stated else ""
    if word in vocabulary and word != "unknown":
        return word, "stated"
    found = next((each for each in read if each is not None), UNSURE)
    return (found, "inferred") if found != UNSURE else ("unknown", "unknown")


def _price(
    row: FeedRow, assume_currency: str, notes: list[Note]
) -> tuple[int | None, str, CurrencySource]:
    cents, currency = read_price(row.get("price"))
    currency = (row.get("currency") or currency).upper()
    if cents is None:
        notes.append("PRICE_UNKNOWN")
    if not re.fullmatch("[A-Z]{3}", currency):
        if cents is not None and assume_currency:
            notes.append("CURRENCY_ASSUMED")
            return cents, assume_currency, "assumed"
        if cents is not None:
            notes.append("CURRENCY_UNKNOWN")
        return cents, "", "unknown"
    if currency != "USD":
        notes.append("CURRENCY_NOT_USD")
    return cents, currency, "stated"


def _tags(text: str) -> tuple[str, ...]:
    return tuple(sorted({tag.strip()[:60] for tag in text.split(",")} - {""})[:40])


def _url(text: str, notes: list[Note], *, base: str = "") -> str:
    """Return an http(s) address that fits, resolved against base; else nothing and a note."""
    if not text:
        return ""
    address = text if USABLE_URL.match(text) else _resolved(text, base)
    if USABLE_URL.match(address) and len(address) <= MAX_URL:
        return address
    notes.append("URL_DROPPED")
    return ""


def _resolved(text: str, base: str) -> str:
    try:
        return urljoin(base or "https:", text)
    except ValueError:
        return ""


def _made_sku(external_id: str, shade: str, hexes: tuple[str, ...]) -> str:
    """Return a SKU of product, shade name and colour, for feeds that have none."""
    parts = [external_id, _slug(shade), hexes[0][1:] if hexes else ""]
    return _fit("-".join(part for part in parts if part), MAX_SKU)


def _fit(text: str, limit: int) -> str:
    """Return an id of at most limit characters; a long one ends in a digest of its whole."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 11]}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _slug(text: str) -> str:
    return NOT_A_SLUG.sub("-", plain(text)).strip("-")


def _cut(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit]
