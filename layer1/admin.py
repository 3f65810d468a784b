"""Staff look at opt-in samples and export them; services alone write and delete them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from config.admin import ReadOnlyAdmin, exported
from layer1.models import BundleSample, FaceProfileSample, Sample, SimilarityReportSample

EXPORT_CHUNK = 500


class SampleAdmin(ReadOnlyAdmin):
    """What all kinds of samples share."""

    date_hierarchy = "created_at"
    ordering = ("-id",)
    search_fields = ("session_id", "=job_id")
    actions = ("export_jsonl",)

    @admin.action(description="Export as JSON lines", permissions=["export"])
    def export_jsonl(
        self, request: HttpRequest, queryset: QuerySet[Sample]
    ) -> StreamingHttpResponse:
        """Stream the chosen samples, the derived JSON alone: no session, caller or job."""
        table = queryset.model._meta.db_table
        exported.send(type(self), request=request, table=table, rows=queryset.count())
        response = StreamingHttpResponse(_lines(queryset), content_type="application/x-ndjson")
        response["Content-Disposition"] = f'attachment; filename="{table}.jsonl"'
        response["Cache-Control"] = "no-store"
        return response


def _lines(queryset: QuerySet[Sample]) -> Iterator[str]:
    rows = queryset.order_by("pk").values_list(queryset.model.BODY, flat=True)
    for data in rows.iterator(chunk_size=EXPORT_CHUNK):
        yield json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"


@admin.register(FaceProfileSample)
class FaceProfileSampleAdmin(SampleAdmin):
    list_display = ("id", "source", "valid", "session_id", "created_at")
    list_filter = ("source", "created_at")

    @admin.display(boolean=True)
    def valid(self, sample: Any) -> bool:
        return bool(sample.profile["quality"]["valid"])


@admin.register(SimilarityReportSample)
class SimilarityReportSampleAdmin(SampleAdmin):
    list_display = (
        "id",
        "fit_score",
        "preference_mode",
        "engine_version",
        "session_id",
        "created_at",
    )
    list_filter = ("preference_mode", "engine_version", "created_at")


@admin.register(BundleSample)
class BundleSampleAdmin(SampleAdmin):
    list_display = ("id", "gate", "preference_mode", "session_id", "created_at")
    list_filter = ("gate", "preference_mode", "created_at")
