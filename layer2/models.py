"""Opt-in samples of looks and steps: derived JSON only, kept and deleted as those of Layer 1."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from layer1.models import Sample, row_checks, sample_checks, sample_indexes


class LookSpecSample(Sample):
    """One LookSpecV0."""

    BODY, EXPORTED_AS = "look_spec", "lookSpecs"
    engine_version = models.CharField(max_length=40)
    look_spec = models.JSONField()

    class Meta:
        db_table = "layer2_look_spec_samples_us"
        verbose_name = "look sample"
        indexes = sample_indexes("layer2_look_spec")
        constraints = sample_checks("layer2_look_spec_us", "look_spec")

    def __str__(self) -> str:
        return f"look of session {self.session_id}"


class StepsSample(Sample):
    """One StepsV0, and how it was asked for."""

    BODY, EXPORTED_AS = "steps", "steps"
    engine_version = models.CharField(max_length=40)
    preference_mode = models.CharField(max_length=9)
    steps = models.JSONField()

    class Meta:
        db_table = "layer2_steps_samples_us"
        verbose_name = "steps sample"
        indexes = sample_indexes("layer2_steps")
        constraints = [
            *row_checks("layer2_steps_us"),  # StepsV0 names no market
            models.CheckConstraint(
                condition=Q(steps__has_key="sections"), name="layer2_steps_us_json_sections"
            ),
            models.CheckConstraint(
                condition=Q(preference_mode__in=["structure", "vibe", "ease"]),
                name="layer2_steps_us_mode",
            ),
        ]

    def __str__(self) -> str:
        return f"steps of session {self.session_id}"
