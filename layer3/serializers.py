"""Contracts of Layer 3: KitV0, Constraints, and the direct call's request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from rest_framework import serializers

from catalog.engine.taxonomy import CATEGORIES, COLOUR_MATCHED, COVERAGES, FINISHES
from config.contracts import (
    LIMIT,
    ContractSerializer,
    JSONBooleanField,
    JSONChoiceField,
    JSONIntegerField,
    JSONNumberField,
    JSONStringField,
    LocaleField,
    MarketField,
    MoneySerializer,
    Pattern,
    StrictRegexField,
    cents_of,
)
from layer2.engine.types import SLOTS
from layer2.serializers import (
    EvidenceSerializer,
    HexField,
    LabField,
    LookSpecV0Serializer,
    PreferencesSerializer,
    StepsV0Serializer,
    SwatchSerializer,
    WearerSerializer,
)
from layer3.engine.candidates import STOCK_PART
from layer3.engine.types import Constraints, DupesReason, Relation, SlotReason

MAX_BRANDS: Final = 50
MAX_PAGE: Final = 50
HEX: Final = Pattern(r"^#?[0-9a-fA-F]{6}\Z", 'a color such as "#a1b2c3", the # may be left out')
AREA_SLOTS: Final = {
    "base": (("foundation",), ("blush",)),
    "eye": (("eyeshadow",), ("eyeliner",), ("mascara",)),
    "lip": (("lipstick", "lip_gloss"), ("lip_liner",)),
}


def _many(
    item: type[ContractSerializer], *, max_length: int, min_length: int = 0
) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=item(), min_length=min_length, max_length=max_length)


class ConstraintsSerializer(ContractSerializer):
    """What the shopper asks for; each key may be left out."""

    budget = MoneySerializer(required=False)
    excludedBrands = serializers.ListField(
        child=JSONStringField(max_length=120), max_length=MAX_BRANDS, required=False
    )
    inStockOnly = JSONBooleanField(required=False)


class TargetSerializer(ContractSerializer):
    color = SwatchSerializer(allow_null=True)
    finish = JSONChoiceField([*FINISHES], allow_null=True)
    coverage = JSONChoiceField([*COVERAGES], allow_null=True)


class SizeSerializer(ContractSerializer):
    amount = JSONNumberField(min_value=0.0)
    unit = JSONChoiceField(["ml", "g"])


class KitShadeSerializer(ContractSerializer):
    name = JSONStringField(max_length=160, allow_blank=True)
    hex = HexField(allow_null=True)
    lab = LabField(allow_null=True)


class ScorePartsSerializer(ContractSerializer):
    """The parts of a score; they sum to it."""

    color = JSONNumberField(min_value=0.0, max_value=100.0)
    finish = JSONNumberField(min_value=0.0, max_value=100.0)
    coverage = JSONNumberField(min_value=0.0, max_value=100.0)
    price = JSONNumberField(min_value=0.0, max_value=100.0)
    brand = JSONNumberField(min_value=0.0, max_value=100.0)
    availability = JSONNumberField(min_value=0.0, max_value=100.0)


class KitItemSerializer(ContractSerializer):
    skuId = JSONStringField(max_length=120)
    productId = JSONStringField(max_length=120)
    name = JSONStringField(max_length=200)
    brand = JSONStringField(max_length=120)
    shade = KitShadeSerializer()
    finish = JSONChoiceField([*FINISHES])
    coverage = JSONChoiceField([*COVERAGES])
    size = SizeSerializer(allow_null=True)
    price = MoneySerializer()
    effectivePrice = MoneySerializer()
    unitPrice = MoneySerializer(allow_null=True)
    promotion = JSONStringField(max_length=500, allow_null=True)
    availability = JSONChoiceField([*STOCK_PART])
    imageUrl = JSONStringField(max_length=500, allow_blank=True)
    productUrl = JSONStringField(max_length=500, allow_blank=True)
    score = JSONNumberField(min_value=0.0, max_value=100.0)
    scoreParts = ScorePartsSerializer()
    deltaE00 = JSONNumberField(min_value=0.0, allow_null=True)
    why = JSONStringField(max_length=500)
    differences = serializers.ListField(child=JSONStringField(max_length=300), max_length=12)
    evidence = _many(EvidenceSerializer, max_length=20)

    json_schema_also = "that scoreParts sum to score."

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if abs(sum(attrs["scoreParts"].values()) - attrs["score"]) > 0.005:  # both have 2 decimals
            raise serializers.ValidationError({"score": ["Its parts must sum to it."]})
        return attrs


class KitSlotSerializer(ContractSerializer):
    slot = JSONChoiceField([*SLOTS])
    needed = JSONBooleanField()
    target = TargetSerializer()
    best = KitItemSerializer(allow_null=True)
    bestReason = JSONChoiceField(SlotReason, allow_null=True)
    dupe = KitItemSerializer(allow_null=True)
    dupeReason = JSONChoiceField(SlotReason, allow_null=True)
    alternates = _many(KitItemSerializer, max_length=10)

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "allOf": [
            *(
                {
                    "if": {"properties": {item: {"type": "null"}}},
                    "then": {"properties": {reason: {"type": "string"}}},
                    "else": {"properties": {reason: {"type": "null"}}},
                }
                for item, reason in (("best", "bestReason"), ("dupe", "dupeReason"))
            ),
            {
                "if": {"properties": {"needed": {"const": False}}},
                "then": {"properties": {"best": {"type": "null"}}},
            },
        ]
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for item, reason in (("best", "bestReason"), ("dupe", "dupeReason")):
            if (attrs[item] is None) == (attrs[reason] is None):
                raise serializers.ValidationError({reason: ["Given exactly where there is none."]})
        if not attrs["needed"] and attrs["best"] is not None:
            raise serializers.ValidationError({"best": ["Nothing is sold that is not needed."]})
        return attrs


class KitAreaSerializer(ContractSerializer):
    slots = _many(KitSlotSerializer, min_length=2, max_length=3)


class KitAreasSerializer(ContractSerializer):
    base = KitAreaSerializer()
    eye = KitAreaSerializer()
    lip = KitAreaSerializer()

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "allOf": [
            {
                "properties": {
                    area: {
                        "properties": {
                            "slots": {
                                "minItems": len(expected),
                                "maxItems": len(expected),
                                "prefixItems": [
                                    {"properties": {"slot": {"enum": list(names)}}}
                                    for names in expected
                                ],
                            }
                        }
                    }
                }
            }
            for area, expected in AREA_SLOTS.items()
        ]
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for area, expected in AREA_SLOTS.items():
            got = [each["slot"] for each in attrs[area]["slots"]]
            if len(got) != len(expected) or any(
                name not in allowed for name, allowed in zip(got, expected, strict=True)
            ):
                raise serializers.ValidationError({area: ["Not this area's slots in order."]})
        return attrs


class TotalsSerializer(ContractSerializer):
    best = MoneySerializer()
    dupe = MoneySerializer()
    savings = MoneySerializer()


class KitV0Serializer(ContractSerializer):
    """KitV0: for each part of the look the nearest product and an honest cheaper dupe."""

    areas = KitAreasSerializer()
    totals = TotalsSerializer()
    pricedAt = JSONStringField(max_length=40)
    warnings = serializers.ListField(child=JSONStringField(max_length=200), max_length=40)
    catalogVersion = JSONStringField(max_length=60)


class DupesQuerySerializer(ContractSerializer):
    """The parameters of GET /catalog/dupes: skuId, or hex and category."""

    skuId = JSONStringField(max_length=120, required=False)
    hex = StrictRegexField(HEX, required=False)
    category = JSONChoiceField([*COLOUR_MATCHED], required=False)
    relation = JSONChoiceField(Relation, default="dupe")
    inStockOnly = serializers.ChoiceField(["true", "false"], default="false")
    locale = LocaleField(default="en-US")
    limit = StrictRegexField(LIMIT, default="20")
    cursor = JSONStringField(max_length=500, required=False)

    def validate_hex(self, value: str) -> str:
        return f"#{value.lstrip('#').lower()}"

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        by_color = {"hex", "category"} & attrs.keys()
        if ("skuId" in attrs) == bool(by_color) or len(by_color) == 1:
            raise serializers.ValidationError("Give skuId, or hex and category.")
        if not 1 <= int(attrs["limit"]) <= MAX_PAGE:
            raise serializers.ValidationError({"limit": [f"From 1 to {MAX_PAGE}."]})
        return attrs


class DupesSerializer(ContractSerializer):
    """One page of dupes, or of equivalents in other brands."""

    relation = JSONChoiceField(Relation)
    category = JSONChoiceField([*CATEGORIES])
    target = TargetSerializer()
    original = KitItemSerializer(allow_null=True)
    reason = JSONChoiceField(DupesReason, allow_null=True)
    maxDeltaE00 = JSONNumberField(min_value=0.0)
    total = JSONIntegerField(min_value=0)
    items = _many(KitItemSerializer, max_length=MAX_PAGE)
    nextCursor = JSONStringField(max_length=500, allow_null=True)
    pricedAt = JSONStringField(max_length=40)
    warnings = serializers.ListField(child=JSONStringField(max_length=200), max_length=40)
    catalogVersion = JSONStringField(max_length=60)


class KitRequestSerializer(ContractSerializer):
    """The direct call: a look that somebody already has."""

    market = MarketField()
    locale = LocaleField()
    lookSpec = LookSpecV0Serializer()
    steps = StepsV0Serializer(required=False)
    wearer = WearerSerializer(required=False)
    preferences = PreferencesSerializer(required=False)
    constraints = ConstraintsSerializer(required=False)


def read_constraints(data: Mapping[str, Any]) -> Constraints:
    """Return validated constraints as the engine takes them: dollars become cents."""
    budget = data.get("budget")
    return Constraints(
        budget_cents=None if budget is None else cents_of(budget),
        excluded_brands=tuple(data.get("excludedBrands", ())),
        in_stock_only=bool(data.get("inStockOnly", False)),
    )
