"""Any body that is wrong somewhere: schema and API say the same of it, and nothing breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from config.errors import UnsupportedMarketError, flatten
from layer1.serializers import GEOMETRY_KEYS
from lookjobs.engine.sniff import CONTENT_TYPES
from lookjobs.published import CONTRACTS, all_schemas

FOLDER = Path(settings.BASE_DIR) / "contracts" / "us" / "fixtures"
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in all_schemas().items()}
# That the vector repeats the eight numbers is more than a schema can say.
REPEATS = {f"Differs from {key}." for key in GEOMETRY_KEYS}
MAX_BYTES = 25 * 1024 * 1024
Step = str | int
Place = tuple[Step, ...]

texts = st.text(max_size=40) | st.sampled_from(
    ["", " ", "US", "us", "null", "1", "NaN", "x" * 3000, "\ufffe", "é🎨", "a\nb", "2026-02-30"]
)
numbers = st.sampled_from([-1, 0, 1, 101, -0.5, 1.5, 10**15, 10**400, -(10**400), 1e308, 5e-324])
scalars = st.none() | st.booleans() | st.integers() | numbers | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=6,
)


def places(body: Any, at: Place = ()) -> Iterator[Place]:
    """Yield where there is a value in a body, the body itself included."""
    yield at
    if isinstance(body, dict | list):
        for key, value in body.items() if isinstance(body, dict) else enumerate(body):
            yield from places(value, (*at, key))


def fixture(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())


FIXTURES = {name: fixture(name) for name in CONTRACTS}
PLACES = {name: list(places(body)) for name, body in FIXTURES.items()}


@st.composite
def broken(draw: st.DrawFn, name: str) -> Any:
    """A golden body with one or two things changed: a value, a key dropped or added."""
    body = copy.deepcopy(FIXTURES[name])
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(PLACES[name][1:]))
        try:
            parent = body
            for step in way:
                parent = parent[step]
            match draw(st.sampled_from(["value", "value", "drop", "add"])):
                case "value":
                    parent[last] = draw(values)
                case "drop":
                    del parent[last]
                case "add" if isinstance(parent, dict):
                    parent[draw(texts)] = draw(values)
                case "add":
                    parent.append(draw(values))
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # the first change took the second one's place away
    return body


def refused(name: str, body: Any) -> set[str]:
    """Return the paths that the API refuses, for what a schema can say; none where it takes all."""
    contract = CONTRACTS[name](data=body)
    try:
        contract.is_valid()
    except UnsupportedMarketError as error:
        return set(error.details["fields"])
    return {path for path, said in flatten(contract.errors).items() if said[0] not in REPEATS}


def refused_by_the_call(name: str, body: Any) -> bool:
    """Whether the schema refuses what the call refuses after the serializer, with its own code.

    415 for a content type, 413 for a size; 422 for a selfie without consent, with a bundle, or for
    training without a session. tests/lookjobs/test_jobs_api.py and test_uploads.py hold those.
    """
    if name == "signedUrlRequest":
        content_type, size = body.get("contentType"), body.get("sizeBytes")
        too_large = isinstance(size, int | float) and size > MAX_BYTES
        return too_large or (isinstance(content_type, str) and content_type not in CONTENT_TYPES)
    if name != "lookJobCreateRequestV1":
        return False
    training = body.get("optInTraining") is True and "sessionId" not in body
    return training or (
        "selfieImage" in body and ("selfieConsent" not in body or "layer1Bundle" in body)
    )


@pytest.mark.parametrize("name", sorted(CONTRACTS))
@given(data=st.data())
def test_schema_and_api_agree_on_any_body(name: str, data: st.DataObject) -> None:
    body = data.draw(broken(name))
    assume(not refused_by_the_call(name, body))
    paths = refused(name, body)
    assert bool(paths) != VALIDATORS[name].is_valid(body), paths


@pytest.mark.parametrize("name", sorted(CONTRACTS))
@given(body=values)
def test_what_is_no_body_at_all_is_refused(name: str, body: Any) -> None:
    # An empty body is one where nothing is required: a PATCH that changes nothing.
    valid = body == {} and not VALIDATORS[name].schema.get("required")
    assert bool(refused(name, body)) != valid
    assert VALIDATORS[name].is_valid(body) == valid


# What each call is sent, and whether its golden body is answered with more than a refusal.
CALLS = {
    "/api/layer1/compatibility": "compatibilityRequest",
    "/api/layer1/bundle/validate": "bundleValidateRequest",
    "/api/layer3/kit": "kitRequest",
    "/api/layer2/look-spec": "lookSpecRequest",
    "/uploads/signed-url": "signedUrlRequest",
    "/look-jobs": "lookJobCreateRequestV1",
}
# In place of the value at some key: what is no strict JSON, or no value of any contract.
HOSTILE: dict[str, str] = {
    "NaN": "NaN", "infinity": "-Infinity", "too large": "1e999", "5,000 digits": "9" * 5000,
    "a NUL": '"a\\u0000b"', "half a character": '"\\ud800"', "a list in a list": "[[[]]]",
    "10,000 lists": "[" * 10_000 + "]" * 10_000, "a negative number": "-1e300",
    "10,000 objects": '{"a":' * 10_000 + "1" + "}" * 10_000, "a key of nobody": '{"notOurs": 1}',
    "5 MB": f'"{"x" * 5_000_000}"', "900 kB": f'"{"x" * 900_000}"', "a key twice": "DOUBLE",
    "not closed": '"',
}  # fmt: skip


def marked(body: Any, place: Place) -> str:
    """Return a body as JSON with a mark for the value at a place."""
    whole = copy.deepcopy(body)
    parent = whole
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = "\u2042"
    return json.dumps(whole, ensure_ascii=False)


@pytest.mark.django_db
@pytest.mark.parametrize("url", CALLS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_value_is_a_4xx_and_the_next_body_is_answered_as_before(
    alice: APIClient, url: str, kind: str
) -> None:
    body, places_ = FIXTURES[CALLS[url]], PLACES[CALLS[url]][1:]
    before = alice.post(url, body)
    assert before.status_code < 500
    for place in places_[:: max(1, len(places_) // 12)]:
        if kind == "a key twice" and isinstance(place[-1], int):
            continue
        double = f'1, "{place[-1]}": 1'
        raw = marked(body, place).replace('"\u2042"', HOSTILE[kind].replace("DOUBLE", double))
        reply: Any = alice.generic("POST", url, raw, content_type="application/json")
        assert 400 <= reply.status_code < 500, (place, reply.content)
        said = reply.json()
        assert set(said) >= {"error", "message", "details", "requestId"}
        if reply.status_code == 400 and kind != "not closed":
            assert names_the_place(said["details"]["fields"], place), (place, said["details"])
    assert alice.post(url, body).status_code == before.status_code


def names_the_place(fields: dict[str, Any], place: Place) -> bool:
    """Whether a refusal names a value or something around it or in it, down from the body's key."""
    top = str(place[0])
    return any(name.split(".")[0].split("[")[0] in (top, "body") for name in fields)
