"""Opt-in samples of kits: derived JSON only, kept and deleted as those of Layer 1."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from layer1.models import Sample, row_checks, sample_indexes


class KitSample(Sample):
    """One KitV0."""

    BODY, EXPORTED_AS = "kit", "kits"
    engine_version = models.CharField(max_length=40)
    catalog_version = models.CharField(max_length=60)
    kit = models.JSONField()

    class Meta:
        db_table = "layer3_kit_samples_us"
        verbose_name = "kit sample"
        indexes = sample_indexes("layer3_kit")
        constraints = [
            *row_checks("layer3_kit_us"),  # KitV0 names no market
            models.CheckConstraint(
                condition=Q(kit__has_key="areas"), name="layer3_kit_us_json_areas"
            ),
        ]

    def __str__(self) -> str:
        return f"kit of session {self.session_id}"
