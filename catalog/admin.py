"""The catalogue in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog.models import Brand, Merchant, PriceHistory, Product, Promotion, Shade
from config.admin import BaseAdmin, ReadOnlyAdmin


@admin.register(Merchant)
class MerchantAdmin(BaseAdmin):
    list_display = ("name", "slug", "is_active", "is_demo")
    search_fields = ("name", "slug")


@admin.register(Brand)
class BrandAdmin(BaseAdmin):
    list_display = ("name", "key")
    search_fields = ("name",)


@admin.register(Product)
class ProductAdmin(BaseAdmin):
    list_display = ("name", "brand", "category", "merchant", "is_active", "is_demo")
    list_filter = ("category", "is_active", "is_demo")
    list_select_related = ("brand", "category", "merchant")
    search_fields = ("name", "external_id")
    autocomplete_fields = ("merchant", "brand")


@admin.register(Shade)
class ShadeAdmin(BaseAdmin):
    list_display = ("sku", "name", "hex", "finish", "price_cents", "availability", "is_active")
    list_filter = ("category", "finish", "availability", "is_active")
    search_fields = ("sku", "name")
    autocomplete_fields = ("product",)
    exclude = ("merchant", "brand", "category")
    readonly_fields = ("provenance",)


@admin.register(Promotion)
class PromotionAdmin(BaseAdmin):
    list_display = ("name", "merchant", "kind", "status", "starts_at", "ends_at", "used_count")
    list_filter = ("kind", "status")
    search_fields = ("name",)
    autocomplete_fields = ("merchant", "products", "brands")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # deletion is soft: redemptions keep naming the promotion


@admin.register(PriceHistory)
class PriceHistoryAdmin(ReadOnlyAdmin):
    list_display = ("shade", "price_cents", "currency", "started_at", "ended_at")
    list_select_related = ("shade",)
