"""Contracts of Layer 2: LookSpecV0, StepsV0, and the values that Layer 3 reads as well.

Shape only: what a valid body is. The engines' dataclasses in engine/types.py hold the same values.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from rest_framework import serializers

from config.contracts import (
    COLOR,
    ContractSerializer,
    JSONChoiceField,
    JSONIntegerField,
    JSONNumberField,
    JSONStringField,
    LocaleField,
    MarketField,
    StrictRegexField,
)
from config.json_schema import scalar
from layer1.engine.types import IMPACT_AREAS, ImpactArea
from layer2.engine import types

SCHEMA_VERSION: Final = "v0"
LAB_LIMIT: Final = 128.0  # a* and b* of every sRGB colour lie within -128 to 128
STEPS_A_SECTION: Final = 3
MAX_NOTES: Final = 12
MAX_COLOURS: Final = 8
MAX_EVIDENCE: Final = 80
MAX_REASONS: Final = 8


class HexField(StrictRegexField):
    """#rrggbb, in either case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(COLOR, **kwargs)


class LabField(serializers.ListField):
    """[L*, a*, b*] under D65: L* from 0 to 100, a* and b* from -128 to 128."""

    child = JSONNumberField(min_value=-LAB_LIMIT, max_value=LAB_LIMIT)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=3, max_length=3, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        lab = super().to_internal_value(data)
        if lab and not 0.0 <= lab[0] <= 100.0:  # how many there must be is checked after this
            raise serializers.ValidationError({"0": ["L* must be from 0 to 100."]})
        return lab

    def json_schema(self) -> dict[str, Any]:
        chroma = {"type": "number", "minimum": -LAB_LIMIT, "maximum": LAB_LIMIT}
        lightness = {"type": "number", "minimum": 0.0, "maximum": 100.0}
        return {
            "type": "array", "prefixItems": [lightness, chroma, chroma], "items": False,
            "minItems": 3, "maxItems": 3,
        }  # fmt: skip


