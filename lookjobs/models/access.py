"""Who may call, and how often: API keys and the counters of rate limits."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

PREFIX_LENGTH: Final = 12


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> ApiKeyQuerySet:
        """Keys that are neither revoked nor expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


class ApiKey(models.Model):
    """One key of a caller; only its hash is kept. A name may have several, so keys can overlap."""

    name = models.SlugField(max_length=60, help_text="The caller; its jobs stay its own over keys.")
    prefix = models.CharField(max_length=PREFIX_LENGTH, unique=True, editable=False)
    secret_sha256 = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        db_table = "look_api_keys_us"
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="look_api_keys_us_name"),
        ]
        indexes = [models.Index(fields=["name"], name="look_api_keys_us_caller")]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}..."


class RateCount(models.Model):
    """How often one subject did one thing in the current window; the subject is a hash."""

    key = models.CharField(primary_key=True, max_length=100)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "look_rate_counts_us"

    def __str__(self) -> str:
        return self.key
