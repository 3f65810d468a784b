"""Contracts of uploads, jobs and shares: what requests may say, and what replies hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.utils import timezone
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
    MomentField,
    Pattern,
    StrictRegexField,
)
from layer1.engine.types import PreferenceMode, Source
from layer1.serializers import (
    FaceProfileV0,
    GateSerializer,
    Layer1BundleV0,
    SimilarityReportV0,
)
from layer2.serializers import (
    LookSpecV0Serializer,
    PreferencesSerializer,
    StepsV0Serializer,
    WearerSerializer,
)
from layer3.serializers import ConstraintsSerializer, KitV0Serializer
from lookjobs.engine.sniff import CONTENT_TYPES
from lookjobs.models import LookJob
from lookjobs.models.audit import PURPOSES
from lookjobs.models.jobs import STAGES

ASSET_KEY: Final = Pattern(
    r"^look-replicator/us/(reference|selfie)/\d{4}-\d{2}-\d{2}/[0-9a-f-]{36}\.[a-z]{3,4}\Z",
    "an assetKey as /uploads/signed-url gives it",
)
SESSION_ID: Final = Pattern(
    r"^[A-Za-z0-9._:-]{1,128}\Z", "1 to 128 letters, digits and . _ : - alone"
)
CONSENT_VERSION: Final = Pattern(
    r"^[A-Za-z0-9._:-]{1,40}\Z", "1 to 40 letters, digits and . _ : - alone"
)
CLOCKS_DIFFER: Final = timedelta(minutes=10)


class ContentTypeField(JSONStringField):
    """A content type; one that we do not take is 415, which the service answers."""

    def json_schema(self) -> dict[str, Any]:
        return {"enum": list(CONTENT_TYPES)}


class SizeField(JSONIntegerField):
    """Bytes; too many are 413, which the service answers."""

    def json_schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 25 * 1024 * 1024}


class SignedUrlRequest(ContractSerializer):
    kind = JSONChoiceField(Source)
    filename = JSONStringField(min_length=1, max_length=255)
    contentType = ContentTypeField(max_length=100)
    sizeBytes = SizeField(min_value=1)
    market = MarketField()
    locale = LocaleField(required=False)


class SignedUrlResponse(ContractSerializer):
    assetKey = JSONStringField()
    uploadUrl = JSONStringField(max_length=4000)
    method = JSONChoiceField(["PUT"])
    headers = serializers.DictField(child=JSONStringField())
    expiresAt = MomentField()


class AssetSerializer(ContractSerializer):
    assetKey = StrictRegexField(ASSET_KEY, max_length=200)


class SelfieConsentSerializer(ContractSerializer):
    """That the person in the selfie accepted the text of this version, and when."""

    version = StrictRegexField(CONSENT_VERSION, max_length=40)
    acceptedAt = MomentField()

    def validate_acceptedAt(self, value: datetime) -> datetime:  # noqa: N802, DRF's naming
        if value > timezone.now() + CLOCKS_DIFFER:
            raise serializers.ValidationError("A consent cannot lie in the future.")
        return value


class LookJobCreateRequestV1(ContractSerializer):
    market = MarketField()
    locale = LocaleField()
    referenceImage = AssetSerializer(required=False)
    referenceImageUrl = JSONStringField(
        required=False, help_text="Legacy: off unless hosts are allowed by a setting."
    )
    selfieImage = AssetSerializer(required=False)
    selfieConsent = SelfieConsentSerializer(required=False)
    layer1Bundle = Layer1BundleV0(required=False)
    preferenceMode = JSONChoiceField(PreferenceMode)
    preferences = PreferencesSerializer(required=False)
    constraints = ConstraintsSerializer(required=False)
    optInTraining = JSONBooleanField(required=False)
    sessionId = StrictRegexField(SESSION_ID, required=False, max_length=128)

    json_schema_also = "that referenceImageUrl is allowed by a setting."
    json_schema_rules: ClassVar[dict[str, Any]] = {
        "oneOf": [{"required": ["referenceImage"]}, {"required": ["referenceImageUrl"]}],
        "dependentRequired": {"selfieImage": ["selfieConsent"]},
        "not": {"required": ["selfieImage", "layer1Bundle"]},
        "if": {"properties": {"optInTraining": {"const": True}}, "required": ["optInTraining"]},
        "then": {"required": ["sessionId"]},
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("referenceImage" in attrs) == ("referenceImageUrl" in attrs):
            raise serializers.ValidationError(
                {"referenceImage": ["Exactly one of referenceImage and referenceImageUrl."]}
            )
        if "referenceImageUrl" in attrs and not settings.REFERENCE_URL_HOSTS:
            raise serializers.ValidationError(
                {"referenceImageUrl": ["Not accepted here: upload the photo instead."]}
            )
        return attrs


class JobErrorSerializer(ContractSerializer):
    code = JSONStringField()
    message = JSONStringField()
    reasons = serializers.ListField(child=JSONStringField())
    details = serializers.ListField(child=serializers.DictField(), required=False)


class EngineVersionsSerializer(ContractSerializer):
    layer1 = JSONStringField()
    layer2 = JSONStringField()
    layer3 = JSONStringField()


class DegradedSerializer(ContractSerializer):
    field = JSONStringField()
    cause = JSONStringField()


class SharedResultV1(ContractSerializer):
    """What a share shows: the look for anybody."""

    schemaVersion = JSONChoiceField(["v1"])
    market = MarketField()
    locale = LocaleField()
    engineVersions = EngineVersionsSerializer()
    lookSpec = LookSpecV0Serializer()
    steps = StepsV0Serializer()
    kit = KitV0Serializer()
    warnings = serializers.ListField(child=JSONStringField())


class LookReplicateResultV1(SharedResultV1):
    """The whole bundle; layer1 is null once its retention has ended."""

    layer1 = Layer1BundleV0(allow_null=True)
    gate = GateSerializer()
    wearer = WearerSerializer()
    degraded = serializers.ListField(child=DegradedSerializer())


class LookJobStatusResponseV1(ContractSerializer):
    jobId = serializers.UUIDField()
    status = JSONChoiceField(LookJob.Status.values)
    stage = JSONChoiceField(STAGES)
    progress = JSONIntegerField(min_value=0, max_value=100)
    createdAt = MomentField()
    updatedAt = MomentField()
    timings = serializers.DictField(
        child=JSONNumberField(min_value=0), help_text="Milliseconds by stage."
    )
    result = LookReplicateResultV1(required=False, help_text="Only when completed.")
    warnings = serializers.ListField(child=JSONStringField())
    error = JobErrorSerializer(required=False, help_text="Only when failed.")
    shareId = JSONStringField(allow_null=True)


class ExportedJobSerializer(LookJobStatusResponseV1):
    request = serializers.DictField(help_text="What was asked, as it is stored.")


class ConsentRecordSerializer(ContractSerializer):
    jobId = serializers.UUIDField()
    purpose = JSONChoiceField(PURPOSES)
    granted = JSONBooleanField()
    version = JSONStringField()
    locale = LocaleField()
    term = JSONStringField()
    acceptedAt = MomentField()


class SamplesSerializer(ContractSerializer):
    profiles = serializers.ListField(child=FaceProfileV0())
    reports = serializers.ListField(child=SimilarityReportV0())
    bundles = serializers.ListField(child=Layer1BundleV0())
    lookSpecs = serializers.ListField(child=LookSpecV0Serializer())
    steps = serializers.ListField(child=StepsV0Serializer())
    kits = serializers.ListField(child=KitV0Serializer())


class SessionExport(ContractSerializer):
    """All that is stored about one session."""

    sessionId = JSONStringField()
    jobs = serializers.ListField(child=ExportedJobSerializer())
    consents = serializers.ListField(child=ConsentRecordSerializer())
    samples = SamplesSerializer()


class ShareResponse(ContractSerializer):
    shareId = JSONStringField()
    shareUrl = JSONStringField()
    expiresAt = MomentField()


class LookShareResponseV1(ContractSerializer):
    shareId = JSONStringField()
    createdAt = MomentField()
    expiresAt = MomentField()
    result = SharedResultV1()


class LookSpecRequest(ContractSerializer):
    market = MarketField()
    locale = LocaleField()
    referenceImage = AssetSerializer()
    preferenceMode = JSONChoiceField(PreferenceMode)
    layer1Bundle = Layer1BundleV0(required=False)
    preferences = PreferencesSerializer(required=False)


class LookSpecResponse(ContractSerializer):
    lookSpec = LookSpecV0Serializer()
    steps = StepsV0Serializer()
