"""Promotions of a merchant: found, written, deleted softly, redeemed under their caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q

from catalog.engine.terms import TARGETS, problems
from catalog.models import Brand, Creator, Merchant, Product, Promotion, Redemption
from catalog.models.promotions import PromotionQuerySet
from catalog.selectors import brand_key
from config.contracts import cents_of
from config.errors import ConflictError, InvalidRequestError, NotFoundError

# Wire name, column, how a value is stored.
_PLAIN: Final = {
    "name": "name", "type": "kind", "status": "status", "scope": "scope",
    "buyQuantity": "buy_quantity", "getQuantity": "get_quantity", "startsAt": "starts_at",
    "endsAt": "ends_at", "priority": "priority", "stackable": "stackable",
    "usageCap": "usage_cap",
}  # fmt: skip
_MONEY: Final = {
    "amountOff": "amount_cents", "minSubtotal": "min_subtotal_cents",
    "maxDiscount": "max_discount_cents",
}  # fmt: skip
_LISTS: Final = ("productIds", "categories", "brands", "creatorIds")


class TermsError(InvalidRequestError):
    """Terms that make no promotion; details.fields says what is wrong where."""


class CapReachedError(ConflictError):
    """Every use of the promotion is taken."""


def own_promotions(merchant: Merchant) -> PromotionQuerySet:
    """Return the merchant's promotions that are not deleted."""
    rows: PromotionQuerySet = Promotion.objects.existing().filter(merchant=merchant)
    return rows


def find_promotions(
    merchant: Merchant, asked: Mapping[str, Any], *, now: datetime, before: int | None, limit: int
) -> list[Promotion]:
    """Return up to limit + 1 promotions, newest first; asked as PromotionQuery validated it."""
    rows = own_promotions(merchant).filter(_state(asked.get("status"), now))
    if kind := asked.get("type"):
        rows = rows.filter(kind=kind)
    if channel := asked.get("channel"):  # without channels it runs in every one
        rows = rows.filter(Q(channels__contains=[channel]) | Q(channels=[]))
    if creator := asked.get("creatorId"):
        rows = rows.filter(creators__handle=creator)
    if text := asked.get("search"):
        rows = rows.filter(name__icontains=text)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(with_lists(rows).order_by("-pk")[: limit + 1])


def get_promotion(merchant: Merchant, promotion_id: int) -> Promotion:
    """Return one. Raises NotFoundError."""
    found = with_lists(own_promotions(merchant).filter(pk=promotion_id)).first()
    if found is None:
        raise NotFoundError("There is no such promotion.")
    return found


def with_lists(rows: PromotionQuerySet) -> PromotionQuerySet:
    """Read what scopes and creators name along; four queries more, whatever the number of rows."""
    found: PromotionQuerySet = rows.select_related("merchant").prefetch_related(
        "products", "categories", "brands", "creators"
    )
    return found


@transaction.atomic
def write_promotion(
    *, merchant: Merchant, fields: Mapping[str, Any], promotion_id: int | None = None
) -> Promotion:
    """Create a promotion, or change what fields names of one.

    fields: as PromotionFields validated them. Raises TermsError, NotFoundError, and ConflictError
    where a cap would lie below what was used already.
    """
    row = Promotion(merchant=merchant)
    if promotion_id is not None:
        row = _locked(merchant, promotion_id)
    lists = _apply(row, fields)
    _check_cap(row)
    row.save()
    for relation, values in lists.items():
        getattr(row, relation).set(values)
    return get_promotion(merchant, row.pk)


def draft_promotion(
    merchant: Merchant, fields: Mapping[str, Any], promotion_id: int | None = None
) -> Promotion:
    """Return a promotion of the given terms, or a stored one changed by them, without saving it.

    Its `drafted` holds the rows that fields names. Raises TermsError, NotFoundError.
    """
    row = Promotion(merchant=merchant)
    if promotion_id is not None:
        row = get_promotion(merchant, promotion_id)
    row.drafted = _apply(row, fields)  # type: ignore[attr-defined]
    return row


@transaction.atomic
def delete_promotion(*, merchant: Merchant, promotion_id: int, now: datetime) -> None:
    """Delete softly: its redemptions keep naming it. Again is fine. Raises NotFoundError."""
    row = Promotion.objects.select_for_update().filter(merchant=merchant, pk=promotion_id).first()
    if row is None:
        raise NotFoundError("There is no such promotion.")
    if row.deleted_at is None:
        row.deleted_at = now
        row.save(update_fields=["deleted_at", "updated_at"])


