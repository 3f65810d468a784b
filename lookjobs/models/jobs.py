"""Jobs, what happened to them, and who may see their result."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields.json import KT

from config.markets import US
from lookjobs.models.audit import Consent
from lookjobs.models.uploads import Upload

STAGES: Final = (
    "queued", "fetch", "faces", "gate", "look", "steps", "kit", "store", "done",
)  # fmt: skip
MODES: Final = ("structure", "vibe", "ease")


class LookJobQuerySet(models.QuerySet["LookJob"]):
    def owned_by(self, caller: str) -> LookJobQuerySet:
        """This caller's jobs; the internal jobs of /api/layer2/look-spec are nobody's."""
        return self.filter(caller=caller, kind=LookJob.Kind.FULL)


class LookJob(models.Model):
    """One photo on its way to a result. Only lookjobs/claims.py moves its state."""

    class Kind(models.TextChoices):
        FULL = "full"
        LOOK_SPEC = "look_spec"  # runs up to the steps, for /api/layer2/look-spec

    class Status(models.TextChoices):
        PENDING = "pending"
        PROCESSING = "processing"
        COMPLETED = "completed"
        FAILED = "failed"
        CANCELED = "canceled"

    TERMINAL: Final = (Status.COMPLETED, Status.FAILED, Status.CANCELED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    market = models.CharField(max_length=2, default=US)
    caller = models.CharField(max_length=100)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.FULL)
    # What was asked
    locale = models.CharField(max_length=35)
    preference_mode = models.CharField(max_length=9)
    reference = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="reference_jobs")
    reference_url = models.URLField(max_length=2000, default="", blank=True)
    selfie = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="selfie_jobs")
    selfie_given = models.BooleanField(default=False)
    selfie_consent = models.ForeignKey(Consent, models.PROTECT, null=True)
    layer1_bundle = models.JSONField(null=True)
    preferences = models.JSONField(default=dict)
    constraints = models.JSONField(default=dict)
    opt_in_training = models.BooleanField(default=False)
    session_id = models.CharField(max_length=128, default="", blank=True)
    # Where it is
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    stage = models.CharField(max_length=6, default="queued")
    progress = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="grows with every change; the ETag")
    attempt = models.PositiveSmallIntegerField(default=0, help_text="how often it was claimed")
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    message_id = models.BigIntegerField(null=True, help_text="its row in django-q2's own table")
    queued_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(help_text="the only clock that kit and promotions see")
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # What came out
    timings = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    # For staff's lists: a filter over the JSON itself would read every result from its toast.
    gate_state = models.GeneratedField(
        expression=Case(
            When(
                error__code="LAYER1_HARD_REJECT",
                then=Value("hard_reject", output_field=models.TextField()),
            ),
            default=KT("result__gate__gate"),
        ),
        output_field=models.TextField(null=True),
        db_persist=True,
    )
    error_code = models.GeneratedField(
        expression=KT("error__code"),
        output_field=models.TextField(null=True),
        db_persist=True,
    )
    duration = models.GeneratedField(
        expression=F("finished_at") - F("created_at"),
        output_field=models.DurationField(null=True),
        db_persist=True,
    )

    objects: Any = LookJobQuerySet.as_manager()

    class Meta:
        db_table = "look_jobs_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_jobs_us_market"),
            models.CheckConstraint(
                condition=Q(kind__in=["full", "look_spec"]), name="look_jobs_us_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["pending", "processing", "completed", "failed", "canceled"]
                ),
                name="look_jobs_us_status",
            ),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="look_jobs_us_stage"),
            models.CheckConstraint(
                condition=Q(preference_mode__in=MODES), name="look_jobs_us_mode"
            ),
            models.CheckConstraint(
                condition=Q(progress__range=(0, 100)), name="look_jobs_us_progress"
            ),
            models.CheckConstraint(
                condition=Q(status="completed", result__isnull=False)
                | (~Q(status="completed") & Q(result__isnull=True)),
                name="look_jobs_us_result",
            ),
            models.CheckConstraint(
                condition=Q(status="failed", error__isnull=False)
                | (~Q(status="failed") & Q(error__isnull=True)),
                name="look_jobs_us_error",
            ),
            models.CheckConstraint(
                condition=Q(status="processing", lease_until__isnull=False, attempt__gte=1)
                | (~Q(status="processing") & Q(lease_until__isnull=True)),
                name="look_jobs_us_lease",
            ),
            models.CheckConstraint(
                condition=Q(selfie_given=False, selfie__isnull=True)
                | Q(selfie_given=True, selfie_consent__isnull=False, layer1_bundle__isnull=True),
                name="look_jobs_us_selfie_consent",
            ),
            models.CheckConstraint(
                condition=Q(opt_in_training=False) | ~Q(session_id=""),
                name="look_jobs_us_training_session",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=Q(status="pending"), name="look_jobs_us_pending"
            ),
            models.Index(
                fields=["message_id"], condition=Q(status="pending"), name="look_jobs_us_message"
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(status="processing"),
                name="look_jobs_us_processing",
            ),
            models.Index(fields=["created_at"], name="look_jobs_us_created"),
            models.Index(fields=["finished_at"], name="look_jobs_us_finished"),
            models.Index(fields=["caller", "session_id"], name="look_jobs_us_session"),
            # Staff's filters; partial, so that a running job's many updates do not touch them.
            models.Index(
                fields=["status", "-created_at"],
                condition=Q(status__in=["failed", "canceled"]),
                name="look_jobs_us_ended_badly",
            ),
            models.Index(
                fields=["gate_state", "-created_at"],
                condition=Q(gate_state__isnull=False),
                name="look_jobs_us_gate",
            ),
            models.Index(
                fields=["error_code", "-created_at"],
                condition=Q(error_code__isnull=False),
                name="look_jobs_us_error_code",
            ),
            models.Index(
                fields=["duration"],
                condition=Q(duration__isnull=False),
                name="look_jobs_us_duration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.id}"


class JobEvent(models.Model):
    """One step of a job, as its clients saw it: the status without the result."""

    job = models.ForeignKey(LookJob, models.CASCADE, related_name="events")
    event = models.CharField(max_length=5)
    data = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "look_job_events_us"
        constraints = [
            models.CheckConstraint(
                condition=Q(event__in=["stage", "done"]), name="look_job_events_us_event"
            ),
        ]
        indexes = [models.Index(fields=["job", "id"], name="look_job_events_us_order")]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class IdempotencyKey(models.Model):
    """A key that a caller sent with a body, and the job that answered it."""

    caller = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    body_sha256 = models.CharField(max_length=64)
    job = models.ForeignKey(LookJob, models.CASCADE, null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "look_idempotency_keys_us"
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="look_idempotency_keys_us_once"),
        ]
        indexes = [models.Index(fields=["created_at"], name="look_idempotency_keys_us_age")]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Share(models.Model):
    """A public page of one job. result is the look for anybody: nothing of the wearer is in it."""

    id = models.CharField(primary_key=True, max_length=43, help_text="a random token of 192 bits")
    market = models.CharField(max_length=2, default=US)
    job = models.OneToOneField(LookJob, models.SET_NULL, null=True, related_name="share")
    result = models.JSONField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "look_shares_us"
        constraints = [
            models.CheckConstraint(condition=Q(market=US), name="look_shares_us_market"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, result__isnull=False)
                | Q(revoked_at__isnull=False, result__isnull=True),
                name="look_shares_us_revoked",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="look_shares_us_expiry")]

    def __str__(self) -> str:
        return f"share of {self.created_at:%Y-%m-%d}"
