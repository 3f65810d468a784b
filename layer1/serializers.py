"""Contracts of Layer 1, frozen: FaceProfileV0, SimilarityReportV0, Layer1BundleV0, and the calls.

Shape and invariants only. The engines' dataclasses in engine/types.py hold the same values.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final, get_args

from rest_framework import serializers

from config.contracts import (
    ContractSerializer,
    JSONBooleanField,
    JSONChoiceField,
    JSONIntegerField,
    JSONNumberField,
    JSONStringField,
    LocaleField,
    MarketField,
    Pattern,
    StrictRegexField,
)
from config.json_schema import scalar
from layer1.engine import types
from layer1.engine.types import HARD_REJECT_REASONS, IMPACT_AREAS, SOFT_REJECT_REASONS

V0: Final = ("v0",)
MOMENT: Final = Pattern(
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})\Z",
    "ISO 8601 with an offset or Z",
)
ENGINE_VERSION: Final = Pattern(
    r"^compat-us-\d+\.\d+\.\d+\Z", 'a version such as "compat-us-1.0.0"'
)
EMBEDDING: Final = ("geom-v0",)
GEOMETRY_KEYS: Final = (
    "faceAspect", "jawToCheekRatio", "chinLengthRatio", "midfaceRatio", "eyeSpacingRatio",
    "eyeTiltDeg", "eyeOpennessRatio", "lipFullnessRatio",
)  # fmt: skip
MAX_FACES: Final = 10
MAX_RATIO: Final = 10.0  # no ratio of a face comes near; beyond it units were mixed up
# The vector repeats the geometry; clients may round it to fewer digits.
VECTOR_TOLERANCE: Final = 1e-3
ITEMS: Final = 3  # reasons, adjustments, and the least number of modes
MAX_DELTAS: Final = 5
SESSION_ID_LENGTH: Final = 128


def _score(top: float = 100.0) -> JSONNumberField:
    return JSONNumberField(min_value=0.0, max_value=top)


def _ratio() -> JSONNumberField:
    return JSONNumberField(min_value=0.0, max_value=MAX_RATIO)


def _angle(limit: float) -> JSONNumberField:
    return JSONNumberField(min_value=-limit, max_value=limit)


def _strings(
    *, least: int = 0, most: int = 20, length: int = 200, **kwargs: Any
) -> serializers.ListField:
    child = JSONStringField(max_length=length)
    return serializers.ListField(child=child, min_length=least, max_length=most, **kwargs)


def _many(
    item: type[ContractSerializer], *, max_length: int, min_length: int = 0
) -> serializers.ListSerializer[Any]:
    return serializers.ListSerializer(child=item(), min_length=min_length, max_length=max_length)


class EvidenceField(serializers.ListField):
    """At least one string that names what was used, such as delta:geometry.eyeTiltDeg."""

    child = JSONStringField(max_length=120)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=1, max_length=20, **kwargs)


class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A number, or a short string such as the name of a type."""

    def to_internal_value(self, data: Any) -> float | str:
        if isinstance(data, str):
            return str(JSONStringField(max_length=80).run_validation(data))
        return float(JSONNumberField().run_validation(data))

    def to_representation(self, value: Any) -> Any:
        return value

    def json_schema(self) -> dict[str, Any]:
        return scalar(max_length=80)


