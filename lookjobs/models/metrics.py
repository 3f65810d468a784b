"""Counters that outlive processes: what jobs did, added up in the transaction that ended them."""

from __future__ import annotations

from django.db import models


class MetricCount(models.Model):
    """One counter of /metrics; labels are written as Prometheus writes them."""

    name = models.CharField(max_length=60)
    labels = models.CharField(max_length=200)
    value = models.FloatField()

    class Meta:
        db_table = "look_metric_counts_us"
        constraints = [
            models.UniqueConstraint(fields=["name", "labels"], name="look_metric_counts_us_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{{{self.labels}}}"
