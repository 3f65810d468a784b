"""The OpenAPI document: valid 3.1, without warnings, strict, with one error body."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient


def test_the_document_is_valid_and_raises_no_warning() -> None:
    errors = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == ""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = APIClient().get("/api/schema/?format=json").json()
    return found


def test_it_is_served_to_anybody_as_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert APIClient().get("/api/docs/").status_code == 200


def test_every_call_has_the_error_body(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            schema = operation["responses"]["default"]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Error"}, (method, path)


def test_request_bodies_are_closed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["LookJobCreateRequestV1Request"]["additionalProperties"] is False
    assert set(schemas["LookJobStatusResponseV1"]["required"]) == {
        "jobId", "status", "stage", "progress", "createdAt", "updatedAt", "timings", "warnings",
        "shareId",
    }  # fmt: skip
