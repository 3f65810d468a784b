"""Photos that callers uploaded, or were allowed to."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import models
from django.db.models import Q

from config.markets import US
from lookjobs.engine.sniff import CONTENT_TYPES

KINDS: Final = ("reference", "selfie")


class UploadQuerySet(models.QuerySet["Upload"]):
    def owned_by(self, caller: str) -> UploadQuerySet:
        """What this caller was allowed to upload; anybody else's looks like nothing."""
        return self.filter(caller=caller)


class Upload(models.Model):
    """One photo. The row is written before the object, so no object is without a row."""

    class State(models.TextChoices):
        SIGNED = "signed"  # a URL was given out
        RECEIVED = "received"  # the object is there and was checked
        DOOMED = "doomed"  # to be removed: first the object, then the row

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = models.CharField(max_length=2, default=US)
    caller = models.CharField(max_length=100)
    kind = models.CharField(max_length=9)
    key = models.CharField(max_length=200, unique=True, help_text="the asset key in the store")
    content_type = models.CharField(max_length=20)
    size_bytes = models.PositiveIntegerField(help_text="exactly what was signed")
    state = models.CharField(max_length=8, choices=State, default=State.SIGNED)
    version = models.CharField(
        max_length=100, default="", help_text="ETag or SHA-256 of the object that was checked"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text="when the signed URL ends")
    received_at = models.DateTimeField(null=True)

    objects: Any = UploadQuerySet.as_manager()

    class Meta:
        db_table = "look_uploads_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_uploads_us_market"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="look_uploads_us_kind"),
            models.CheckConstraint(
                condition=Q(content_type__in=list(CONTENT_TYPES)), name="look_uploads_us_type"
            ),
            models.CheckConstraint(
                condition=Q(size_bytes__range=(1, 25 * 1024 * 1024)), name="look_uploads_us_size"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", received_at__isnull=True)
                | Q(state="received", received_at__isnull=False)
                | Q(state="doomed"),
                name="look_uploads_us_received",
            ),
        ]
        indexes = [models.Index(fields=["kind", "created_at"], name="look_uploads_us_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
