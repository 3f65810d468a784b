"""The dupe finder: a color or a product in, the nearest products out. Works without scripts."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from catalog import selectors
from catalog.engine.taxonomy import COLOUR_MATCHED, Category, Finish, finishes_alike
from catalog.models import Shade
from config.colour import lab_from_hex
from layer3.engine.rules import dupe_limit
from lookjobs.page_forms import short_text
from lookjobs.page_frame import draw, page, texts_for
from lookjobs.page_products import shop_link
from lookjobs.page_texts import Texts, say, word

HEX: Final = re.compile(r"^#?([0-9a-fA-F]{6})\Z")
SHOWN: Final = 12
FAR: Final = (
    12.0  # CIEDE2000; beyond it the nearest product has another color (layer3.engine.rules)
)
START_HEX: Final = "#9c2a44"


@require_GET
@page
def dupe_finder(request: HttpRequest, caller: str) -> HttpResponse:  # noqa: ARG001
    """The form, and what it found."""
    texts = texts_for(request)
    given = {n: short_text(request.GET.get(n), 128) for n in ("hex", "category", "skuId")}
    problem, found = "", None
    if given["skuId"]:
        problem, found = _by_product(given["skuId"], texts)
    elif given["hex"] or given["category"]:
        problem, found = _by_color(given["hex"], given["category"], texts)
    context = {
        "here": "dupes",
        "values": {
            "hex": _clean(given["hex"]) or given["hex"] or START_HEX,
            "category": given["category"] or "lipstick",
            "skuId": given["skuId"],
        },
        "categories": [(code, word(texts, "slot", code)) for code in COLOUR_MATCHED],
        "problem": problem,
        "found": found,
    }
    return draw(request, "dupes", context, status=400 if problem else 200)


def _clean(text: str) -> str:
    match = HEX.match(text)
    return f"#{match.group(1).lower()}" if match else ""


def _by_color(text: str, category: str, texts: Texts) -> tuple[str, dict[str, Any] | None]:
    hex_color = _clean(text)
    if not hex_color:
        return texts["dupes"]["problem_hex"], None
    known = next((code for code in COLOUR_MATCHED if code == category), None)
    if known is None:
        return texts["dupes"]["problem_category"], None
    lightness, a, b = (float(part) for part in lab_from_hex(hex_color))
    matches = _search((lightness, a, b), known)
    title = say(texts, "dupes.results", what=f"{hex_color} ({word(texts, 'slot', known)})")
    return "", {"title": title, "hex": hex_color, "items": _items(matches, hex_color, None, texts)}


def _by_product(sku: str, texts: Texts) -> tuple[str, dict[str, Any] | None]:
    own = Shade.objects.filter(sku=sku).select_related("brand", "product").first()
    if own is None or own.hex is None or own.category_id not in COLOUR_MATCHED:
        return texts["dupes"]["problem_sku"], None
    matches = _search((own.lab_l or 0.0, own.lab_a or 0.0, own.lab_b or 0.0), own.category_id)
    others = [match for match in matches if match.hit.product_id != own.product_id]
    name = f"{own.brand.name} {own.product.name}, {own.name}"
    return "", {
        "title": say(texts, "dupes.results", what=name),
        "hex": own.hex,
        "own": {"name": name, "price": _dollars(own.price_cents) if own.price_cents else ""},
        "items": _items(others, own.hex, own, texts),
    }


def _search(lab: selectors.Lab, category: Category) -> list[selectors.Match]:
    context = selectors.read_context()
    filters = selectors.Filters(category=category, excluded_merchants=context.inactive_merchants)
    query = selectors.ColourQuery(lab, filters, SHOWN * 2, FAR)
    return selectors.search_colours([query])[0]


def _items(
    matches: list[selectors.Match], target: str, own: Shade | None, texts: Texts
) -> list[dict[str, Any]]:
    chosen = matches[:SHOWN]
    rows = Shade.objects.select_related("brand", "product").in_bulk([m.hit.id for m in chosen])
    return [_item(match, rows[match.hit.id], target, own, texts) for match in chosen]


def _item(
    match: selectors.Match, row: Shade, target: str, own: Shade | None, texts: Texts
) -> dict[str, Any]:
    cheaper = own.price_cents - match.hit.price_cents if own and own.price_cents else None
    return {
        "brand": row.brand.name,
        "name": row.product.name,
        "shade": row.name,
        "hex": row.hex,
        "target": target,
        "sku": row.sku,
        "price": _dollars(match.hit.price_cents),
        "distance": f"{match.delta_e or 0.0:.1f}",
        "finish": word(texts, "value", row.finish),
        "stock": texts["result"][f"stock_{row.availability}"],
        "link": shop_link(row.product.product_url),
        "compared": _compared(cheaper, texts),
        "is_dupe": own is not None and _is_dupe(own, match, cheaper or 0),
    }


def _is_dupe(own: Shade, match: selectors.Match, cheaper_cents: int) -> bool:
    """The law of the kit: cheaper, of the same finish class, within the documented distance."""
    near = (match.delta_e or 0.0) <= dupe_limit(own.category_id)
    return (
        cheaper_cents > 0
        and match.hit.finish in finishes_alike(cast("Finish", own.finish))
        and near
    )


def _compared(cheaper_cents: int | None, texts: Texts) -> str | None:
    if cheaper_cents is None:
        return None
    if cheaper_cents == 0:
        return str(texts["dupes"]["same_price"])
    key = "dupes.cheaper" if cheaper_cents > 0 else "dupes.dearer"
    return say(texts, key, amount=_dollars(abs(cheaper_cents)))


def _dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02}"
