"""Publishing goes through the preview: what is published is what somebody has just been shown.

The page's button carries a signed digest of the promotion as it was previewed, for that person. A
promotion that changed since is shown again. A published one is not edited: it is paused first.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from catalog.models import Promotion
from catalog.services.preview import preview, terms_of
from catalog.staff.sheets import ExportSheets

SALT: Final = "catalog.publish"
SEEN_S: Final = 3600  # how long a preview counts as just seen
LISTS: Final = ("products", "categories", "brands", "creators")
# What a promotion is, but for these, is what its preview shows.
BESIDE: Final = ("id", "status", "used_count", "deleted_at", "created_at", "updated_at")


def digest_of(row: Promotion) -> str:
    """Return the digest of everything that decides what a promotion does."""
    told = {
        field.attname: str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in BESIDE
    }
    lists = {name: sorted(map(str, row_keys(row, name))) for name in LISTS}
    return hashlib.sha256(json.dumps(told | lists, sort_keys=True).encode()).hexdigest()


def row_keys(row: Promotion, name: str) -> list[Any]:
    """Return the keys of the rows that a promotion names in a list."""
    return list(getattr(row, name).values_list("pk", flat=True))


class PublishPages(ExportSheets):
    """The page that previews a stored promotion and publishes it, and the actions about it."""

    def get_urls(self) -> list[URLPattern]:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.publish_view)
        page = path("<int:pk>/publish/", self.admin_site.admin_view(view), name="promotion_publish")
        return [page, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody edits the status by hand, nor anything of what runs."""
        fixed = (*super().get_readonly_fields(request, obj), "status")
        if obj is None or obj.status != "published":
            return fixed
        return [
            name for _, options in self.get_fieldsets(request, obj) for name in options["fields"]
        ]

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Promotion]) -> Any:
        """Lead to the preview of the one that was chosen."""
        rows = list(queryset[:2])
        if len(rows) == 1:
            return HttpResponseRedirect(publish_address(rows[0]))
        messages.error(request, "Publish one at a time: each is previewed first.")
        return None

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET: what it would do, and the button. POST: publish it as it was shown."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row: Promotion = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method == "POST":
            return self._publish(request, row)
        found = preview(row.merchant, terms_of(row), now=timezone.now())
        context = {
            **self.admin_site.each_context(request),
            **self.shown(found),
            "title": f"Publish {row.name}",
            "opts": self.opts,
            "row": row,
            "address": self.address(row),
            "seal": signing.dumps([row.pk, digest_of(row), request.user.pk], salt=SALT),
        }
        return TemplateResponse(request, "merchant/publish.html", context)

    def shown(self, found: Any) -> dict[str, Any]:
        """Return a preview as its template takes it."""
        raise NotImplementedError

    def _publish(self, request: HttpRequest, row: Promotion) -> HttpResponse:
        with transaction.atomic():
            held = Promotion.objects.select_for_update().get(pk=row.pk)
            if _seen(request.POST.get("seal", "")) != [held.pk, digest_of(held), request.user.pk]:
                messages.error(request, "It is not as you saw it. Look at it again.")
                return HttpResponseRedirect(publish_address(row))
            if held.status != "published":
                held.status = "published"
                held.save(update_fields=["status", "updated_at"])
                self.log_change(request, held, "status: published")
        messages.success(request, "Published.")
        return HttpResponseRedirect(reverse("admin:catalog_promotion_changelist"))


def publish_address(row: Promotion) -> str:
    """Return the address of the page that publishes a promotion."""
    return reverse("admin:promotion_publish", args=[row.pk])


def _seen(seal: str) -> Any:
    try:
        return signing.loads(seal, salt=SALT, max_age=SEEN_S)
    except signing.BadSignature:
        return None
