"""API keys: who may call, what for, and on behalf of which merchant."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models import Merchant
from catalog.models.base import MarketModel, market_check
from config.auth import LOOKS, MERCHANT_SCOPES, SCOPES

PREFIX_LENGTH: Final = 12


def looks_only() -> list[str]:
    """Return what a key may do where nobody says else."""
    return [LOOKS]


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> ApiKeyQuerySet:
        """Keys that are neither revoked nor expired, of no merchant or an active one."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            Q(merchant=None) | Q(merchant__is_active=True),
            revoked_at=None,
        )


class ApiKey(MarketModel):
    """One key of a caller; only its hash is kept. A name may have several, so keys can overlap."""

    name = models.SlugField(max_length=60, help_text="The caller; its jobs stay its own over keys.")
    prefix = models.CharField(max_length=PREFIX_LENGTH, unique=True, editable=False)
    secret_sha256 = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=20),
        default=looks_only,
        help_text="looks: jobs and layers; merchant:read and merchant:write: its own catalogue",
    )
    merchant = models.ForeignKey(
        Merchant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        help_text="Whose products and promotions the key may see",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="To the minute"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        db_table = "catalog_api_key_us"
        verbose_name = "API key"
        constraints = [
            market_check("catalog_api_key_us"),
            models.CheckConstraint(condition=~Q(name=""), name="catalog_api_key_us_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & ~Q(scopes__len=0),
                name="catalog_api_key_us_scopes",
            ),
            models.CheckConstraint(
                condition=Q(merchant__isnull=False) | ~Q(scopes__overlap=list(MERCHANT_SCOPES)),
                name="catalog_api_key_us_merchant",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="catalog_api_key_us_caller")]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}..."
