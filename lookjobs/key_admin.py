"""API keys in the admin: made and shown once, rotated with an overlap, revoked at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from config.admin import BaseAdmin
from lookjobs.models import ApiKey
from lookjobs.services import keys


@admin.register(ApiKey)
class ApiKeyAdmin(BaseAdmin):
    list_display = ("name", "prefix", "created_at", "expires_at", "revoked_at")
    search_fields = ("name", "prefix")
    ordering = ("name", "-created_at")
    fields = ("name", "expires_at")
    actions = ("rotate", "revoke")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list and its actions, but no form: a key is rotated, never edited."""
        return obj is None and bool(super().has_change_permission(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # a revoked key stays, so that its jobs' caller can be explained

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:  # noqa: ARG002
        row, text = keys.make_key(name=obj.name, expires_at=obj.expires_at)
        obj.pk = row.pk
        _show_once(request, row.name, text)

    @admin.action(description="Rotate: a new key now, the old one works seven more days")
    def rotate(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset.filter(revoked_at=None):
            row, text = keys.rotate_key(key=key, now=timezone.now())
            _show_once(request, row.name, text)

    @admin.action(description="Revoke at once")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            keys.revoke_key(key=key, now=timezone.now())
        messages.success(request, "Revoked.")


def _show_once(request: HttpRequest, name: str, text: str) -> None:
    messages.warning(request, f"The key of {name}, shown only now: {text}")
