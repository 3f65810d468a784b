"""What staff did, as evidence; and what today's engines say about an older job."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.markets import US
from lookjobs.models import LookJob

ACTIONS: Final = (
    "view_photo", "retry", "cancel", "delete", "rerun", "export", "login", "login_failed",
)  # fmt: skip


class StaffAction(models.Model):
    """One thing that one person did; rows are added, never changed (a trigger refuses)."""

    market = models.CharField(max_length=2, default=US)
    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False
    )
    username = models.CharField(max_length=150, help_text="as it was then; it outlives the account")
    action = models.CharField(max_length=12, choices=[(a, a.replace("_", " ")) for a in ACTIONS])
    job_id = models.UUIDField(null=True, help_text="no foreign key: it outlives the job")
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "look_staff_actions_us"
        verbose_name = "staff action"
        # What a role may do with jobs, beyond Django's add, change, delete and view.
        permissions = [
            ("view_photo", "May see the photos of people; each view is recorded"),
            ("retry_job", "May run a job's request again as a new job"),
            ("cancel_job", "May cancel a job"),
            ("delete_job", "May delete a job with all that came of it"),
            ("rerun_job", "May run a job again with the current engines, to compare"),
            ("export_data", "May export rows as files; each export is recorded"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_staff_actions_us_market"),
            models.CheckConstraint(
                condition=Q(action__in=ACTIONS), name="look_staff_actions_us_action"
            ),
        ]
        indexes = [
            models.Index(
                fields=["job_id", "at"],
                condition=Q(job_id__isnull=False),
                name="look_staff_actions_us_job",
            )
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.action}"


class Rerun(models.Model):
    """A job's inputs run again with the engines and catalogue of today, and what differs.

    Only the difference is kept, without the geometry of faces; it goes with the job, and with the
    photo's own term.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    market = models.CharField(max_length=2, default=US)
    job = models.ForeignKey(LookJob, models.CASCADE, related_name="reruns")
    asked_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=7, choices=Status, default=Status.PENDING)
    finished_at = models.DateTimeField(null=True)
    engine_versions = models.JSONField(default=dict)
    changes = models.JSONField(default=list, help_text="[path, before, after], by path")
    changed = models.PositiveIntegerField(default=0, help_text="how many; changes holds the first")
    error = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "look_reruns_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_reruns_us_market"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "done", "failed"]), name="look_reruns_us_status"
            ),
        ]

    def __str__(self) -> str:
        return f"rerun {self.pk} {self.status}"
