"""Rows and values for tests: fixed, with what matters overridden."""

from __future__ import annotations

from typing import Any

from catalog.models import Brand, Category, Merchant, Product, Shade
from config.colour import lab_from_hex
from layer2.engine.types import (
    BaseLook,
    Blush,
    Breakdown,
    EyeLook,
    LipLook,
    LookSpec,
    Swatch,
    Wearer,
)


def make_merchant(slug: str = "shop", **overrides: Any) -> Merchant:
    return Merchant.objects.get_or_create(slug=slug, defaults={"name": slug, **overrides})[0]


def make_brand(name: str = "Brand") -> Brand:
    return Brand.objects.get_or_create(key=name.casefold(), defaults={"name": name})[0]


def make_product(
    external_id: str = "p1",
    *,
    category: str = "lipstick",
    merchant: Merchant | None = None,
    brand: str = "Brand",
    **overrides: Any,
) -> Product:
    fields: dict[str, Any] = {
        "name": f"Product {external_id}",
        "brand": make_brand(brand),
        "category": Category.objects.get(code=category),
    }
    return Product.objects.get_or_create(
        merchant=merchant or make_merchant(), external_id=external_id, defaults=fields | overrides
    )[0]


def make_shade(sku: str = "s1", *, product: Product | None = None, **overrides: Any) -> Shade:
    """Store a lipstick shade in stock for 20 dollars; color is hex or None."""
    product = product or make_product(f"of-{sku}")
    text = overrides.pop("hex", "#a11f33")
    lab = lab_from_hex(text) if text else (None, None, None)
    fields: dict[str, Any] = {
        "name": sku, "hex": text, "lab_l": lab[0], "lab_a": lab[1], "lab_b": lab[2],
        "finish": "matte", "coverage": "full", "price_cents": 2000, "currency": "USD",
        "currency_source": "stated", "availability": "in_stock", "size_amount": 3.5,
        "size_unit": "g",
    }  # fmt: skip
    return Shade.objects.create(sku=f"shop:{sku}", product=product, **(fields | overrides))


def swatch(text: str) -> Swatch:
    return Swatch(text, lab_from_hex(text), "colour")


def make_wearer(text: str | None = "#c99a7c") -> Wearer:
    return Wearer(swatch(text), 0.9, "stated") if text else Wearer(None, 0.0, "none")


def make_look(
    *,
    base: dict[str, Any] | None = None,
    blush: dict[str, Any] | None = None,
    eye: dict[str, Any] | None = None,
    lip: dict[str, Any] | None = None,
) -> LookSpec:
    """Return a look that uses all seven slots, with fields of each area overridden."""
    shared: dict[str, Any] = {
        "intent": "as read",
        "key_notes": (),
        "evidence": (),
        "confidence": 0.5,
    }
    cheek_fields: dict[str, Any] = {
        "intensity": "medium", "hue": "pink", "color": swatch("#c97b78"),
    }  # fmt: skip
    cheek = Blush(**(cheek_fields | (blush or {})))
    return LookSpec(
        schema_version="v0", market="US", locale="en-US", engine_version="test",
        look_title="A look", style_tags=(), color_story=(), emphasis_areas=("lip",), warnings=(),
        breakdown=Breakdown(
            base=BaseLook(**(shared | {
                "finish": "natural", "coverage": "medium", "color": swatch("#b58a70"),
                "blush": cheek,
            } | (base or {}))),
            eye=EyeLook(**(shared | {
                "finish": "satin", "coverage": "medium", "shadow_family": "neutral_brown",
                "colors": (swatch("#8a6248"),), "liner": "defined", "liner_direction": "up",
                "liner_color": None, "lashes": "dramatic", "brow": "natural",
            } | (eye or {}))),
            lip=LipLook(**(shared | {
                "finish": "matte", "coverage": "full", "color_family": "red",
                "color": swatch("#a11f33"),
            } | (lip or {}))),
        ),
    )  # fmt: skip
