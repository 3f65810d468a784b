"""How our own classes look in the OpenAPI document: callers, strict bodies, the one error body."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from config.json_schema import object_schema

Schema = dict[str, Any]

ERROR: Final[Schema] = {
    "type": "object",
    "required": ["error", "message", "details", "requestId"],
    "properties": {
        "error": {"type": "string", "pattern": "^[A-Z_0-9]+$"},
        "message": {"type": "string"},
        "details": {"type": "object", "additionalProperties": {}},
        "requestId": {"type": "string"},
        "reasons": {
            "type": "array", "items": {"type": "string"}, "description": "LAYER1_HARD_REJECT only.",
        },
    },
}  # fmt: skip
_REFUSAL: Final[Schema] = {
    "description": "A refusal; clients switch on `error`. 429 and 503 carry Retry-After.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
_METHODS: Final = {"get", "put", "post", "patch", "delete"}


class CallerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """An API key in either header, or the browser cookie of our own pages."""

    target_class = "config.auth.CallerAuthentication"
    name = ["bearerKey", "headerKey", "browserCookie"]

    def get_security_definition(self, auto_schema: AutoSchema) -> Any:  # noqa: ARG002
        return [
            {"type": "http", "scheme": "bearer"},
            {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            {"type": "apiKey", "in": "cookie", "name": "look_replicator_browser"},
        ]

    def get_security_requirement(self, auto_schema: AutoSchema) -> Any:  # noqa: ARG002
        return [{"bearerKey": []}, {"headerKey": []}, {"browserCookie": []}]


class AdminKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The operator's key, for the calls that take it."""

    target_class = "config.auth.AdminKeyAuthentication"
    name = "adminKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> Any:  # noqa: ARG002
        return {"type": "apiKey", "in": "header", "name": "X-ADMIN-KEY"}


class StrictBody(OpenApiSerializerExtension):
    """A contract stands in the document as in contracts/: one schema, which refuses what we do."""

    target_class = "config.contracts.ContractSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> Any:
        def nested(serializer: Any) -> Schema:
            found: Any = auto_schema.resolve_serializer(serializer, direction)  # type: ignore[no-untyped-call]
            return dict(found.ref)

        return object_schema(self.target, nested)


def add_refusals(result: Schema, **_: Any) -> Schema:
    """Give every operation the error body as its default answer."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                operation["responses"].setdefault("default", _REFUSAL)
    return result
