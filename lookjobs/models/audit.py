"""What must outlive a job: consents, deletions, and the signs of life of workers."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from config.markets import US

PURPOSES: Final = ("processing", "training", "sharing")


class Consent(models.Model):
    """A consent as it was given; rows are added and purged, never changed (a trigger refuses)."""

    market = models.CharField(max_length=2, default=US)
    job_id = models.UUIDField(db_index=True, help_text="no foreign key: it outlives the job")
    purpose = models.CharField(max_length=10)
    granted = models.BooleanField(default=True, help_text="false is a withdrawal")
    text_version = models.CharField(max_length=40)
    locale = models.CharField(max_length=35)
    term = models.CharField(max_length=80, help_text="how long what it allows is kept")
    accepted_at = models.DateTimeField(help_text="when the person accepted, as the caller says")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "look_consents_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_consents_us_market"),
            models.CheckConstraint(
                condition=Q(purpose__in=PURPOSES), name="look_consents_us_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"


class Deletion(models.Model):
    """That a job was deleted, by whom and when: an audit row without personal data."""

    job_id = models.UUIDField(unique=True)
    market = models.CharField(max_length=2, default=US)
    caller_sha256 = models.CharField(max_length=64, help_text="so that a repeated DELETE is 204")
    reason = models.CharField(max_length=9)
    deleted_at = models.DateTimeField()

    class Meta:
        db_table = "look_deletions_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_deletions_us_market"),
            models.CheckConstraint(
                condition=Q(reason__in=["caller", "session", "retention", "staff"]),
                name="look_deletions_us_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.job_id}"


class WorkerBeat(models.Model):
    """When a worker cluster last showed that all of its processes live."""

    name = models.CharField(primary_key=True, max_length=120, help_text="host and process id")
    started_at = models.DateTimeField()
    beaten_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "look_worker_beats_us"

    def __str__(self) -> str:
        return self.name
