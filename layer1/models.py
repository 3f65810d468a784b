"""Opt-in samples for training: derived JSON only, never an image, never a landmark.

A row needs a session that opted in; job_id links what a job left, so deleting the job finds it.
Later layers keep theirs as further kinds of Sample, so whoever deletes a session deletes those too.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from config.markets import US


class Sample(models.Model):
    """What all kinds of samples share. BODY is the field with the JSON, EXPORTED_AS its plural."""

    BODY: ClassVar[str]
    EXPORTED_AS: ClassVar[str]

    market = models.CharField(max_length=2, default=US)
    caller = models.CharField(max_length=100, help_text="who sent it, such as key:NAME")
    session_id = models.CharField(max_length=128)
    job_id = models.UUIDField(null=True, help_text="the look job it comes from, if any")
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


def sample_checks(
    table: str, body: str, *more: models.BaseConstraint
) -> list[models.BaseConstraint]:
    """Return the constraints of a sample table: US twice, a session, and JSON that is an object."""
    market: dict[str, Any] = {f"{body}__has_key": "market", f"{body}__market": US}
    return [
        *row_checks(table),
        models.CheckConstraint(condition=Q(**market), name=f"{table}_json_market"),
        *more,
    ]


def row_checks(table: str) -> list[models.BaseConstraint]:
    """Return the constraints of every sample's own columns."""
    return [
        models.CheckConstraint(condition=Q(market=US), name=f"{table}_market"),
        models.CheckConstraint(condition=~Q(session_id=""), name=f"{table}_session"),
    ]


def sample_indexes(table: str) -> list[models.Index]:
    return [
        models.Index(fields=["session_id", "caller"], name=f"{table}_sess"),
        models.Index(fields=["job_id"], name=f"{table}_job", condition=Q(job_id__isnull=False)),
    ]


class FaceProfileSample(Sample):
    """One FaceProfileV0."""

    BODY, EXPORTED_AS = "profile", "profiles"
    source = models.CharField(max_length=9)
    profile = models.JSONField()

    class Meta:
        db_table = "layer1_face_profile_samples_us"
        verbose_name = "face profile sample"
        indexes = sample_indexes("layer1_face_profile")
        constraints = sample_checks(
            "layer1_face_profile_us",
            "profile",
            models.CheckConstraint(
                condition=Q(source__in=["selfie", "reference"]),
                name="layer1_face_profile_us_source",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} of session {self.session_id}"


class SimilarityReportSample(Sample):
    """One SimilarityReportV0."""

    BODY, EXPORTED_AS = "report", "reports"
    engine_version = models.CharField(max_length=40)
    preference_mode = models.CharField(max_length=9)
    fit_score = models.SmallIntegerField()
    report = models.JSONField()

    class Meta:
        db_table = "layer1_similarity_report_samples_us"
        verbose_name = "similarity report sample"
        indexes = sample_indexes("layer1_report")
        constraints = sample_checks(
            "layer1_report_us",
            "report",
            models.CheckConstraint(
                condition=Q(fit_score__range=(0, 100)), name="layer1_report_us_fit_score"
            ),
            models.CheckConstraint(
                condition=Q(preference_mode__in=["structure", "vibe", "ease"]),
                name="layer1_report_us_mode",
            ),
        )

    def __str__(self) -> str:
        return f"report of session {self.session_id}, fit {self.fit_score}"


class BundleSample(Sample):
    """One Layer1BundleV0."""

    BODY, EXPORTED_AS = "bundle", "bundles"
    preference_mode = models.CharField(max_length=9)
    gate = models.CharField(max_length=12)
    bundle = models.JSONField()

    class Meta:
        db_table = "layer1_bundle_samples_us"
        verbose_name = "bundle sample"
        indexes = sample_indexes("layer1_bundle")
        constraints = sample_checks(
            "layer1_bundle_us",
            "bundle",
            models.CheckConstraint(
                condition=Q(preference_mode__in=["structure", "vibe", "ease"]),
                name="layer1_bundle_us_mode",
            ),
            models.CheckConstraint(
                condition=Q(gate__in=["soft_degrade", "ok"]), name="layer1_bundle_us_gate"
            ),
        )

    def __str__(self) -> str:
        return f"bundle of session {self.session_id}"


def sample_models() -> list[type[Sample]]:
    """Return every kind of sample, those of later layers too, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Sample)]
