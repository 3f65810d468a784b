"""The dupes of one product or colour: the kit's own law, alone and with paging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core import signing

from catalog import selectors
from catalog.engine.pricing import Occasion
from catalog.engine.taxonomy import AREAS, COLOUR_MATCHED, SKIN_MATCHED
from catalog.models import Shade
from catalog.promotions import Pricer, running_promotions
from config.colour import lab_from_hex
from config.errors import InvalidRequestError, NotFoundError
from layer2.engine.swatches import skin_swatch, swatch
from layer2.engine.types import Lab, Swatch
from layer3.engine.candidates import Candidate, Scored, rank
from layer3.engine.dupes import DupeMatch, rank_dupes
from layer3.engine.items import Details, make_dupe, make_item
from layer3.engine.rules import best_limit, dupe_limit
from layer3.engine.slots import SlotPlan, known
from layer3.engine.types import Constraints, Dupes, DupesReason, KitItem, Relation, Target
from layer3.selectors import Shop, read_details
from layer3.services import language_of, stamp, weights

SALT: Final = "layer3.dupes"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: sku, or hex and category. cursor is what the page before gave."""

    sku: str = ""
    hex: str = ""
    category: str = ""
    relation: Relation = "dupe"
    in_stock_only: bool = False
    limit: int = 20
    cursor: str = ""

    @property
    def question(self) -> list[Any]:
        """What must be the same on every page."""
        return [self.sku, self.hex, self.category, self.relation, self.in_stock_only]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins, and the time and catalogue of the first page."""

    offset: int
    priced_at: datetime
    version: str | None


def find_dupes(asked: Asked, *, now: datetime, locale: str) -> Dupes:
    """Return one page of dupes or equivalents; at most 8 SQL queries.

    Prices are those of the first page's time. Raises NotFoundError for a SKU that is not there and
    InvalidRequestError for a cursor of another question.
    """
    place = _place(asked, now)
    row = _row(asked.sku) if asked.sku else None
    worn = asked.sku if asked.relation == "equivalent" else ""
    context = selectors.read_context(worn_sku=worn)
    pricer = Pricer(running_promotions(at=place.priced_at), Occasion(place.priced_at))
    shop = Shop(context, pricer, Constraints(in_stock_only=asked.in_stock_only))
    plan = _plan(asked, row, locale)
    found = _Finder(shop, plan, asked.relation).find(row)
    page = found.matches[place.offset : place.offset + asked.limit]
    details, is_demo = read_details(found.skus(page), pricer)
    after = place.offset + len(page)
    warnings = ["DEMO_CATALOG"] if is_demo else []
    if place.version not in (None, context.version):
        warnings.append("CATALOG_CHANGED")
    return Dupes(
        relation=asked.relation,
        category=plan.category,
        target=plan.target,
        original=found.original_item(plan, details, language_of(locale)),
        reason=found.reason,
        max_delta_e00=_limit(plan, asked.relation),
        total=len(found.matches),
        items=tuple(found.items(plan, page, details, language_of(locale))),
        next_cursor=_cursor(asked, after, place, context.version)
        if after < len(found.matches)
        else None,
        priced_at=stamp(place.priced_at),
        warnings=tuple(warnings),
        catalog_version=context.version,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """All that answers the question, best first."""

    original: Scored | None
    matches: Sequence[DupeMatch | Scored]
    reason: DupesReason | None

    def skus(self, page: Sequence[DupeMatch | Scored]) -> set[str]:
        own = {self.original.candidate.sku} if self.original else set()
        return own | {each.candidate.sku for each in page}

    def original_item(
        self, plan: SlotPlan, details: dict[str, Details], language: str
    ) -> KitItem | None:
        return make_item(plan, self.original, details, language) if self.original else None

    def items(
        self,
        plan: SlotPlan,
        page: Sequence[DupeMatch | Scored],
        details: dict[str, Details],
        language: str,
    ) -> list[KitItem]:
        return [self._item(plan, each, details, language) for each in page]

    def _item(
        self,
        plan: SlotPlan,
        one: DupeMatch | Scored,
        details: dict[str, Details],
        language: str,
    ) -> KitItem:
        if isinstance(one, Scored) or self.original is None:
            scored = one if isinstance(one, Scored) else _score(plan, one.candidate)
            return make_item(plan, scored, details, language)
        scored = _score(plan, one.candidate)
        return make_dupe(plan, scored, one, self.original.candidate, details, language)


class _Finder:
    """Answers one question about one product or colour."""

    def __init__(self, shop: Shop, plan: SlotPlan, relation: Relation) -> None:
        self._shop, self._plan, self._relation = shop, plan, relation

    def find(self, row: Shade | None) -> _Found:
        """Return the original and what answers; row is None where a colour was asked for."""
        if row is not None and row.category_id in COLOUR_MATCHED and row.lab_l is None:
            return _Found(None, (), "COLOR_UNKNOWN")
        if row is None:
            ranked = self._nearest()
            original = ranked[0] if ranked else None
        else:
            original = self._own(row)
        if self._relation == "equivalent":
            return self._equivalents(original)
        return self._dupes(original, row)

    def _equivalents(self, original: Scored | None) -> _Found:
        ranked = sorted(
            self._nearest(), key=lambda one: (one.candidate.delta_e or 0.0, one.candidate.sku)
        )
        return _Found(original, ranked, None if ranked else self._why_none())

    def _dupes(self, original: Scored | None, row: Shade | None) -> _Found:
        if original is None:
            return _Found(None, (), "PRICE_UNKNOWN" if row is not None else self._why_none())
        one = original.candidate
        if one.finish == "unknown" and one.category in COLOUR_MATCHED:
            return _Found(original, (), "FINISH_UNKNOWN")
        slot = self._plan.slot
        matches = rank_dupes(one, self._shop.pools({slot: self._plan}, {slot: one}).get(slot, []))
        return _Found(original, matches, None if matches else "NO_CHEAPER_MATCH")

    def _nearest(self) -> list[Scored]:
        slot = self._plan.slot
        found = self._shop.candidates({slot: self._plan})[slot]
        return rank(self._plan, found, weights=weights())

    def _own(self, row: Shade) -> Scored | None:
        """Return the product asked for, where it can be sold."""
        if (
            not row.is_active
            or not row.product_active
            or row.currency != "USD"
            or not row.price_cents
        ):
            return None
        hit = selectors.Hit(*(getattr(row, name) for name in selectors.Hit._fields))
        return _score(
            self._plan, self._shop.candidate(self._plan, hit, 0.0 if self._plan.lab else None)
        )

    def _why_none(self) -> DupesReason:
        return (
            "OUT_OF_STOCK"
            if self._shop.why_empty([self._plan])[self._plan.slot] == "OUT_OF_STOCK"
            else "NO_MATCH"
        )


def _score(plan: SlotPlan, one: Candidate) -> Scored:
    return rank(plan, [one], weights=weights())[0]


def _row(sku: str) -> Shade:
    row = Shade.objects.filter(sku=sku).first()
    if row is None or row.category_id not in (*COLOUR_MATCHED, "mascara"):
        raise NotFoundError("No product with this SKU is matched by colour or effect.")
    return row


def _plan(asked: Asked, row: Shade | None, locale: str) -> SlotPlan:
    """Return a slot that looks for the colour, or for just what the product is."""
    if row is None:
        category = asked.category
        target = Target(_named(lab_from_hex(asked.hex), category, locale), None, None)
    else:
        category = row.category_id
        target = Target(_own_swatch(row, locale), known(row.finish), known(row.coverage))
    return SlotPlan(category, AREAS[category], True, target)  # type: ignore[arg-type,index]


def _own_swatch(row: Shade, locale: str) -> Swatch | None:
    if row.hex is None or row.category_id not in COLOUR_MATCHED:
        return None
    lab = (row.lab_l or 0.0, row.lab_a or 0.0, row.lab_b or 0.0)
    return Swatch(row.hex, lab, _named(lab, row.category_id, locale).name)


def _named(lab: Lab, category: str, locale: str) -> Swatch:
    """Return a color with its name, a complexion's where the product is worn to match skin."""
    return (skin_swatch if category in SKIN_MATCHED else swatch)(lab, locale)


def _limit(plan: SlotPlan, relation: Relation) -> float:
    return dupe_limit(plan.category) if relation == "dupe" else best_limit(plan.slot)


def _cursor(asked: Asked, offset: int, place: _Place, version: str) -> str:
    when = place.priced_at.isoformat()
    return signing.dumps([offset, when, place.version or version, asked.question], salt=SALT)


def _place(asked: Asked, now: datetime) -> _Place:
    if not asked.cursor:
        return _Place(0, now, None)
    try:
        offset, when, version, question = signing.loads(asked.cursor, salt=SALT)
    except signing.BadSignature:
        raise InvalidRequestError("cursor: not one that we gave.") from None
    if question != asked.question:
        raise InvalidRequestError("cursor: it belongs to another question.")
    return _Place(offset, datetime.fromisoformat(when), version)
