"""What generated calls of /api/merchant need: a merchant, its key, and bodies that agree."""

from __future__ import annotations

import os
import random
from typing import Any, Final

from catalog.engine.terms import NEEDED, TARGETS, TERMS

SLUG: Final = "fuzz-shop"
OPERATOR_KEY: Final = "operator-of-fuzz"
OPERATOR: Final = "FUZZ_AS_OPERATOR" in os.environ  # who has to name the merchant in each call
NEW: Final = 0.9  # of the products and shades that are sent; the others may be there already
BODIES: Final = "/api/merchant/promotions"
EACH: Final = 150
Body = dict[str, Any]


def seeds() -> dict[str, list[str]]:
    """Make a merchant with products and promotions; return their ids by the parameter's name."""
    from catalog.access.services import make_key
    from catalog.models import Merchant, Product
    from catalog.services.products import write_products
    from catalog.services.promotions import write_promotion
    from config.auth import MERCHANT_SCOPES

    merchant = Merchant.objects.create(slug=SLUG, name="Fuzz Shop")
    write_products(merchant, [_product(number) for number in range(EACH)])
    promotions = [
        write_promotion(merchant=merchant, fields=_promotion(number)) for number in range(EACH * 2)
    ]
    key = make_key(name="fuzz-merchant", merchant=merchant, scopes=MERCHANT_SCOPES)[1]
    products = Product.objects.filter(merchant=merchant).order_by("pk")
    return {
        "merchantId": [SLUG],
        "merchant_key": [key],
        "product_id": list(products.values_list("external_id", flat=True)),
        "promotion_id": [str(row.pk) for row in promotions],
    }


def _product(number: int) -> Body:
    shades = [
        {"sku": f"F{number}-{color[1:]}", "hex": color,
         "price": {"amount": "18.00", "currency": "USD"}}
        for color in ("#a11f33", "#c0564a")
    ]  # fmt: skip
    return {
        "productId": f"FUZZ-{number}", "name": f"Color {number}", "brand": "Fuzz",
        "category": "lipstick", "shades": shades,
    }  # fmt: skip


def _promotion(number: int) -> Body:
    from django.utils.dateparse import parse_datetime

    return {
        "name": f"Week {number}", "type": "PERCENT_OFF", "percentOff": 10.0 + number % 50,
        "status": ("draft", "published")[number % 2],
        "startsAt": parse_datetime("2026-01-01T00:00:00Z"),
    }  # fmt: skip


def agree(
    path: str, query: Body, body: Any, chance: random.Random, known: dict[str, list[str]]
) -> None:
    """Mend what the contracts of /api/merchant name in $comment: rules over several fields."""
    query.pop("cursor", None)  # only as an answer gave it
    if OPERATOR or "merchantId" in query:
        query["merchantId"] = SLUG
    if "limit" in query:
        query["limit"] = str(int(query["limit"]) % 100 + 1)
    if not isinstance(body, dict):
        return
    if body.pop("merchantId", None) is not None:
        query["merchantId"] = SLUG
    if path.startswith(BODIES) and "orderRef" not in body:
        _agree_promotion(body, chance, known) if "type" in body else _agree_change(body)
    _price(body)
    if "productId" in body and chance.random() < NEW:
        body["productId"] = f"N{chance.randrange(10**9)}"
    for product in (body, *body.get("products", ())):
        for number, shade in enumerate(product.get("shades", ())):
            shade["hex"] = shade.get("hex") or "#a11f33"
            mark = chance.randrange(10**9) if chance.random() < NEW else 0
            shade["sku"] = f"{shade['sku'][:40]}-{mark}-{number}"  # apart within the product


def _price(value: Any) -> None:
    """Bring amounts into the range of a price."""
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _price(item)
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        value["amount"] = f"{min(max(float(value['amount']), 0.01), 100_000.0):.2f}"


def _agree_promotion(body: Body, chance: random.Random, known: dict[str, list[str]]) -> None:
    """Give the terms that the type needs and no others, and targets that are the merchant's."""
    given: Body = {
        "percentOff": 15, "amountOff": {"amount": "3.00", "currency": "USD"}, "buyQuantity": 2,
        "getQuantity": 1, "endsAt": "2027-01-01T00:00:00Z",
    }  # fmt: skip
    needed = NEEDED[body["type"]]
    body |= {name: given[name] if name in needed else None for name in (*TERMS, "endsAt")}
    body |= {"startsAt": "2026-01-01T00:00:00Z", "maxDiscount": None, "creatorIds": []}
    targets = {
        "productIds": [chance.choice(known["product_id"])], "categories": ["lipstick"],
        "brands": ["Fuzz"],
    }  # fmt: skip
    scope = body.setdefault("scope", "all")
    for of, name in TARGETS.items():
        body[name] = targets[name] if of == scope else []


def _agree_change(body: Body) -> None:
    """Leave what can be changed of a promotion of any type."""
    for name in (
        *TERMS, "scope", "startsAt", "endsAt", "maxDiscount", "creatorIds", *TARGETS.values(),
    ):  # fmt: skip
        body.pop(name, None)
