"""The catalogue in the admin; catalog/staff has what is more than a list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.models import (
    Brand,
    Creator,
    ImportRun,
    Merchant,
    MerchantMember,
    PriceHistory,
    Redemption,
)
from catalog.staff.products import ProductAdmin, ShadeAdmin  # noqa: F401  (register themselves)
from catalog.staff.promotions import PromotionAdmin  # noqa: F401  (registers itself)
from catalog.staff.rows import MerchantAdmin, ReadOnlyMerchantAdmin, own_merchant, sees_all


@admin.register(Merchant)
class MerchantsAdmin(MerchantAdmin):
    merchant_path = "pk"
    list_display = ("name", "slug", "is_active", "is_demo")
    search_fields = ("name", "slug")

    def own_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        merchant = own_merchant(request)
        if merchant is not None:
            return rows.filter(pk=merchant.pk)
        return rows if sees_all(request) else rows.none()


@admin.register(MerchantMember)
class MemberAdmin(MerchantAdmin):
    """Who of the staff works for which merchant."""

    list_display = ("user", "merchant")
    list_select_related = ("user", "merchant")
    search_fields = ("user__username", "merchant__name")
    autocomplete_fields = ("merchant",)


@admin.register(Brand)
class BrandAdmin(MerchantAdmin):
    list_display = ("name", "key")
    search_fields = ("name",)

    def own_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """A brand is nobody's own; a merchant's member sees those of its products."""
        merchant = own_merchant(request)
        if merchant is not None:
            return rows.filter(products__merchant=merchant).distinct()
        return rows if sees_all(request) else rows.none()


@admin.register(Creator)
class CreatorAdmin(MerchantAdmin):
    list_display = ("name", "handle", "merchant", "is_active")
    list_filter = ("merchant", "is_active")
    list_select_related = ("merchant",)
    search_fields = ("name", "handle")
    autocomplete_fields = ("merchant",)


@admin.register(Redemption)
class RedemptionAdmin(ReadOnlyMerchantAdmin):
    merchant_path = "promotion__merchant"
    list_display = ("order_ref", "promotion", "discount_cents", "redeemed_at")
    list_select_related = ("promotion",)
    search_fields = ("=order_ref",)
    ordering = ("-pk",)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyMerchantAdmin):
    list_display = (
        "file_name", "merchant", "source", "rows", "created", "updated", "unchanged", "refused",
        "finished_at",
    )  # fmt: skip
    list_filter = ("merchant", "source")
    list_select_related = ("merchant",)
    ordering = ("-pk",)


@admin.register(PriceHistory)
class PriceHistoryAdmin(ReadOnlyMerchantAdmin):
    merchant_path = "shade__merchant"
    list_display = ("shade", "price_cents", "currency", "started_at", "ended_at")
    list_select_related = ("shade",)
    search_fields = ("=shade__sku",)
    ordering = ("-pk",)
