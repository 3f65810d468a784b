"""Promotions in the admin: what each does now, a preview beside the form, and a calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from catalog.engine.terms import problems
from catalog.models import Promotion
from catalog.models.promotions import CHANNELS
from catalog.services.preview import preview, terms_of
from catalog.services.promotions import delete_promotion, state_of
from catalog.staff.products import dollars
from catalog.staff.publishing import LISTS, PublishPages
from catalog.staff.rows import own_merchant
from catalog.staff.sheets import PromotionSheet
from config.marks import chip

# The engine's names of a promotion's terms (engine/terms.py), and the form's fields.
FIELDS: Final = {
    "type": "kind", "scope": "scope", "percentOff": "percent_bp", "amountOff": "amount_cents",
    "buyQuantity": "buy_quantity", "getQuantity": "get_quantity",
    "maxDiscount": "max_discount_cents", "startsAt": "starts_at", "endsAt": "ends_at",
    "productIds": "products", "categories": "categories", "brands": "brands",
}  # fmt: skip
SHOWN: Final = 12
LANES_MAX: Final = 200  # promotions in one month of the calendar


class PromotionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """The terms are checked by the engine's own rules, so that the admin and the API agree."""

    channels = forms.MultipleChoiceField(
        choices=[(name, name) for name in CHANNELS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every channel",
    )

    class Meta:
        model = Promotion
        fields = "__all__"  # noqa: DJ007, what is not to be edited says so itself
        help_texts = {
            "amount_cents": "In cents: 500 is $5.00",
            "min_subtotal_cents": "In cents",
            "max_discount_cents": "In cents",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "kind" in data and "scope" in data:
            terms = {name: _given(data.get(field)) for name, field in FIELDS.items()}
            for name, text in problems(terms).items():
                self.add_error(FIELDS[name], text)
        cap = data.get("usage_cap")
        if cap is not None and cap < self.instance.used_count:
            self.add_error("usage_cap", f"{self.instance.used_count} uses were redeemed already.")
        return data


def _given(value: Any) -> Any:
    """A choice of rows counts as given where it names one."""
    return list(value) if isinstance(value, QuerySet) else value


@admin.register(Promotion)
class PromotionAdmin(PublishPages):
    sheet = PromotionSheet
    form = PromotionForm
    list_display = (
        "name", "state", "kind", "offer", "merchant", "starts_at", "ends_at", "uses",
    )  # fmt: skip
    list_filter = ("merchant", "kind", "status")
    list_select_related = ("merchant",)
    search_fields = ("name",)
    autocomplete_fields = ("merchant", "products", "brands", "creators")
    fieldsets = (
        (None, {"fields": ("merchant", "name", "status", "kind")}),
        (
            "What is taken off",
            {"fields": ("percent_bp", "amount_cents", "buy_quantity", "get_quantity")},
        ),
        ("From what", {"fields": ("scope", "products", "categories", "brands")}),
        ("When and where", {"fields": ("starts_at", "ends_at", "channels", "creators")}),
        (
            "Limits",
            {
                "fields": (
                    "min_subtotal_cents", "max_discount_cents", "usage_cap", "used_count",
                    "priority", "stackable",
                )
            },
        ),
    )  # fmt: skip
    readonly_fields = ("used_count",)
    actions = ("publish", "pause", "remove", "export_csv")
    export_fields = (
        "id", "name", "kind", "status", "scope", "percent_bp", "amount_cents", "starts_at",
        "ends_at", "usage_cap", "used_count",
    )  # fmt: skip
    list_before_template = "merchant/promotion_links.html"
    change_form_before_template = "merchant/preview_slot.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(deleted_at=None)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ARG002
        """A merchant's member is not asked which merchant."""
        if own_merchant(request) is None:
            return self.fieldsets
        (name, first), *others = self.fieldsets
        return ((name, {"fields": first["fields"][1:]}), *others)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False  # deletion is soft: redemptions keep naming the promotion

    @admin.display(description="now")
    def state(self, row: Promotion) -> str:
        return chip(state_now(row))

    @admin.display(description="offer")
    def offer(self, row: Promotion) -> str:
        if row.percent_bp:
            return f"{row.percent_bp / 100:g} %"
        return dollars(row.amount_cents)

    @admin.display(description="uses", ordering="used_count")
    def uses(self, row: Promotion) -> str:
        return (
            f"{row.used_count:,} of {row.usage_cap:,}" if row.usage_cap else f"{row.used_count:,}"
        )

    @admin.action(description="Pause", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Promotion]) -> None:
        for row in queryset.exclude(status="paused"):
            row.status = "paused"
            row.save(update_fields=["status", "updated_at"])
            self.log_change(request, row, "status: paused")
        messages.success(request, "Paused.")

    @admin.action(description="Remove (redemptions stay)", permissions=["change"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Promotion]) -> None:
        now = timezone.now()
        for row in queryset.select_related("merchant"):
            delete_promotion(merchant=row.merchant, promotion_id=row.pk, now=now)
            self.log_deletions(request, Promotion.objects.filter(pk=row.pk))
        messages.success(request, "Removed.")

    def shown(self, found: Any) -> dict[str, Any]:
        return _shown(found)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("calendar/", wrap(require_GET(self.calendar)), name="promotion_calendar"),
            path("preview/", wrap(require_POST(self.preview)), name="promotion_preview"),
            *super().get_urls(),
        ]

    def calendar(self, request: HttpRequest) -> HttpResponse:
        """A month of promotions, one lane each."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        month = _month(request.GET.get("month", ""))
        after = (month + timedelta(days=31)).replace(day=1)
        start, end = _midnight(month), _midnight(after)
        rows = (
            self.get_queryset(request)
            .filter(Q(ends_at=None) | Q(ends_at__gt=start), starts_at__lt=end)
            .select_related("merchant")
            .order_by("starts_at", "pk")[: LANES_MAX + 1]
        )
        lanes = [self._lane(row, start, end) for row in rows]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Promotions, {month:%B %Y}",
            "opts": self.opts,
            "month": month,
            "days": [month + timedelta(days=n) for n in range((after - month).days)],
            "today": timezone.now().date(),
            "before": (month - timedelta(days=1)).replace(day=1),
            "after": after,
            "lanes": lanes[:LANES_MAX],
            "more": len(lanes) > LANES_MAX,
        }
        return TemplateResponse(request, "merchant/calendar.html", context)

    def _lane(self, row: Promotion, start: datetime, end: datetime) -> dict[str, Any]:
        span = (end - start).total_seconds()
        first = max(row.starts_at, start)
        last = min(row.ends_at or end, end)
        return {
            "row": row,
            "url": self.address(row),
            "state": state_now(row),
            "x": f"{100 * (first - start).total_seconds() / span:.2f}",
            "width": f"{max(1.0, 100 * (last - first).total_seconds() / span):.2f}",
        }

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What the form as it stands would do to each SKU; nothing is saved."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        stored = self.get_queryset(request).filter(pk=_number(request.POST.get("_promotion")))
        form = self.get_form(request, obj := stored.first())(request.POST, instance=obj)
        if not form.is_valid():
            return TemplateResponse(request, "merchant/preview.html", {"errors": form.errors})
        row: Any = form.instance
        self._give_merchant(request, row)
        if not row.merchant_id:
            return TemplateResponse(request, "merchant/preview.html", {"no_merchant": True})
        if "kind" in form.cleaned_data:  # else it is published, and as it is stored
            row.drafted = {name: list(form.cleaned_data[name]) for name in LISTS}
        found = preview(row.merchant, terms_of(row), now=timezone.now())
        return TemplateResponse(request, "merchant/preview.html", _shown(found))

    def _give_merchant(self, request: HttpRequest, row: Any) -> None:
        if not row.merchant_id and (merchant := own_merchant(request)) is not None:
            row.merchant = merchant


def state_now(row: Promotion) -> str:
    """Return what a promotion does now: draft, paused, scheduled, running, used_up or ended."""
    state = state_of(row, timezone.now())
    used_up = row.usage_cap is not None and row.used_count >= row.usage_cap
    return "used_up" if state == "running" and used_up else state


def _shown(found: Any) -> dict[str, Any]:
    def item(each: Any) -> dict[str, Any]:
        return {
            "name": found.names.get(each.shade_id, each.sku),
            "sku": each.sku,
            "quantity": each.quantity,
            "before": dollars(each.before_cents),
            "after": dollars(each.after_cents),
            "margin": None if each.margin_bp is None else f"{each.margin_bp / 100:.1f} %",
            "below": each.below_floor,
        }

    return {
        "found": found,
        "floor": f"{found.floor_bp / 100:g} %",
        "items": [item(each) for each in found.items[:SHOWN]],
        "breaches": [item(each) for each in found.breaches[:SHOWN]],
        "reasons": sorted(found.not_affected.items()),
    }


def _month(text: str) -> date:
    """Return the first day of YYYY-MM, of this month where it is no month."""
    try:
        found = parse_date(f"{text}-01")
    except ValueError:
        found = None
    this = timezone.now().date().replace(day=1)
    return found if found is not None and 2000 <= found.year <= 2100 else this


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 18 else 0
