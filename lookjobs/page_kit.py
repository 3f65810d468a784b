"""The kit on the result page: as it was chosen, or asked again with another budget."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from config.contracts import from_wire, to_wire
from layer2.engine.types import LookSpec, Preferences, Wearer
from layer3 import services as layer3
from layer3.engine.types import Constraints
from lookjobs.models import LookJob
from lookjobs.page_forms import parse_money, read_kit_query
from lookjobs.page_products import present_kit
from lookjobs.page_texts import Texts

STEP_USD: Final = 5
MIN_USD: Final = 5


def kit_context(job: LookJob, query: QueryDict, texts: Texts) -> dict[str, Any]:
    """Return what the kit's part of the page shows; a query asks for another kit."""
    result: dict[str, Any] = job.result or {}
    asked = read_kit_query(query)
    first = result["kit"]
    wire = first
    if asked is not None:
        asked = _capped(asked, first)
        wire = _ask_again(job, result, asked)
    kit = present_kit(wire, texts)
    return {
        "kit": kit,
        "refine": _refine(job, first, asked, kit["brands"], texts),
        "priced_at": date_format(_moment(wire["pricedAt"]), "DATE_FORMAT"),
    }


def _moment(text: str) -> datetime:
    return parse_datetime(text) or timezone.now()


def _ask_again(job: LookJob, result: dict[str, Any], asked: Constraints) -> Any:
    """Build the kit of the same look and wearer with other constraints, at today's prices."""
    kit = layer3.build_kit(
        look=from_wire(LookSpec, result["lookSpec"]),
        wearer=from_wire(Wearer, result["wearer"]),
        preferences=from_wire(Preferences, job.preferences),
        constraints=asked,
        priced_at=timezone.now(),
        locale=job.locale,
    )
    return to_wire(kit)


def _capped(asked: Constraints, first: Any) -> Constraints:
    """The slider's right end means no limit."""
    cents = asked.budget_cents
    if cents is None or cents >= _max_usd(first) * 100:
        return Constraints(None, asked.excluded_brands, asked.in_stock_only)
    return asked


def _max_usd(first: Any) -> int:
    """Return the slider's right end: half more than the first kit costs, in round tens."""
    cents = parse_money(first["totals"]["best"]["amount"]) or 0
    return max(100, -(-cents * 3 // 2000) * 10)


def _refine(
    job: LookJob, first: Any, asked: Constraints | None, brands: list[str], texts: Texts
) -> dict[str, Any]:
    shown = asked or _first_constraints(job)
    top = _max_usd(first)
    budget = min(top, -(-shown.budget_cents // 100)) if shown.budget_cents else top
    every = sorted({*brands, *_brands_of(first), *shown.excluded_brands}, key=str.casefold)
    return {
        "url": reverse("look", args=[job.pk]),
        "min": MIN_USD,
        "max": top,
        "step": STEP_USD,
        "budget": budget,
        "budget_text": texts["result"]["kit_budget_none"] if budget >= top else f"${budget}",
        "in_stock": shown.in_stock_only,
        "brands": [(brand, brand in shown.excluded_brands) for brand in every],
        "excluded": bool(shown.excluded_brands),
        "changed": asked is not None,
    }


def _brands_of(kit: Any) -> set[str]:
    slots = [slot for area in kit["areas"].values() for slot in area["slots"]]
    return {item["brand"] for slot in slots for item in (slot["best"], slot["dupe"]) if item}


def _first_constraints(job: LookJob) -> Constraints:
    """What the job was asked with, read from its stored request."""
    stored = job.constraints
    budget = stored.get("budget")
    return Constraints(
        budget_cents=parse_money(budget["amount"]) if budget else None,
        excluded_brands=tuple(stored.get("excludedBrands", ())),
        in_stock_only=bool(stored.get("inStockOnly", False)),
    )
