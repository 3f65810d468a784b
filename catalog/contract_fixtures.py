"""One golden body for each published contract of /api/merchant."""

from __future__ import annotations

from typing import Any, Final

from config.contracts import money_of

Wire = dict[str, Any]
MOMENT: Final = "2026-01-01T12:00:00Z"
END: Final = "2026-01-08T12:00:00Z"


def merchant_fixtures() -> dict[str, Wire]:
    """Return a golden body by contract."""
    promotion = _promotion()
    product, shade = _product(), _shade()
    request = product | {"productId": "LIP-1", "shades": [shade]}
    stored = {
        "promotionId": 7, "state": "running", "usedCount": 3, "createdAt": MOMENT,
        "updatedAt": MOMENT,
    }  # fmt: skip
    shown = {key: value for key, value in request.items() if key != "shades"} | {
        "shades": [_shown(shade)], "createdAt": MOMENT, "updatedAt": MOMENT,
    }  # fmt: skip
    return {
        "merchantPromotionRequest": promotion,
        "merchantPromotionPatch": {"name": "Lip week", "percentOff": 15.0, "endsAt": None},
        "merchantPromotion": promotion | stored,
        "merchantPromotionList": {"items": [promotion | stored], "nextCursor": "WzcsW11d:x"},
        "merchantProductRequest": request,
        "merchantProductPatch": {"name": "Lip color", "shades": [shade]},
        "merchantProduct": shown,
        "merchantProductList": {"items": [shown], "nextCursor": None},
        "merchantBulkRequest": {"merchantId": "shop", "products": [request]},
        "merchantStockRequest": {
            "items": [{"sku": "LIP-1-R", "price": money_of(1800), "availability": "in_stock"}]
        },
        "merchantOutcomes": {
            "results": [
                {"id": "LIP-1", "outcome": "updated", "reason": None},
                {"id": "LIP-2", "outcome": "refused", "reason": "Another product has the SKU x."},
            ]
        },
        "merchantPreview": _preview(),
        "merchantRedemptionRequest": {"orderRef": "order-1", "discount": money_of(360)},
        "merchantRedemption": {
            "promotionId": 7, "orderRef": "order-1", "discount": money_of(360),
            "redeemedAt": MOMENT, "usesLeft": 96,
        },
    }  # fmt: skip


def _promotion() -> Wire:
    return {
        "merchantId": "shop", "name": "Lip week", "type": "PERCENT_OFF", "status": "published",
        "scope": "categories", "productIds": [], "categories": ["lipstick"], "brands": [],
        "percentOff": 20.0, "amountOff": None, "buyQuantity": None, "getQuantity": None,
        "minSubtotal": None, "maxDiscount": money_of(1000), "startsAt": MOMENT, "endsAt": END,
        "channels": ["web"], "creatorIds": ["ana"], "priority": 5, "stackable": True,
        "usageCap": 100,
    }  # fmt: skip


def _product() -> Wire:
    return {
        "merchantId": "shop", "name": "Lip color", "brand": "Shop", "category": "lipstick",
        "description": "A satin lipstick.", "tags": ["satin"],
        "imageUrl": "https://shop.example/lip.jpg", "productUrl": "https://shop.example/lip",
        "active": True,
    }  # fmt: skip


def _shade() -> Wire:
    return {
        "sku": "LIP-1-R", "name": "Red", "hex": "#a11f33", "finish": "satin", "coverage": "full",
        "undertone": "unknown", "size": {"amount": 3.5, "unit": "g"}, "price": money_of(1800),
        "cost": money_of(600), "availability": "in_stock", "active": True,
    }  # fmt: skip


def _shown(shade: Wire) -> Wire:
    return shade | {
        "skuId": "shop:LIP-1-R", "currency": "USD", "effectivePrice": money_of(1440),
        "wasPrice": money_of(1800),
    }  # fmt: skip


def _preview() -> Wire:
    item = {
        "skuId": "shop:LIP-1-R", "name": "Lip color Red", "quantity": 1, "price": money_of(1800),
        "before": money_of(1800), "after": money_of(1440), "discount": money_of(360),
        "marginPercent": 58.33, "belowFloor": True, "wasPrice": None,
    }  # fmt: skip
    return {
        "at": MOMENT, "marginFloorPercent": 60.0, "inScope": 12, "affected": 11, "belowFloor": 1,
        "costUnknown": 2, "freeShipping": False, "notAffected": {"BETTER_EXCLUSIVE": 1},
        "items": [item], "breaches": [item],
    }  # fmt: skip
