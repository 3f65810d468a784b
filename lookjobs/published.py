"""Every body that we publish, by the name of its schema file. The serializers are the source."""

from __future__ import annotations

from typing import Any, Final

from catalog.serializers import MERCHANT_CONTRACTS
from config.contracts import ContractSerializer
from config.json_schema import DRAFT, Schema, schema_of
from config.openapi import ERROR
from layer1 import serializers as layer1
from layer2 import serializers as layer2
from layer3 import serializers as layer3
from lookjobs import serializers as jobs

CONTRACTS: Final[dict[str, type[ContractSerializer]]] = {
    "faceProfileV0": layer1.FaceProfileV0,
    "similarityReportV0": layer1.SimilarityReportV0,
    "layer1BundleV0": layer1.Layer1BundleV0,
    "compatibilityRequest": layer1.CompatibilityRequest,
    "bundleValidateRequest": layer1.BundleValidateRequest,
    "bundleValidateResponse": layer1.BundleValidateResponse,
    "lookSpecV0": layer2.LookSpecV0Serializer,
    "stepsV0": layer2.StepsV0Serializer,
    "wearer": layer2.WearerSerializer,
    "kitV0": layer3.KitV0Serializer,
    "kitRequest": layer3.KitRequestSerializer,
    **{
        f"{name[0].lower()}{name[1:]}": contract
        for contract in MERCHANT_CONTRACTS
        if (name := contract.__name__.removesuffix("Serializer"))
    },
    "signedUrlRequest": jobs.SignedUrlRequest,
    "signedUrlResponse": jobs.SignedUrlResponse,
    "lookJobCreateRequestV1": jobs.LookJobCreateRequestV1,
    "lookJobStatusResponseV1": jobs.LookJobStatusResponseV1,
    "lookReplicateResultV1": jobs.LookReplicateResultV1,
    "shareResponse": jobs.ShareResponse,
    "lookShareResponseV1": jobs.LookShareResponseV1,
    "lookSpecRequest": jobs.LookSpecRequest,
    "lookSpecResponse": jobs.LookSpecResponse,
}


def all_schemas() -> dict[str, Schema]:
    """Return every schema by name, the error body included."""
    found = {name: schema_of(contract, name=name) for name, contract in CONTRACTS.items()}
    error: dict[str, Any] = {"$schema": DRAFT, "$id": "error.schema.json", "title": "error"}
    return found | {"error": {**error, **ERROR, "additionalProperties": False}}
