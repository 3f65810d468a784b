"""The base of every admin page: one look, and read-only where services alone write."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin


class BaseAdmin(ModelAdmin):
    """Shared defaults; every admin of the project is one of these."""

    list_per_page = 50
    show_full_result_count = False  # COUNT(*) of a large table is slower than the page
    warn_unsaved_form = True


class ReadOnlyAdmin(BaseAdmin):
    """Staff look; nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
