"""The two calls: what they answer, and that nothing that is sent breaks them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.layer1.profiles import make_profile, make_request

pytestmark = pytest.mark.django_db
COMPARE, VALIDATE = "/api/layer1/compatibility", "/api/layer1/bundle/validate"
Body = dict[str, Any]


def bundle_of(api: APIClient, **changes: Any) -> Body:
    request = make_request(**changes)
    return {
        "schemaVersion": "v0",
        "market": "US",
        "locale": "en",
        "preferenceMode": "structure",
        "createdAt": "2026-01-01T00:00:00Z",
        "userFaceProfile": request.get("userFaceProfile"),
        "refFaceProfile": request["refFaceProfile"],
        "similarityReport": api.post(COMPARE, make_request()).json(),
    }


def test_two_faces_are_compared(api: APIClient) -> None:
    reply = api.post(COMPARE, make_request())
    assert reply.status_code == 200
    report = reply.json()
    assert report["engineVersion"] == "compat-us-1.0.0"
    assert [each["impactArea"] for each in report["adjustments"]] == ["base", "eye", "lip"]


def test_the_same_body_gives_the_same_bytes(api: APIClient) -> None:
    assert api.post(COMPARE, make_request()).content == api.post(COMPARE, make_request()).content


@pytest.mark.parametrize("user", [None, "absent"])
def test_a_null_profile_is_an_absent_one(api: APIClient, user: Any) -> None:
    body = make_request(userFaceProfile=None)
    if user == "absent":
        del body["userFaceProfile"]
    report = api.post(COMPARE, body).json()
    assert (report["confidence"], report["topDeltas"]) == ("low", [])


def test_text_comes_in_spanish(api: APIClient) -> None:
    report = api.post(COMPARE, make_request(locale="es-US")).json()
    assert report["userControls"]["modes"][0]["label"] == "Estructura"


def test_a_language_that_is_not_written_comes_in_english_with_a_warning(api: APIClient) -> None:
    report = api.post(COMPARE, make_request(locale="fr-FR")).json()
    assert report["userControls"]["modes"][0]["label"] == "Structure"
    assert report["warnings"] == ["LOCALE_FALLBACK"]
    assert "warnings" not in api.post(COMPARE, make_request(locale="es-US")).json()


def test_a_poor_reference_is_refused_with_every_reason(api: APIClient) -> None:
    dark = make_profile(quality={"valid": False, "lightingScore": 20.0, "faceCount": 2})
    reply = api.post(COMPARE, make_request(refFaceProfile=dark))
    body = reply.json()
    assert (reply.status_code, body["error"]) == (422, "LAYER1_HARD_REJECT")
    assert body["reasons"] == ["REF_INVALID", "REF_LIGHTING_TOO_LOW", "REF_FACE_COUNT_NOT_ONE"]
    light = body["details"]["reasons"][1]
    assert {key: light[key] for key in ("code", "photo", "value", "limit")} == {
        "code": "REF_LIGHTING_TOO_LOW", "photo": "reference", "value": 20.0, "limit": 35.0,
    }  # fmt: skip
    assert all(each["tip"] for each in body["details"]["reasons"])


def test_a_bundle_is_put_to_the_gate(api: APIClient) -> None:
    good = api.post(VALIDATE, {"bundle": bundle_of(api)}).json()
    assert good == {"gate": "ok", "reasons": []}
    alone = api.post(VALIDATE, {"bundle": bundle_of(api, userFaceProfile=None)}).json()
    assert alone == {"gate": "soft_degrade", "reasons": ["MISSING_SELFIE"]}


def test_without_a_key_nobody_is_answered(settings: Any) -> None:
    settings.API_KEYS = {"alice": "key-of-alice"}
    assert APIClient().post(COMPARE, make_request()).status_code == 401


def changed(body: Body, path: str, value: Any) -> Body:
    """Return body with the value at a dotted path replaced."""
    whole = copy.deepcopy(body)
    *parents, last = path.split(".")
    place: Any = whole
    for step in parents:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("surprise", 1),
        ("refFaceProfile.surprise", 1),
        ("refFaceProfile.quality.pose.surprise", 1),
        ("refFaceProfile.quality.lightingScore", "85"),
        ("refFaceProfile.quality.lightingScore", True),
        ("refFaceProfile.quality.lightingScore", 101),
        ("refFaceProfile.quality.lightingScore", -1),
        ("refFaceProfile.quality.lightingScore", 10**400),
        ("refFaceProfile.quality.faceCount", 1.5),
        ("refFaceProfile.quality.faceCount", 11),
        ("refFaceProfile.quality.valid", 1),
        ("refFaceProfile.quality.valid", "true"),
        ("refFaceProfile.quality.rejectReasons", ["UGLY"]),
        ("refFaceProfile.quality.rejectReasons", "FACE_TOO_SMALL"),
        ("refFaceProfile.quality.pose.yawDeg", 181),
        ("refFaceProfile.geometry.faceAspect", -0.1),
        ("refFaceProfile.geometry.eyeSpacingRatio", 11),
        ("refFaceProfile.geometry.eyeTiltDeg", 91),
        ("refFaceProfile.geometry.eyeTiltDeg", None),
        ("refFaceProfile.derived.geometryVector", [1, 2, 3]),
        ("refFaceProfile.derived.geometryVector.5", 17.0),
        ("refFaceProfile.derived.embeddingVersion", "geom-v1"),
        ("refFaceProfile.categorical.eyeType", "cat"),
        ("refFaceProfile.categorical.skinType", "shiny"),
        ("refFaceProfile.version", "v1"),
        ("refFaceProfile.source", "video"),
        ("refFaceProfile.locale", "english please"),
        ("refFaceProfile", None),
        ("refFaceProfile", []),
        ("userFaceProfile", "none"),
        ("preferenceMode", "fast"),
        ("locale", "x" * 36),
        ("optInTraining", "yes"),
        ("sessionId", ""),
        ("sessionId", 7),
    ],
)
def test_a_wrong_value_is_a_400_with_its_path(api: APIClient, path: str, value: Any) -> None:
    reply = api.post(COMPARE, changed(make_request(), path, value))
    assert (reply.status_code, reply.json()["error"]) == (400, "INVALID_REQUEST")
    fields = reply.json()["details"]["fields"]
    words = path.split(".")
    assert any(".".join(words[: n + 1]) in name for name in fields for n in range(len(words)))
    assert api.post(COMPARE, make_request()).status_code == 200


@pytest.mark.parametrize("path", ["market", "refFaceProfile.market", "userFaceProfile.market"])
@pytest.mark.parametrize("value", ["us", " US", "CA", None, 1])
def test_another_market_is_refused_anywhere(api: APIClient, path: str, value: Any) -> None:
    reply = api.post(COMPARE, changed(make_request(), path, value))
    assert (reply.status_code, reply.json()["error"]) == (422, "UNSUPPORTED_MARKET")
    assert list(reply.json()["details"]["fields"]) == [path]


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("preferenceMode", "vibe", "similarityReport.preferenceMode"),
        ("refFaceProfile.geometry.eyeTiltDeg", 17.0, "refFaceProfile.derived.geometryVector"),
        ("similarityReport.reasons", [], "similarityReport.reasons"),
        ("similarityReport.adjustments.0.impactArea", "lip", "similarityReport.adjustments"),
        ("similarityReport.fitScore", 101, "similarityReport.fitScore"),
        ("similarityReport.engineVersion", "1.0.0", "similarityReport.engineVersion"),
        ("createdAt", "2026-02-30T00:00:00Z", "createdAt"),
        ("createdAt", "yesterday", "createdAt"),
    ],
)
def test_a_bundle_that_contradicts_itself_is_refused(
    api: APIClient, path: str, value: Any, where: str
) -> None:
    reply = api.post(VALIDATE, {"bundle": changed(bundle_of(api), path, value)})
    assert reply.status_code == 400
    assert any(f"bundle.{where}" in name for name in reply.json()["details"]["fields"])


RAW: dict[str, Callable[[str], str]] = {
    "NaN": lambda text: text.replace("90.0", "NaN", 1),
    "infinity": lambda text: text.replace("90.0", "Infinity", 1),
    "a number out of range": lambda text: text.replace("90.0", "1e999", 1),
    "a duplicate key": lambda text: text.replace('"market"', '"market": "US", "market"', 1),
    "NUL": lambda text: text.replace('"en"', '"e\\u0000n"', 1),
    "a lone surrogate": lambda text: text.replace('"en"', '"\\ud800"', 1),
    "10,000 levels": lambda text: text.replace('"en"', "[" * 10_000 + "]" * 10_000, 1),
    "5 MB of text": lambda text: text.replace('"en"', '"' + "x" * 5_000_000 + '"', 1),
    "cut off": lambda text: text[:-20],
    "not JSON": lambda _: "<xml/>",
    "a list": lambda text: f"[{text}]",
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("url", [COMPARE, VALIDATE])
def test_a_hostile_body_is_refused_and_the_next_one_answered(
    api: APIClient, url: str, name: str
) -> None:
    hostile = RAW[name](json.dumps(make_request()))
    reply: Any = api.generic("POST", url, hostile, content_type="application/json")
    assert 400 <= reply.status_code < 500, reply.content
    assert set(reply.json()) >= {"error", "message", "details", "requestId"}
    assert api.post(COMPARE, make_request()).status_code == 200


@pytest.mark.parametrize("url", [COMPARE, VALIDATE])
def test_other_methods_and_types_are_refused(api: APIClient, url: str) -> None:
    assert api.get(url).status_code == 405
    assert api.generic("POST", url, "a=1", content_type="text/plain").status_code == 415
