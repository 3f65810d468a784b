"""How often somebody called: the counters of rate limits."""

from __future__ import annotations

from django.db import models


class RateCount(models.Model):
    """How often one subject did one thing in the current window; the subject is a hash."""

    key = models.CharField(primary_key=True, max_length=100)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "look_rate_counts_us"

    def __str__(self) -> str:
        return self.key
