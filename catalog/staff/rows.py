"""Whose rows a person sees: a merchant's member its own alone, whatever else their roles say.

Somebody who belongs to no merchant sees every merchant's rows if they may view merchants, and none
otherwise. The rule sits in the queryset, so that lists, filters, search, pickers, pages, history
and exports all obey it: what is another's looks like what is not there.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from catalog.models import Merchant, MerchantMember
from catalog.staff.exports import ExportAdmin
from config.admin import ReadOnlyAdmin


def own_merchant(request: HttpRequest) -> Merchant | None:
    """Return the merchant that the person belongs to, or None; read once a request."""
    if not hasattr(request, "_own_merchant"):
        member = (
            MerchantMember.objects.select_related("merchant").filter(user=request.user.pk).first()
        )
        request._own_merchant = member.merchant if member else None  # type: ignore[attr-defined]
    found: Merchant | None = request._own_merchant  # type: ignore[attr-defined]
    return found


def sees_all(request: HttpRequest) -> bool:
    """Whether the person works for the operator, not for a merchant."""
    return own_merchant(request) is None and request.user.has_perm("catalog.view_merchant")


class MerchantAdmin(ExportAdmin):
    """An admin of rows that belong to a merchant; merchant_path leads from a row to it."""

    merchant_path = "merchant"
    actions: Any = ()

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What somebody may see here they may take along: it is their own, or they see all."""
        return bool(self.has_view_permission(request))

    def own_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that this person may know of."""
        merchant = own_merchant(request)
        if merchant is not None:
            return rows.filter(**{self.merchant_path: merchant})
        return rows if sees_all(request) else rows.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.own_rows(request, super().get_queryset(request))

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """A merchant's member is not asked which merchant: save_model knows."""
        excluded = tuple(super().get_exclude(request, obj) or ())
        return excluded if own_merchant(request) is None else (*excluded, "merchant")

    def get_list_filter(self, request: HttpRequest) -> Any:
        """No filter by merchant for who has but one; its choices would name the others."""
        filters = super().get_list_filter(request)
        return filters if own_merchant(request) is None else [f for f in filters if f != "merchant"]

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = super().get_list_display(request)
        return columns if own_merchant(request) is None else [c for c in columns if c != "merchant"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        self._limit(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        self._limit(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _limit(self, db_field: Any, request: HttpRequest, kwargs: dict[str, Any]) -> None:
        """Offer, and accept, only rows that the other model's own admin shows this person."""
        other = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(other, MerchantAdmin):
            kwargs["queryset"] = other.get_queryset(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        merchant = own_merchant(request)
        if merchant is not None and self.merchant_path == "merchant" and not obj.merchant_id:
            obj.merchant = merchant
        super().save_model(request, obj, form, change)

    def address(self, row: Any) -> str:
        """Return the address of a row's page."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[quote(row.pk)])


class ReadOnlyMerchantAdmin(ReadOnlyAdmin, MerchantAdmin):
    """Rows of a merchant that services alone write."""
