"""Rows of the catalogue. Every table is of the US market and says so in its name and a CHECK."""

from catalog.models.products import (
    Brand,
    CatalogChange,
    Category,
    ImportRun,
    Merchant,
    PriceHistory,
    Product,
    Shade,
)
from catalog.models.promotions import Creator, MerchantMember, Promotion, Redemption

__all__ = [
    "Brand",
    "CatalogChange",
    "Category",
    "Creator",
    "ImportRun",
    "Merchant",
    "MerchantMember",
    "PriceHistory",
    "Product",
    "Promotion",
    "Redemption",
    "Shade",
]
