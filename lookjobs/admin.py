"""Staff look at uploads, shares, consents and deletions; services alone write them."""

from __future__ import annotations

from django.contrib import admin

from config.admin import ReadOnlyAdmin
from lookjobs import admin_others  # noqa: F401  (registers them)
from lookjobs.models import Consent, Deletion, JobEvent, Share, Upload, WorkerBeat
from lookjobs.staff.exports import ExportAdmin
from lookjobs.staff.filters import DayFilter


@admin.register(JobEvent)
class JobEventAdmin(ReadOnlyAdmin):
    list_display = ("id", "event", "job_id", "created_at")
    list_filter = ("event",)
    list_select_related = False
    search_fields = ("=job__id",)
    search_help_text = "A job's id"
    ordering = ("-id",)


@admin.register(Upload)
class UploadAdmin(ExportAdmin):
    list_display = ("id", "kind", "state", "content_type", "size_bytes", "caller", "created_at")
    list_filter = ("kind", "state", "content_type", ("created_at", DayFilter))
    search_fields = ("=caller",)
    search_help_text = "A caller such as key:NAME"
    ordering = ("-created_at",)
    exclude = ("key", "version")  # the asset key opens the photo where a bucket is public
    export_fields = (
        "id", "kind", "state", "content_type", "size_bytes", "caller", "created_at", "received_at",
    )  # fmt: skip


@admin.register(Share)
class ShareAdmin(ExportAdmin):
    # The id opens the public page, so a list does not show it, nor an export.
    list_display = ("job_id", "created_at", "expires_at", "revoked_at")
    list_filter = (("created_at", DayFilter), ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("=job__id",)
    search_help_text = "A job's id"
    ordering = ("-created_at",)
    exclude = ("id", "result")
    export_fields = ("job_id", "created_at", "expires_at", "revoked_at")


@admin.register(Consent)
class ConsentAdmin(ExportAdmin):
    list_display = ("job_id", "purpose", "granted", "text_version", "accepted_at")
    list_filter = ("purpose", "granted", "text_version", ("accepted_at", DayFilter))
    search_fields = ("=job_id",)
    search_help_text = "A job's id"
    ordering = ("-id",)
    export_fields = (
        "id", "job_id", "purpose", "granted", "text_version", "locale", "term", "accepted_at",
        "created_at",
    )  # fmt: skip


@admin.register(Deletion)
class DeletionAdmin(ExportAdmin):
    list_display = ("job_id", "reason", "deleted_at")
    list_filter = ("reason", ("deleted_at", DayFilter))
    search_fields = ("=job_id",)
    search_help_text = "A job's id"
    ordering = ("-deleted_at",)
    export_fields = ("job_id", "reason", "deleted_at")


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "started_at", "beaten_at")
    search_fields = ("name",)
    ordering = ("-beaten_at",)
