"""What every table of the catalogue shares."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from config.markets import US


class MarketModel(models.Model):
    """A row of the US market; each subclass adds market_check() to its constraints."""

    market = models.CharField(max_length=2, default=US, editable=False)

    class Meta:
        abstract = True


def market_check(table: str) -> models.CheckConstraint:
    """Refuse a row of another market."""
    return models.CheckConstraint(condition=Q(market=US), name=f"{table}_market")


def one_of(table: str, field: str, values: Sequence[str]) -> models.CheckConstraint:
    """Refuse a value outside the vocabulary."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": list(values)}), name=f"{table}_{field}"
    )


def choices(values: Sequence[str]) -> list[tuple[str, str]]:
    """Return a vocabulary as Django choices."""
    return [(value, value.replace("_", " ")) for value in values]
