"""A merchant's feed in the admin: tried before it is written; and how complete the catalogue is."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from unfold import widgets

from catalog import quality
from catalog.importers import FORMATS
from catalog.imports import ImportResult, import_file
from catalog.models import ImportRun, Merchant
from catalog.reports import csv_line
from catalog.staff.rows import MerchantAdmin, own_merchant
from config.admin import exported
from config.errors import InvalidRequestError

REFUSED_SHOWN: Final = 100


class FeedForm(forms.Form):
    """A feed as a file. digest is that of the file that was tried: only it is written."""

    merchant = forms.ModelChoiceField(
        Merchant.objects.none(), widget=widgets.UnfoldAdminSelectWidget
    )
    file = forms.FileField(
        help_text="At most 50 MB; larger feeds go through import_catalog",
        widget=widgets.UnfoldAdminFileFieldWidget,  # the theme's script wants its own
    )
    source = forms.ChoiceField(
        label="Format",
        widget=widgets.UnfoldAdminSelectWidget,
        choices=[("auto", "recognize it by its first bytes"), *((f, f) for f in FORMATS)],
    )
    assume_currency = forms.ChoiceField(
        label="Prices without a currency",
        required=False,
        widget=widgets.UnfoldAdminSelectWidget,
        choices=[("", "stay unknown, so that no kit uses them"), ("USD", "are US dollars")],
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)


class FeedPages(MerchantAdmin):
    """The import page and the quality report, beside the list of products."""

    list_before_template = "merchant/product_links.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("feed/", wrap(both(self.feed)), name="product_feed"),
            path("quality/", wrap(require_GET(self.quality)), name="product_quality"),
            path("quality/skus/", wrap(require_GET(self.unmatched)), name="product_unmatched"),
            *super().get_urls(),
        ]

    def feed(self, request: HttpRequest) -> HttpResponse:
        """GET: the form. POST: try the file, or write the file that was tried."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        given = request.method == "POST"
        form = FeedForm(request.POST, request.FILES) if given else FeedForm()
        mine = self._merchants(request)
        field: Any = form.fields["merchant"]
        field.queryset, field.initial = mine, mine.first()
        outcome = self._take(request, form) if given and form.is_valid() else None
        own = own_merchant(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import a feed",
            "opts": self.opts,
            "form": form,
            "own": own,
            "outcome": outcome,
            "runs": ImportRun.objects.filter(merchant__in=mine).select_related("merchant")
            .order_by("-pk")[:10],
        }  # fmt: skip
        template = "outcome" if request.headers.get("HX-Request") else "feed"
        return TemplateResponse(request, f"merchant/{template}.html", context)

    def _merchants(self, request: HttpRequest) -> Any:
        own = own_merchant(request)
        rows = Merchant.objects.filter(is_demo=False).order_by("name")
        return rows.filter(pk=own.pk) if own else rows

    def _take(self, request: HttpRequest, form: FeedForm) -> dict[str, Any]:
        data = form.cleaned_data
        with _on_disk(data["file"]) as (feed, report):
            digest = hashlib.sha256(feed.read_bytes()).hexdigest()
            write = "write" in request.POST
            if write and digest != data["digest"]:
                return {"problem": "This is not the file that was tried. Try it first."}
            try:
                result = import_file(
                    feed, source=data["source"], merchant=data["merchant"], report=report,
                    now=timezone.now(), assume_currency=data["assume_currency"], dry_run=not write,
                )  # fmt: skip
            except InvalidRequestError as error:
                return {"problem": error.message}
            refused = _read_report(report)
        if write:
            self.log_change(request, data["merchant"], f"imported {data['file'].name}")
        return _outcome(result, refused, written=write, digest=digest)

    def quality(self, request: HttpRequest) -> HttpResponse:
        """How complete each merchant's catalogue is, and what no kit can use."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        slugs = self._slugs(request)
        rows = [row for slug in slugs for row in quality.measure(slug)]
        context = {
            **self.admin_site.each_context(request),
            "title": "Quality of the catalog",
            "opts": self.opts,
            "fields": list(quality.FIELDS),
            "reasons": list(quality.REASONS),
            "rows": [_complete(row) for row in rows],
        }
        return TemplateResponse(request, "merchant/quality.html", context)

    def _slugs(self, request: HttpRequest) -> list[str]:
        """Return the merchants whose quality this person may see; "" is all of them at once."""
        own = own_merchant(request)
        if own is not None:
            return [own.slug]
        return [""] if request.user.has_perm("catalog.view_merchant") else []

    def unmatched(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every SKU that no kit can use, and why, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        slugs = self._slugs(request)
        exported.send(type(self), request=request, table="catalog_shade_us", rows=-1)
        lines = (csv_line(row) for slug in slugs for row in quality.unmatched(slug))
        response = StreamingHttpResponse(
            _with_header(lines), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="not-in-kits.csv"'
        response["Cache-Control"] = "no-store"
        return response


def _with_header(lines: Iterator[str]) -> Iterator[str]:
    yield csv_line(("merchant", "sku", "reason"))
    yield from lines


@contextmanager
def _on_disk(file: Any) -> Iterator[tuple[Path, Path]]:
    """Yield the upload as a file of its own name, and where its report may go."""
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / Path(file.name or "feed").name[:100]
        with feed.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        yield feed, Path(folder) / "refused" / "report.csv"


def _read_report(report: Path) -> list[list[str]]:
    if not report.exists():
        return []
    with report.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[1 : REFUSED_SHOWN + 1]


def _outcome(
    result: ImportResult, refused: list[list[str]], *, written: bool, digest: str
) -> dict[str, Any]:
    return {
        "written": written,
        "digest": digest,
        "source": result.source,
        "rows": result.rows,
        "counts": {
            "new": result.counts.created, "changed": result.counts.updated,
            "unchanged": result.counts.unchanged, "refused": sum(result.refused.values()),
        },
        "reasons": sorted(result.refused.items()),
        "notes": sorted(result.notes.items()),
        "refused": refused,
    }  # fmt: skip


def _complete(row: quality.Completeness) -> dict[str, Any]:
    known = [
        {"name": name, "percent": f"{100 * share:.1f}", "low": share < 0.5}
        for name, share in row.known.items()
    ]
    return {
        "merchant": row.merchant,
        "shades": row.shades,
        "known": known,
        "unmatched": sorted(row.unmatched.items(), key=lambda each: -each[1]),
        "usable": row.shades - sum(row.unmatched.values()),
    }
