"""Schemathesis hooks: most calls that are valid name an object that exists."""

from __future__ import annotations

import json
import os
import random
from typing import Any, Final

import schemathesis

from tests.fuzz import merchant

with open(os.environ["FUZZ_SEEDS"]) as file:  # noqa: PTH123
    SEEDS: Final[dict[str, list[str]]] = json.load(file)
SHARE: Final = 0.8  # of the valid calls
CHANCE: Final = random.Random(7)


VECTOR: Final = (
    "faceAspect", "jawToCheekRatio", "chinLengthRatio", "midfaceRatio", "eyeSpacingRatio",
    "eyeTiltDeg", "eyeOpennessRatio", "lipFullnessRatio",
)  # fmt: skip


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Name seeded objects in a call that is meant to be valid, and say what no schema can say."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for values in (case.path_parameters, case.query):
        for name in values or {}:
            if name in SEEDS and CHANCE.random() < SHARE:
                values[name] = CHANCE.choice(SEEDS[name])
    if isinstance(case.body, dict):
        _name_photos(case.body)
        _agree(case.body)
    if isinstance(case.body, dict) and "refFaceProfile" in case.body:
        _trust(case.body["refFaceProfile"])
    if case.operation.path.startswith("/api/merchant"):
        case.query = dict(case.query or {})
        merchant.agree(case.operation.path, case.query, case.body, CHANCE, SEEDS)
    if case.operation.path == "/catalog/dupes":
        case.query = _one_question(dict(case.query or {}))


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Drop one kind of failure: a header that we do not know is to be ignored (RFC 9110, 5.1)."""
    return "in header - object with unexpected properties" not in str(failure.message).lower()


def _trust(profile: dict[str, Any]) -> None:
    """Let most reference photos be good enough to be compared."""
    if CHANCE.random() < SHARE:
        scores = {"score": 90.0, "lightingScore": 90.0, "sharpnessScore": 90.0}
        clear = dict.fromkeys(("eyesOccluded", "mouthOccluded", "faceBorderCutoff"), False)
        pose = {"yawDeg": 1.0, "pitchDeg": 2.0, "rollDeg": 0.5}
        profile["quality"] = scores | {
            "valid": True, "faceCount": 1, "pose": pose, "occlusionFlags": clear,
            "rejectReasons": [],
        }  # fmt: skip


def _one_question(query: dict[str, Any]) -> dict[str, Any]:
    """skuId, or hex and category; a limit of 1 to 50; a cursor only as an answer gave it."""
    if "skuId" in query or not {"hex", "category"} <= query.keys():
        query.pop("hex", None)
        query.pop("category", None)
        query["skuId"] = CHANCE.choice(SEEDS["skuId"])
    query.pop("cursor", None)
    if "limit" in query:
        query["limit"] = str(int(query["limit"]) % 50 + 1)
    return query


def _name_photos(body: dict[str, Any]) -> None:
    if body.pop("referenceImageUrl", None) is not None:  # off, unless a setting names hosts
        body["referenceImage"] = {}
    for name, kind in (("referenceImage", "reference"), ("selfieImage", "selfie")):
        if isinstance(body.get(name), dict):
            body[name] = {"assetKey": CHANCE.choice(SEEDS[kind])}
    preferences = body.get("preferences")
    if isinstance(preferences, dict) and "foundationSkuId" in preferences:
        preferences["foundationSkuId"] = CHANCE.choice(SEEDS["foundationSkuId"])


def _agree(value: Any) -> None:
    """Mend what the contracts name in $comment: rules over several fields."""
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            _agree(item)
    if not isinstance(value, dict):
        return
    if "geometry" in value and "derived" in value:
        value["derived"]["geometryVector"] = [value["geometry"][name] for name in VECTOR]
    if isinstance(value.get("layer1Bundle"), dict) and "preferenceMode" in value:
        value["layer1Bundle"]["preferenceMode"] = value["preferenceMode"]
    for number, step in enumerate(_steps(value), 1):
        step |= {"order": number, "stepId": f"{number}"}
    for name in {"acceptedAt", "createdAt"} & value.keys():
        value[name] = "2026-01-31T08:00:00Z"


def _steps(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for section in value.get("sections", ()) for step in section["steps"]]
