"""API keys in the admin: made and shown once, rotated with an overlap, revoked at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalog.access import services
from catalog.access.models import ApiKey, looks_only
from catalog.staff.exports import ExportAdmin
from config.auth import MERCHANT_SCOPES, SCOPES


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        initial=looks_only,
    )

    class Meta:
        model = ApiKey
        fields = ("name", "merchant", "scopes", "expires_at")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs = set(data.get("scopes", ())) & set(MERCHANT_SCOPES)
        if needs and not data.get("merchant"):
            self.add_error("merchant", "A key with a merchant's scope names the merchant.")
        if data.get("name") and not services.name_is_free(data["name"], data.get("merchant")):
            self.add_error("name", "Another caller has this name.")
        return data


@admin.register(ApiKey)
class ApiKeyAdmin(ExportAdmin):
    form = ApiKeyForm
    list_display = (
        "name", "prefix", "merchant", "scopes", "created_at", "last_used_at", "expires_at",
        "revoked_at",
    )  # fmt: skip
    list_select_related = ("merchant",)
    list_filter = ("merchant",)
    search_fields = ("name", "prefix", "merchant__name")
    autocomplete_fields = ("merchant",)
    ordering = ("name", "-created_at")
    actions = ("rotate", "revoke", "export_csv")
    export_fields = (  # never the hash
        "name", "prefix", "merchant__name", "scopes", "created_at", "last_used_at", "expires_at",
        "revoked_at",
    )  # fmt: skip

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list and its actions, but no form: a key is rotated, never edited."""
        return obj is None and bool(super().has_change_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # a revoked key stays, so that its jobs' caller can be explained

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:  # noqa: ARG002
        row, text = services.make_key(
            name=obj.name, merchant=obj.merchant, scopes=obj.scopes, expires_at=obj.expires_at
        )
        obj.pk = row.pk
        _show_once(request, row.name, text)

    @admin.action(description="Rotate: a new key now, the old one works seven more days")
    def rotate(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset.filter(revoked_at=None):
            row, text = services.rotate_key(key=key, now=timezone.now())
            _show_once(request, row.name, text)

    @admin.action(description="Revoke at once")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            services.revoke_key(key=key, now=timezone.now())
        messages.success(request, "Revoked.")


def _show_once(request: HttpRequest, name: str, text: str) -> None:
    messages.warning(request, f"The key of {name}, shown only now: {text}")
