"""The audit in the admin: what staff did, and what they changed by a form. Nobody writes here."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from lookjobs.staff.exports import ExportAdmin
from lookjobs.staff.filters import DayFilter
from lookjobs.staff.job_admin import LookJobAdmin  # noqa: F401  (registers itself)
from lookjobs.staff.models import StaffAction


@admin.register(StaffAction)
class StaffActionAdmin(ExportAdmin):
    list_display = ("at", "username", "action", "job_id", "detail")
    list_filter = ("action", ("at", DayFilter))
    search_fields = ("=username", "=job_id")
    search_help_text = "A person's user name, or a job's id"
    ordering = ("-at",)
    export_fields = ("at", "username", "action", "job_id", "detail")


@admin.register(LogEntry)
class ChangeAdmin(ExportAdmin):
    """What was added, changed or deleted through the admin's forms."""

    list_display = ("action_time", "user", "action_flag", "content_type", "object_repr")
    list_filter = ("action_flag", ("action_time", DayFilter))
    list_select_related = ("user", "content_type")
    search_fields = ("=user__username", "object_repr")
    ordering = ("-action_time",)
    export_fields = (
        "action_time", "user__username", "action_flag", "content_type__model", "object_id",
        "object_repr", "change_message",
    )  # fmt: skip
