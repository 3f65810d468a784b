"""One golden body for each published contract: a made-up face, and one recorded look and kit.

What an engine derives from them (report, bundle, steps) is derived here again, so a change of an
engine shows as a change of a fixture.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from catalog.contract_fixtures import merchant_fixtures
from config.contracts import from_wire, to_wire
from layer1 import services as layer1
from layer1.engine.types import FaceProfile, Layer1Bundle
from layer2 import services as layer2
from layer2.engine.types import LookSpec, Preferences
from layer3.engine.rules import ENGINE_VERSION as LAYER3_VERSION

Wire = dict[str, Any]
RECORDED: Final = ("lookSpecV0", "kitV0")  # from the portrait that scikit-image ships

MOMENT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
TEXT_MOMENT: Final = "2026-01-01T12:00:00.000Z"
JOB_ID: Final = "00000000-0000-4000-8000-000000000001"
ASSET: Final = "look-replicator/us/reference/2026-01-01/00000000-0000-4000-8000-000000000002.jpg"
SELFIE: Final = "look-replicator/us/selfie/2026-01-01/00000000-0000-4000-8000-000000000003.jpg"
_REF: Final = (1.02, 0.79, 0.25, 0.38, 0.27, 8.0, 0.31, 0.19)
_USER: Final = (0.98, 0.77, 0.27, 0.39, 0.25, 3.5, 0.33, 0.26)
_NAMES: Final = (
    "faceAspect", "jawToCheekRatio", "chinLengthRatio", "midfaceRatio", "eyeSpacingRatio",
    "eyeTiltDeg", "eyeOpennessRatio", "lipFullnessRatio",
)  # fmt: skip


def all_fixtures(recorded: Wire) -> dict[str, Wire]:
    """Return a golden body by contract; recorded holds the bodies named in RECORDED."""
    look, kit = recorded["lookSpecV0"], recorded["kitV0"]
    ref = _profile("reference", _REF, "thin")
    user = _profile("selfie", _USER, "full")
    faces = _faces(user, ref)
    bundle = faces["layer1BundleV0"]
    wearer = {"skin": look["breakdown"]["base"]["color"], "confidence": 0.8, "source": "selfie"}
    steps = _steps(look, bundle)
    shared = {
        "schemaVersion": "v1", "market": "US", "locale": "en",
        "engineVersions": {
            "layer1": bundle["similarityReport"]["engineVersion"],
            "layer2": look["engineVersion"], "layer3": LAYER3_VERSION,
        },
        "lookSpec": look, "steps": steps, "kit": kit, "warnings": [],
    }  # fmt: skip
    gate = {"gate": "ok", "reasons": [], "details": []}
    result = shared | {"layer1": bundle, "gate": gate, "wearer": wearer, "degraded": []}
    look_request = {
        "market": "US", "locale": "en", "referenceImage": {"assetKey": ASSET},
        "preferenceMode": "structure",
    }  # fmt: skip
    return {
        **faces,
        "lookSpecV0": look,
        "stepsV0": steps,
        "wearer": wearer,
        "kitV0": kit,
        "kitRequest": {
            "market": "US", "locale": "en", "lookSpec": look, "wearer": wearer,
            "constraints": {"budget": {"amount": "80.00", "currency": "USD"}, "inStockOnly": True},
        },
        **_uploads(),
        **merchant_fixtures(),
        "lookJobCreateRequestV1": look_request | {
            "selfieImage": {"assetKey": SELFIE},
            "selfieConsent": {"version": "2026-01", "acceptedAt": TEXT_MOMENT},
            "preferences": {"finish": "dewy"}, "optInTraining": False,
        },
        "lookJobStatusResponseV1": _status(result),
        "lookReplicateResultV1": result,
        "shareResponse": {
            "shareId": "c2hhcmVkLWxvb2stb25l", "expiresAt": TEXT_MOMENT,
            "shareUrl": "https://looks.example/s/c2hhcmVkLWxvb2stb25l",
        },
        "lookShareResponseV1": {
            "shareId": "c2hhcmVkLWxvb2stb25l", "createdAt": TEXT_MOMENT, "expiresAt": TEXT_MOMENT,
            "result": shared,
        },
        "lookSpecRequest": look_request,
        "lookSpecResponse": {"lookSpec": look, "steps": steps},
        "error": _error(),
    }  # fmt: skip


def _faces(user: Wire, ref: Wire) -> dict[str, Wire]:
    mine, theirs = from_wire(FaceProfile, user), from_wire(FaceProfile, ref)
    report = layer1.compare_faces(user=mine, ref=theirs, mode="structure", locale="en")
    bundle = layer1.make_bundle(
        user=mine, ref=theirs, report=report, mode="structure", locale="en", created_at=MOMENT
    )
    gate = layer1.judge_bundle(bundle)
    return {
        "faceProfileV0": ref,
        "similarityReportV0": to_wire(report),
        "layer1BundleV0": to_wire(bundle),
        "compatibilityRequest": {
            "market": "US", "locale": "en", "preferenceMode": "structure",
            "userFaceProfile": user, "refFaceProfile": ref, "optInTraining": False,
        },
        "bundleValidateRequest": {"bundle": to_wire(bundle)},
        "bundleValidateResponse": {"gate": gate.gate, "reasons": list(gate.reasons)},
    }  # fmt: skip


def _profile(source: str, values: tuple[float, ...], lips: str) -> Wire:
    return {
        "version": "v0", "market": "US", "source": source, "locale": "en",
        "quality": {
            "valid": True, "score": 92.0, "lightingScore": 95.0, "sharpnessScore": 90.0,
            "faceCount": 1, "pose": {"yawDeg": 2.0, "pitchDeg": -4.0, "rollDeg": 0.5},
            "occlusionFlags": {
                "eyesOccluded": False, "mouthOccluded": False, "faceBorderCutoff": False,
            },
            "rejectReasons": [],
        },
        "geometry": dict(zip(_NAMES, values, strict=True)),
        "categorical": {"faceShape": "oval", "eyeType": "almond", "lipType": lips},
        "derived": {"geometryVector": list(values), "embeddingVersion": "geom-v0"},
    }  # fmt: skip


def _steps(look: Wire, bundle: Wire) -> Wire:
    steps: Wire = to_wire(
        layer2.plan_steps(
            from_wire(LookSpec, look),
            bundle=from_wire(Layer1Bundle, bundle),
            mode="structure",
            preferences=Preferences(),
            locale="en",
        )
    )
    return steps


def _uploads() -> dict[str, Wire]:
    return {
        "signedUrlRequest": {
            "kind": "reference", "filename": "look.jpg", "contentType": "image/jpeg",
            "sizeBytes": 120000, "market": "US",
        },
        "signedUrlResponse": {
            "assetKey": ASSET, "uploadUrl": "https://looks.example/uploads/token",
            "method": "PUT", "headers": {"Content-Type": "image/jpeg"}, "expiresAt": TEXT_MOMENT,
        },
    }  # fmt: skip


def _status(result: Wire) -> Wire:
    return {
        "jobId": JOB_ID, "status": "completed", "stage": "done", "progress": 100,
        "createdAt": TEXT_MOMENT, "updatedAt": TEXT_MOMENT, "timings": {"fetch": 12.0},
        "result": result, "warnings": [], "shareId": None,
    }  # fmt: skip


def _error() -> Wire:
    return {
        "error": "LAYER1_HARD_REJECT", "message": "The photo cannot be used: REF_LIGHTING_TOO_LOW.",
        "details": {
            "reasons": [
                {
                    "code": "REF_LIGHTING_TOO_LOW", "photo": "reference", "value": 20.0,
                    "limit": 35.0, "tip": "Choose a photo with even light on the face.",
                }
            ]
        },
        "requestId": "00000000000000000000000000000004", "reasons": ["REF_LIGHTING_TOO_LOW"],
    }  # fmt: skip
