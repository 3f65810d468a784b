"""Rows as CSV: what somebody has chosen, streamed, safe to open in a spreadsheet, recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from catalog.reports import csv_line
from config.admin import BaseAdmin, exported

CHUNK: Final = 1000


class ExportAdmin(BaseAdmin):
    """An admin whose rows can be taken as CSV; export_fields says which columns.

    Who may: staff.export_data, or what a subclass says in has_export_permission.
    """

    export_fields: tuple[str, ...] = ()
    actions: Any = ("export_csv",)

    @admin.action(description="Export as CSV", permissions=["export"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        """Stream the chosen rows; the audit has the table and how many."""
        table = queryset.model._meta.db_table
        exported.send(type(self), request=request, table=table, rows=queryset.count())
        response = StreamingHttpResponse(
            _lines(queryset, self.export_fields), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
        response["Cache-Control"] = "no-store"
        return response


def _lines(queryset: QuerySet[Any], fields: tuple[str, ...]) -> Iterator[str]:
    yield csv_line(fields)
    for row in queryset.values_list(*fields).iterator(chunk_size=CHUNK):
        yield csv_line(_text(value) for value in row)


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)