class MeasuredValueField(serializers.Field[Any, Any, Any, Any]):
    """A number, a short string, or null: what one piece of evidence measured."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> float | str:
        if isinstance(data, str):
            return str(JSONStringField(max_length=200).run_validation(data))
        return float(JSONNumberField().run_validation(data))

    def to_representation(self, value: Any) -> Any:
        return value

    def json_schema(self) -> dict[str, Any]:
        return scalar(max_length=200)


def _strings(*, limit: int = MAX_NOTES, length: int = 500) -> serializers.ListField:
    return serializers.ListField(child=JSONStringField(max_length=length), max_length=limit)


def _many(
    item: type[ContractSerializer], *, max_length: int, min_length: int = 0
) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=item(), min_length=min_length, max_length=max_length)


class SwatchSerializer(ContractSerializer):
    hex = HexField()
    lab = LabField()
    name = JSONStringField(max_length=80)


class StorySwatchSerializer(SwatchSerializer):
    area = JSONChoiceField(ImpactArea)
    share = JSONNumberField(min_value=0.0, max_value=1.0)


class EvidenceSerializer(ContractSerializer):
    metric = JSONStringField(max_length=120)
    value = MeasuredValueField()
    unit = JSONStringField(max_length=40)
    region = JSONStringField(max_length=80)
    rule = JSONStringField(max_length=300)


class AreaSerializer(ContractSerializer):
    """What base, eye and lip share."""

    intent = JSONStringField(max_length=500)
    keyNotes = _strings()
    evidence = _many(EvidenceSerializer, max_length=MAX_EVIDENCE)
    confidence = JSONNumberField(min_value=0.0, max_value=1.0)


class BlushSerializer(ContractSerializer):
    intensity = JSONChoiceField(types.BlushIntensity)
    hue = JSONChoiceField(types.BlushHue)
    color = SwatchSerializer(allow_null=True)


class BaseLookSerializer(AreaSerializer):
    finish = JSONChoiceField(types.BaseFinish)
    coverage = JSONChoiceField(types.BaseCoverage)
    color = SwatchSerializer(allow_null=True)
    blush = BlushSerializer()


class EyeLookSerializer(AreaSerializer):
    finish = JSONChoiceField(types.EyeFinish)
    coverage = JSONChoiceField(types.EyeCoverage)
    shadowFamily = JSONChoiceField(types.ShadowFamily)
    colors = _many(SwatchSerializer, max_length=MAX_COLOURS)
    liner = JSONChoiceField(types.Liner)
    linerDirection = JSONChoiceField(types.LinerDirection)
    linerColor = SwatchSerializer(allow_null=True)
    lashes = JSONChoiceField(types.Lashes)
    brow = JSONChoiceField(types.Brow)


class LipLookSerializer(AreaSerializer):
    finish = JSONChoiceField(types.LipFinish)
    coverage = JSONChoiceField(types.LipCoverage)
    colorFamily = JSONChoiceField(types.LipFamily)
    color = SwatchSerializer(allow_null=True)


class BreakdownSerializer(ContractSerializer):
    base = BaseLookSerializer()
    eye = EyeLookSerializer()
    lip = LipLookSerializer()


class LookSpecV0Serializer(ContractSerializer):
    """LookSpecV0: the makeup read out of one photo."""

    schemaVersion = JSONChoiceField([SCHEMA_VERSION])
    market = MarketField()
    locale = LocaleField()
    engineVersion = JSONStringField(max_length=60)
    lookTitle = JSONStringField(max_length=120)
    styleTags = _strings(length=40)
    colorStory = _many(StorySwatchSerializer, max_length=MAX_COLOURS)
    emphasisAreas = serializers.ListField(
        child=JSONChoiceField(ImpactArea), max_length=len(IMPACT_AREAS)
    )
    warnings = _strings(limit=40)
    breakdown = BreakdownSerializer()

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "allOf": [{"properties": {"emphasisAreas": {"uniqueItems": True}}}]
    }

    def validate_emphasisAreas(self, value: list[str]) -> list[str]:  # noqa: N802, DRF's naming
        if len(set(value)) != len(value):
            raise serializers.ValidationError("An area is named twice.")
        return value


class StepSerializer(ContractSerializer):
    stepId = JSONStringField(max_length=80)
    order = JSONIntegerField(min_value=1, max_value=STEPS_A_SECTION * len(IMPACT_AREAS))
    title = JSONStringField(max_length=160)
    instruction = JSONStringField(max_length=1200)
    tips = _strings()
    cautions = _strings()
    fitConditions = _strings()
    evidence = _many(EvidenceSerializer, max_length=MAX_EVIDENCE)
    zone = JSONStringField(max_length=80)
    tool = JSONStringField(max_length=80)
    productSlot = JSONChoiceField(types.Slot, allow_null=True)
    difficulty = JSONChoiceField(types.Difficulty)


class SectionSerializer(ContractSerializer):
    impactArea = JSONChoiceField(ImpactArea)
    title = JSONStringField(max_length=120)
    steps = _many(StepSerializer, min_length=STEPS_A_SECTION, max_length=STEPS_A_SECTION)


class StepsV0Serializer(ContractSerializer):
    """StepsV0: base, eye and lip in this order, three steps each, numbered 1 to 9."""

    sections = _many(SectionSerializer, min_length=len(IMPACT_AREAS), max_length=len(IMPACT_AREAS))

    json_schema_also = (
        "that the nine steps are numbered 1 to 9 in order, and no stepId comes twice."
    )
    json_schema_rules: ClassVar[dict[str, Any]] = {
        "allOf": [
            {
                "properties": {
                    "sections": {
                        "prefixItems": [
                            {"properties": {"impactArea": {"const": area}}} for area in IMPACT_AREAS
                        ]
                    }
                }
            }
        ]
    }

    def validate_sections(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if [section["impactArea"] for section in value] != list(IMPACT_AREAS):
            raise serializers.ValidationError("Sections must be base, eye, lip, in this order.")
        steps = [step for section in value for step in section["steps"]]
        if [step["order"] for step in steps] != list(range(1, len(steps) + 1)):
            raise serializers.ValidationError("Steps must be numbered 1 to 9, in this order.")
        if len({step["stepId"] for step in steps}) != len(steps):
            raise serializers.ValidationError("A stepId is used twice.")
        return value


class PreferencesSerializer(ContractSerializer):
    """What the wearer asks for; each key may be left out."""

    finish = JSONChoiceField(["matte", "natural", "dewy"], required=False)
    skinHex = HexField(required=False)
    foundationSkuId = JSONStringField(max_length=120, required=False)


class WearerSerializer(ContractSerializer):
    """The skin that the kit is for; source "none" exactly where skin is null.

    reasons: why a selfie's skin is less sure, or is not used.
    """

    skin = SwatchSerializer(allow_null=True)
    confidence = JSONNumberField(min_value=0.0, max_value=1.0)
    source = JSONChoiceField(types.WearerSource)  # type: ignore[assignment]  # the wire name
    reasons = serializers.ListField(
        child=JSONChoiceField(types.WearerReason), required=False, max_length=MAX_REASONS
    )

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "if": {"properties": {"source": {"const": "none"}}},
        "then": {"properties": {"skin": {"type": "null"}}},
        "else": {"properties": {"skin": {"type": "object"}}},
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["skin"] is None) != (attrs["source"] == "none"):
            raise serializers.ValidationError({"source": ["none exactly where skin is null."]})
        return attrs
