"""Staff look at jobs, uploads, shares, consents and deletions; services alone write them."""

from __future__ import annotations

from django.contrib import admin

from config.admin import ReadOnlyAdmin
from lookjobs import admin_others  # noqa: F401  (registers them)
from lookjobs.key_admin import ApiKeyAdmin  # noqa: F401  (registers itself)
from lookjobs.models import Consent, Deletion, JobEvent, LookJob, Share, Upload, WorkerBeat


@admin.register(LookJob)
class LookJobAdmin(ReadOnlyAdmin):
    list_display = ("id", "status", "stage", "attempt", "caller", "created_at")
    list_filter = ("status", "kind", "preference_mode", "created_at")
    search_fields = ("id",)
    ordering = ("-created_at",)


@admin.register(JobEvent)
class JobEventAdmin(ReadOnlyAdmin):
    list_display = ("id", "event", "job_id", "created_at")
    list_filter = ("event",)
    ordering = ("-id",)


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "state", "content_type", "size_bytes", "caller", "created_at")
    list_filter = ("kind", "state", "content_type")
    ordering = ("-created_at",)


@admin.register(Share)
class ShareAdmin(ReadOnlyAdmin):
    # The id opens the public page, so a list does not show it.
    list_display = ("job_id", "created_at", "expires_at", "revoked_at")
    ordering = ("-created_at",)


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("job_id", "purpose", "granted", "text_version", "accepted_at")
    list_filter = ("purpose", "granted")
    ordering = ("-id",)


@admin.register(Deletion)
class DeletionAdmin(ReadOnlyAdmin):
    list_display = ("job_id", "reason", "deleted_at")
    list_filter = ("reason",)
    ordering = ("-deleted_at",)


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "started_at", "beaten_at")
    ordering = ("-beaten_at",)
