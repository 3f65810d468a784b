"""A client of /api/merchant with a merchant's own key, or the operator's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from rest_framework.test import APIClient

from catalog.access.services import make_key
from catalog.models import Merchant

PROMOTIONS = "/api/merchant/promotions"
PRODUCTS = "/api/merchant/products"
START = datetime.now(UTC) - timedelta(days=1)


def headers_of(merchant: Merchant, *scopes: str) -> dict[str, str]:
    name = f"{merchant.slug}-erp"
    return {"X-API-Key": make_key(name=name, merchant=merchant, scopes=scopes)[1]}


def client_of(merchant: Merchant, *scopes: str) -> APIClient:
    return APIClient(headers=headers_of(merchant, *scopes))


def terms(**overrides: Any) -> dict[str, Any]:
    fields = {
        "name": "Lip week", "type": "PERCENT_OFF", "percentOff": 20, "status": "published",
        "startsAt": START.isoformat(),
    }  # fmt: skip
    return fields | overrides


def product(product_id: str = "LIP-1", **overrides: Any) -> dict[str, Any]:
    fields = {
        "productId": product_id, "name": "Lip color", "brand": "Shop", "category": "lipstick",
        "shades": [shade(f"{product_id}-R")],
    }  # fmt: skip
    return fields | overrides


def shade(sku: str, **overrides: Any) -> dict[str, Any]:
    return {"sku": sku, "hex": "#a11f33", "price": dollars("18.00")} | overrides


def dollars(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}
