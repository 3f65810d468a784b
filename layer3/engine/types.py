"""The values of Layer 3: KitV0 as dataclasses; money is cents inside, dollars on the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from layer2.engine.types import Evidence, Lab, Slot, Swatch

Availability = Literal["in_stock", "out_of_stock", "unknown"]
SlotReason = Literal[
    "NOT_IN_LOOK", "UNKNOWN_IN_LOOK", "NEEDS_SELFIE", "NO_MATCH", "OVER_BUDGET", "OUT_OF_STOCK",
    "NO_CHEAPER_MATCH",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """amount is a decimal string of dollars, such as "12.50", computed in integer cents."""

    amount: str
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the shopper asked for; budget_cents None is no cap."""

    budget_cents: int | None = None
    excluded_brands: tuple[str, ...] = ()
    in_stock_only: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What a slot looks for; color is None where the slot has no colour or none is known."""

    color: Swatch | None
    finish: str | None
    coverage: str | None


@dataclass(frozen=True, slots=True)
class Size:
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class KitShade:
    name: str
    hex: str | None
    lab: Lab | None


@dataclass(frozen=True, slots=True)
class KitItem:
    sku_id: str
    product_id: str
    name: str
    brand: str
    shade: KitShade
    finish: str
    coverage: str
    size: Size | None
    price: Money
    effective_price: Money
    unit_price: Money | None
    promotion: str | None
    availability: Availability
    image_url: str
    product_url: str
    score: float
    score_parts: dict[str, float]
    delta_e00: float | None
    why: str
    differences: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class KitSlot:
    slot: Slot
    needed: bool
    target: Target
    best: KitItem | None
    best_reason: SlotReason | None
    dupe: KitItem | None
    dupe_reason: SlotReason | None
    alternates: tuple[KitItem, ...]


DupesReason = Literal[
    "NO_MATCH", "OUT_OF_STOCK", "NO_CHEAPER_MATCH", "PRICE_UNKNOWN", "FINISH_UNKNOWN",
    "COLOR_UNKNOWN",
]  # fmt: skip
Relation = Literal["dupe", "equivalent"]


@dataclass(frozen=True, slots=True)
class Dupes:
    """One page of the dupes of a product, or of its equivalents in other brands.

    original: the product asked for, or the nearest to the colour asked for; None where it cannot
    be sold. reason: why there are no items at all. total counts the items of all pages.
    """

    relation: Relation
    category: str
    target: Target
    original: KitItem | None
    reason: DupesReason | None
    max_delta_e00: float
    total: int
    items: tuple[KitItem, ...]
    next_cursor: str | None
    priced_at: str
    warnings: tuple[str, ...]
    catalog_version: str


@dataclass(frozen=True, slots=True)
class KitArea:
    slots: tuple[KitSlot, ...]


@dataclass(frozen=True, slots=True)
class KitAreas:
    base: KitArea
    eye: KitArea
    lip: KitArea


@dataclass(frozen=True, slots=True)
class Totals:
    best: Money
    dupe: Money
    savings: Money


@dataclass(frozen=True, slots=True)
class Kit:
    areas: KitAreas
    totals: Totals
    priced_at: str
    warnings: tuple[str, ...]
    catalog_version: str