class MomentField(StrictRegexField):
    """A moment in ISO 8601 with its zone, kept as it was sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(MOMENT, max_length=40, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            datetime.fromisoformat(text)
        except ValueError:
            self.fail("invalid")
        return text


# FaceProfileV0
class PoseSerializer(ContractSerializer):
    yawDeg = _angle(180.0)
    pitchDeg = _angle(180.0)
    rollDeg = _angle(180.0)


class OcclusionFlagsSerializer(ContractSerializer):
    eyesOccluded = JSONBooleanField()
    mouthOccluded = JSONBooleanField()
    faceBorderCutoff = JSONBooleanField()


class QualitySerializer(ContractSerializer):
    valid = JSONBooleanField()
    score = _score()
    lightingScore = _score()
    sharpnessScore = _score()
    faceCount = JSONIntegerField(min_value=0, max_value=MAX_FACES)
    pose = PoseSerializer()
    occlusionFlags = OcclusionFlagsSerializer()
    rejectReasons = serializers.ListField(
        child=JSONChoiceField((*HARD_REJECT_REASONS, *SOFT_REJECT_REASONS)),
        max_length=len(HARD_REJECT_REASONS) + len(SOFT_REJECT_REASONS),
    )


class GeometrySerializer(ContractSerializer):
    faceAspect = _ratio()
    jawToCheekRatio = _ratio()
    chinLengthRatio = _ratio()
    midfaceRatio = _ratio()
    eyeSpacingRatio = _ratio()
    eyeTiltDeg = _angle(90.0)
    eyeOpennessRatio = _ratio()
    lipFullnessRatio = _ratio()


class CategoricalSerializer(ContractSerializer):
    faceShape = JSONChoiceField(types.FaceShape)
    eyeType = JSONChoiceField(types.EyeType)
    lipType = JSONChoiceField(types.LipType)
    skinType = JSONChoiceField(types.SkinType, required=False)


class DerivedSerializer(ContractSerializer):
    geometryVector = serializers.ListField(
        child=JSONNumberField(min_value=-90.0, max_value=90.0),
        min_length=len(GEOMETRY_KEYS),
        max_length=len(GEOMETRY_KEYS),
    )
    embeddingVersion = JSONChoiceField(EMBEDDING)


class FaceProfileV0(ContractSerializer):
    """One face in one photo: geometry and quality, never an image or an identity."""

    version = JSONChoiceField(V0)
    market = MarketField()
    source = JSONChoiceField(types.Source)  # type: ignore[assignment]
    locale = LocaleField()
    quality = QualitySerializer()
    geometry = GeometrySerializer()
    categorical = CategoricalSerializer()
    derived = DerivedSerializer()

    json_schema_also = "that geometryVector repeats the eight geometry numbers."

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        vector = attrs["derived"]["geometryVector"]
        for index, (key, value) in enumerate(zip(GEOMETRY_KEYS, vector, strict=True)):
            if abs(attrs["geometry"][key] - value) > VECTOR_TOLERANCE:
                where = {"derived": {"geometryVector": {str(index): [f"Differs from {key}."]}}}
                raise serializers.ValidationError(where)
        return attrs


# SimilarityReportV0
class ScoreBreakdownSerializer(ContractSerializer):
    geometryFit = _score(60.0)
    riskPenalty = _score(25.0)
    adaptabilityBonus = _score(15.0)


class ReasonSerializer(ContractSerializer):
    title = JSONStringField(max_length=200)
    copy = JSONStringField(max_length=1000)
    evidence = EvidenceField()


class DeltaSerializer(ContractSerializer):
    key = JSONStringField(max_length=80)
    userValue = ValueField()
    refValue = ValueField()
    severity = _score(1.0)
    explanationKey = JSONStringField(max_length=80)
    evidence = EvidenceField()


class AdjustmentSerializer(ContractSerializer):
    impactArea = JSONChoiceField(types.ImpactArea)
    title = JSONStringField(max_length=200)
    because = JSONStringField(max_length=1000)
    do = JSONStringField(max_length=1000)
    confidence = JSONChoiceField(types.Confidence)
    evidence = EvidenceField()


class Layer2HintsSerializer(ContractSerializer):
    base = _strings(required=False)
    eye = _strings(required=False)
    lip = _strings(required=False)


class UserControlModeSerializer(ContractSerializer):
    mode = JSONChoiceField(types.PreferenceMode)
    label = JSONStringField(max_length=80)  # type: ignore[assignment]
    description = JSONStringField(max_length=300)


class UserControlsSerializer(ContractSerializer):
    modes = _many(UserControlModeSerializer, min_length=ITEMS, max_length=10)
    defaultMode = JSONChoiceField(("structure",))


class SimilarityReportV0(ContractSerializer):
    """How two faces compare: a score from its parts, three reasons, three adjustments."""

    version = JSONChoiceField(V0)
    schemaVersion = JSONChoiceField(V0)
    engineVersion = StrictRegexField(ENGINE_VERSION, max_length=40)
    market = MarketField()
    preferenceMode = JSONChoiceField(types.PreferenceMode)
    confidence = JSONChoiceField(types.Confidence)
    fitScore = JSONIntegerField(min_value=0, max_value=100)
    scoreBreakdown = ScoreBreakdownSerializer()
    reasons = _many(ReasonSerializer, min_length=ITEMS, max_length=ITEMS)
    topDeltas = _many(DeltaSerializer, max_length=MAX_DELTAS)
    adjustments = _many(AdjustmentSerializer, min_length=ITEMS, max_length=ITEMS)
    layer2Hints = Layer2HintsSerializer(required=False)
    userControls = UserControlsSerializer()
    warnings = _strings(length=500, required=False)

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "allOf": [
            {"properties": {"adjustments": {"contains": one, "minContains": 1, "maxContains": 1}}}
            for one in (
                {"required": ["impactArea"], "properties": {"impactArea": {"const": area}}}
                for area in IMPACT_AREAS
            )
        ]
    }

    def validate_adjustments(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if sorted(item["impactArea"] for item in value) != sorted(IMPACT_AREAS):
            raise serializers.ValidationError("One each for base, eye and lip.")
        return value


class Layer1BundleV0(ContractSerializer):
    """Both faces and their report, as later layers and other systems read them."""

    schemaVersion = JSONChoiceField(V0)
    market = MarketField()
    locale = LocaleField()
    preferenceMode = JSONChoiceField(types.PreferenceMode)
    createdAt = MomentField()
    userFaceProfile = FaceProfileV0(allow_null=True)
    refFaceProfile = FaceProfileV0()
    similarityReport = SimilarityReportV0()

    json_schema_rules: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {
                "properties": {
                    "preferenceMode": same,
                    "similarityReport": {"properties": {"preferenceMode": same}},
                }
            }
            for same in ({"const": mode} for mode in get_args(types.PreferenceMode))
        ]
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["preferenceMode"] != attrs["similarityReport"]["preferenceMode"]:
            raise serializers.ValidationError(
                {"similarityReport": {"preferenceMode": ["Differs from the bundle's."]}}
            )
        return attrs


# The calls
class CompatibilityRequest(ContractSerializer):
    """Derived data only; without optInTraining and a sessionId nothing is stored."""

    market = MarketField()
    locale = LocaleField()
    preferenceMode = JSONChoiceField(types.PreferenceMode)
    userFaceProfile = FaceProfileV0(required=False, allow_null=True)
    refFaceProfile = FaceProfileV0()
    optInTraining = JSONBooleanField(required=False)
    sessionId = JSONStringField(required=False, max_length=SESSION_ID_LENGTH)


class BundleValidateRequest(ContractSerializer):
    bundle = Layer1BundleV0()


class BundleValidateResponse(ContractSerializer):
    gate = JSONChoiceField(types.GateState)
    reasons = _strings()


class GateDetailSerializer(ContractSerializer):
    code = JSONStringField(max_length=80)
    photo = JSONChoiceField(types.Source)
    value = ValueField(allow_null=True)
    limit = ValueField(allow_null=True)
    tip = JSONStringField(max_length=300)


class GateSerializer(ContractSerializer):
    """The gate's word with every reason, as a job's result carries it."""

    gate = JSONChoiceField(types.GateState)
    reasons = _strings()
    details = _many(GateDetailSerializer, max_length=40)