@transaction.atomic
def redeem(
    *, merchant: Merchant, promotion_id: int, order_ref: str, discount_cents: int, now: datetime
) -> tuple[Redemption, bool]:
    """Count one use of a running promotion by an order; True where it was new.

    The same order again is the same use. The row's own UPDATE decides who gets the last use, so
    the cap holds however many ask at once. Raises NotFoundError, CapReachedError, and ConflictError
    for a promotion that does not run.
    """
    get_promotion(merchant, promotion_id)
    row, made = Redemption.objects.get_or_create(
        promotion_id=promotion_id,
        order_ref=order_ref,
        defaults={"discount_cents": discount_cents, "redeemed_at": now},
    )
    if not made:
        return row, False
    running = own_promotions(merchant).filter(_state("running", now), pk=promotion_id)
    free = running.filter(Q(usage_cap=None) | Q(used_count__lt=F("usage_cap")))
    if not free.update(used_count=F("used_count") + 1):
        if running.exists():
            raise CapReachedError(
                "Every use of this promotion is taken.", details={"reason": "USAGE_CAP_REACHED"}
            )
        raise ConflictError("This promotion does not run now.", details={"reason": "NOT_RUNNING"})
    return row, True


def state_of(row: Promotion, now: datetime) -> str:
    """Return what a promotion does now: draft, paused, scheduled, running or ended."""
    if row.status != "published":
        return row.status
    if now < row.starts_at:
        return "scheduled"
    return "ended" if row.ends_at is not None and now >= row.ends_at else "running"


def _state(status: str | None, now: datetime) -> Q:
    started, over = Q(starts_at__lte=now), Q(ends_at__isnull=False, ends_at__lte=now)
    published = Q(status="published")
    states = {
        None: Q(),
        "running": published & started & ~over,
        "scheduled": published & ~started,
        "ended": published & over,
    }
    return states[status] if status in states else Q(status=status)


def _locked(merchant: Merchant, promotion_id: int) -> Promotion:
    row = own_promotions(merchant).select_for_update().filter(pk=promotion_id).first()
    if row is None:
        raise NotFoundError("There is no such promotion.")
    return row


def _apply(row: Promotion, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what fields names, check the whole, and return the rows to set by relation."""
    for name, column in _PLAIN.items():
        if name in fields:
            setattr(row, column, fields[name])
    for name, column in _MONEY.items():
        if name in fields:
            value = fields[name]
            empty = 0 if name == "minSubtotal" else None
            setattr(row, column, empty if value is None else cents_of(value))
    if "percentOff" in fields:
        percent = fields["percentOff"]
        row.percent_bp = None if percent is None else round(percent * 100)
    if "channels" in fields:
        row.channels = sorted(set(fields["channels"]))
    lists = {name: _named(row.merchant, name, fields[name]) for name in _LISTS if name in fields}
    if found := problems(_terms(row, lists)):
        raise TermsError(
            "; ".join(f"{name}: {text}" for name, text in found.items()),
            details={"fields": {name: [text] for name, text in found.items()}},
        )
    return {_RELATIONS[name]: values for name, values in lists.items()}


_RELATIONS: Final = {
    "productIds": "products", "categories": "categories", "brands": "brands",
    "creatorIds": "creators",
}  # fmt: skip


def _terms(row: Promotion, lists: Mapping[str, list[Any]]) -> dict[str, Any]:
    def listed(name: str) -> bool:
        if name in lists:
            return bool(lists[name])
        return bool(row.pk) and getattr(row, _RELATIONS[name]).exists()

    return {
        "type": row.kind,
        "scope": row.scope,
        "percentOff": row.percent_bp,
        "amountOff": row.amount_cents,
        "buyQuantity": row.buy_quantity,
        "getQuantity": row.get_quantity,
        "maxDiscount": row.max_discount_cents,
        "startsAt": row.starts_at,
        "endsAt": row.ends_at,
    } | {name: listed(name) for name in TARGETS.values()}


def _named(merchant: Merchant, name: str, values: Sequence[str]) -> list[Any]:
    """Return the rows that a list names. Raises TermsError for one that is not there."""
    wanted = set(values)
    rows: dict[str, Any]
    if name == "categories":
        return sorted(wanted)
    if name == "brands":
        by_key = {brand_key(text): text for text in values}
        rows = {each.key: each for each in Brand.objects.filter(key__in=by_key)}
        missing = [text for key, text in by_key.items() if key not in rows]
    elif name == "productIds":
        found = Product.objects.filter(merchant=merchant, external_id__in=wanted)
        rows = {each.external_id: each for each in found}
        missing = sorted(wanted - rows.keys())
    else:
        people = Creator.objects.filter(merchant=merchant, handle__in=wanted)
        rows = {each.handle: each for each in people}
        missing = sorted(wanted - rows.keys())
    if missing:
        text = f"Unknown: {', '.join(missing[:5])}"
        raise TermsError(f"{name}: {text}", details={"fields": {name: [text]}})
    return [rows[key] for key in sorted(rows)]


def _check_cap(row: Promotion) -> None:
    if row.usage_cap is not None and row.usage_cap < row.used_count:
        raise ConflictError(
            f"usageCap: {row.used_count} uses were redeemed already.",
            details={"fields": {"usageCap": [f"At least {row.used_count}."]}},
        )
