"""Filters of lists of staff; those of jobs read stored columns with an index (models/jobs.py)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import RangeDateFilter

ERROR_CODES: Final = (
    "LAYER1_HARD_REJECT", "IMAGE_UNREADABLE", "ASSET_NOT_FOUND", "TIMED_OUT", "ATTEMPTS_EXHAUSTED",
    "STORAGE_UNAVAILABLE", "INTERNAL_ERROR",
)  # fmt: skip
GATES: Final = ("ok", "soft_degrade", "hard_reject")
_SPANS: Final = {
    "under-1": ("under 1 s", None, 1),
    "1-2": ("1 to 2 s", 1, 2),
    "2-5": ("2 to 5 s", 2, 5),
    "5-30": ("5 to 30 s", 5, 30),
    "over-30": ("over 30 s", 30, None),
}


class GateFilter(admin.SimpleListFilter):
    title, parameter_name = "gate", "gate"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(gate, gate.replace("_", " ")) for gate in GATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        return queryset.filter(gate_state=self.value()) if self.value() else queryset


class ErrorFilter(admin.SimpleListFilter):
    title, parameter_name = "error", "error"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(code, code) for code in ERROR_CODES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        return queryset.filter(error_code=self.value()) if self.value() else queryset


class DurationFilter(admin.SimpleListFilter):
    """From the request to the end, as the person waited."""

    title, parameter_name = "duration", "duration"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(key, words) for key, (words, _, _) in _SPANS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        _, least, most = _SPANS.get(self.value() or "", ("", None, None))
        if least is not None:
            queryset = queryset.filter(duration__gte=timedelta(seconds=least))
        if most is not None:
            queryset = queryset.filter(duration__lt=timedelta(seconds=most))
        return queryset


class DayFilter(RangeDateFilter):  # type: ignore[misc]  # unfold is untyped
    """From one day to another, both whole; the theme's own takes a day for its midnight."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        name = self.field_path
        if (first := self._day("from")) is not None:
            queryset = queryset.filter(**{f"{name}__gte": first})
        if (last := self._day("to")) is not None:
            queryset = queryset.filter(**{f"{name}__lt": last + timedelta(days=1)})
        return queryset

    def _day(self, end: str) -> datetime | None:
        text = self.used_parameters.get(f"{self.field_path}_{end}") or ""
        try:
            day = parse_date(text)
        except ValueError:  # such as February 30
            return None
        return make_aware(datetime.combine(day, time())) if day else None
