"""The dupe finder: a color or a product in, the nearest products out. Works without scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final, get_args
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from catalog.engine.taxonomy import COLOUR_MATCHED
from catalog.models import Product, Shade
from config.contracts import to_wire
from config.errors import InvalidRequestError, NotFoundError
from layer3.dupes import Asked, find_dupes
from layer3.engine.types import Relation
from lookjobs.page_forms import short_text
from lookjobs.page_frame import draw, page, page_language, texts_for
from lookjobs.page_products import dollars_between, present_item, warning_words
from lookjobs.page_texts import Texts, say, word

HEX: Final = re.compile(r"^#?([0-9a-fA-F]{6})\Z")
ON_A_PAGE: Final = 12
PRODUCTS_MAX: Final = 8
SHADES_MAX: Final = 40
START_HEX: Final = "#9c2a44"
FIELDS: Final = ("hex", "category", "q", "skuId", "relation", "cursor")


@require_GET
@page
def dupe_finder(request: HttpRequest, caller: str) -> HttpResponse:  # noqa: ARG001
    """The form, and what it found."""
    texts = texts_for(request)
    given = {name: short_text(request.GET.get(name), 500) for name in FIELDS}
    relation = given["relation"] if given["relation"] in get_args(Relation) else ""
    answer = _answer(given | {"relation": relation}, page_language(request), texts)
    context = {
        "here": "dupes",
        "values": {
            "hex": _clean(given["hex"]) or given["hex"] or START_HEX,
            "category": given["category"] or "lipstick",
            "q": given["q"] or given["skuId"],
            "relation": relation,
        },
        "categories": [(code, word(texts, "slot", code)) for code in COLOUR_MATCHED],
        "relations": [(code, texts["dupes"][f"relation_{code}"]) for code in get_args(Relation)],
        "problem": answer.get("problem", ""),
        "found": answer.get("found"),
        "products": answer.get("products"),
    }
    return draw(request, "dupes", context, status=400 if context["problem"] else 200)


def _answer(given: dict[str, str], language: str, texts: Texts) -> dict[str, Any]:
    """Return what to show: found, products to choose from, or a problem in words; or nothing."""
    problem = texts["dupes"]
    if given["skuId"] or given["q"]:
        sku = given["skuId"] or given["q"]
        if given["q"] and not Shade.objects.filter(sku=sku[:128]).exists():
            products = _products(given["q"], texts)
            return {"products": products} if products else {"problem": problem["problem_product"]}
        asked = _asked(given, "dupe", Asked(sku=sku))
    elif given["hex"] or given["category"]:
        if not _clean(given["hex"]):
            return {"problem": problem["problem_hex"]}
        if given["category"] not in COLOUR_MATCHED:
            return {"problem": problem["problem_category"]}
        asked = _asked(
            given, "equivalent", Asked(hex=_clean(given["hex"]), category=given["category"])
        )
    else:
        return {}
    try:
        return {"found": _found(asked, language, texts)}
    except NotFoundError:
        return {"problem": problem["problem_product"]}
    except InvalidRequestError:
        return {"problem": problem["problem_page"]}


def _asked(given: dict[str, str], usual: Relation, what: Asked) -> Asked:
    """By product people want dupes, by color the nearest, unless they say otherwise."""
    chosen: Any = given["relation"] or usual
    return replace(what, relation=chosen, limit=ON_A_PAGE, cursor=given["cursor"])


def _clean(text: str) -> str:
    match = HEX.match(text)
    return f"#{match.group(1).lower()}" if match else ""


def _found(asked: Asked, language: str, texts: Texts) -> dict[str, Any]:
    dupes = to_wire(find_dupes(asked, now=timezone.now(), locale=language))
    original = dupes["original"]
    shown = present_item(original, dupes["target"], texts) if original else None
    rows = [present_item(item, dupes["target"], texts) for item in dupes["items"]]
    for row in rows:
        row["compared"] = _compared(shown, row, texts) if asked.sku else None
    what = (
        f"{original['brand']} {original['name']}, {original['shade']['name']}"
        if original
        else asked.sku
    )
    if asked.hex:
        what = f"{asked.hex} ({word(texts, 'slot', asked.category)})"
    return {
        "title": say(texts, f"dupes.title_{asked.relation}", what=what),
        "target": dupes["target"]["color"],
        "original": shown if asked.sku or asked.relation == "dupe" else None,
        "rows": rows,
        "kind": asked.relation,
        "reason": word(texts, "slot_reason", dupes["reason"]) if dupes["reason"] else None,
        "more": _more(asked, dupes["nextCursor"]),
        "warnings": [warning_words(code, texts) for code in dupes["warnings"]],
    }


def _more(asked: Asked, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = {"skuId": asked.sku} if asked.sku else {"hex": asked.hex, "category": asked.category}
    query |= {"relation": asked.relation, "cursor": cursor}
    return f"{reverse('dupe-finder')}?{urlencode(query)}"


def _compared(original: dict[str, Any] | None, row: dict[str, Any], texts: Texts) -> str | None:
    if original is None:
        return None
    cheaper = original["cents"] - row["cents"]
    if cheaper == 0:
        return str(texts["dupes"]["same_price"])
    key = "dupes.cheaper" if cheaper > 0 else "dupes.dearer"
    return say(texts, key, amount=dollars_between(cheaper))


def _products(text: str, texts: Texts) -> list[dict[str, Any]]:
    """Return products whose brand and name hold every word, each with its shades to choose from."""
    wanted = Product.objects.filter(is_active=True, category__in=COLOUR_MATCHED)
    for part in text.split()[:8]:
        wanted = wanted.filter(Q(name__icontains=part) | Q(brand__name__icontains=part))
    products = list(
        wanted.select_related("brand").order_by("brand__name", "name", "pk")[:PRODUCTS_MAX]
    )
    shades = Shade.objects.filter(product__in=products, is_active=True).exclude(hex=None)
    by_product: dict[int, list[Shade]] = {}
    for shade in shades.order_by("sku"):
        by_product.setdefault(shade.product_id, []).append(shade)
    return [
        {
            "brand": product.brand.name,
            "name": product.name,
            "category": word(texts, "slot", product.category_id),
            "shades": by_product.get(product.pk, [])[:SHADES_MAX],
        }
        for product in products
    ]
