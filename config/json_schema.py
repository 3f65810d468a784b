"""JSON Schema (2020-12) of our serializers: complete, so that it refuses what the API refuses.

A field that is not one of the kinds below says itself what it takes: json_schema(). A rule over
several fields is a serializer's json_schema_rules; what no schema can say is named in its
json_schema_also, which the schema carries as $comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.core.validators import RegexValidator
from rest_framework import serializers

from config.contracts import (
    MAX_MAGNITUDE,
    JSONBooleanField,
    JSONIntegerField,
    JSONNumberField,
    MarketField,
)

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
# The parser refuses NUL, and what is no Unicode, in any string.
_STORABLE: Final = r"^[^\u0000]*$"

Schema = dict[str, Any]
Nested = Callable[[Any], Schema]  # a nested serializer to its $ref


class SchemaError(TypeError):
    """A field that says nothing about what it takes."""


def schema_of(contract: type[serializers.Serializer[Any]], *, name: str) -> Schema:
    """Return the whole schema of a contract; nested contracts are $defs, by class name."""
    defs: dict[str, Schema] = {}

    def nested(serializer: Any) -> Schema:
        short = type(serializer).__name__.removesuffix("Serializer")
        if short not in defs:
            defs[short] = {}  # before its fields, so that a contract may hold itself
            defs[short] = object_schema(serializer, nested)
        return {"$ref": f"#/$defs/{short}"}

    own = object_schema(contract(), nested)
    found: Schema = {"$schema": DRAFT, "$id": f"{name}.schema.json", "title": name, **own}
    return found | ({"$defs": dict(sorted(defs.items()))} if defs else {})


def object_schema(serializer: serializers.BaseSerializer[Any], nested: Nested) -> Schema:
    """Return the schema of one serializer's object; nested says how another is referred to."""
    fields = {
        name: field
        for name, field in getattr(serializer, "fields", {}).items()
        if not field.read_only
    }
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(name for name, field in fields.items() if field.required),
        "properties": {name: _field(field, nested) for name, field in fields.items()},
    }
    if text := (type(serializer).__doc__ or "").strip():
        schema = {"description": re.sub(r"\s+", " ", text), **schema}
    if also := getattr(serializer, "json_schema_also", ""):
        schema["$comment"] = f"The API also checks: {also}"
    return schema | getattr(serializer, "json_schema_rules", {})


def scalar(*, max_length: int) -> Schema:
    """Return the schema of a number or a short string, as JSONNumber- and JSONStringField take."""
    number = {"type": "number", "minimum": -MAX_MAGNITUDE, "maximum": MAX_MAGNITUDE}
    text = {"type": "string", "minLength": 1, "maxLength": max_length, "pattern": _STORABLE}
    return {"anyOf": [number, text]}


def _field(field: Any, nested: Nested) -> Schema:
    schema = _bare(field, nested)
    if not getattr(field, "allow_null", False):
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema and "const" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _bare(field: Any, nested: Nested) -> Schema:
    if own := getattr(field, "json_schema", None):
        return dict(own())
    for kind, describe in _KINDS:
        if isinstance(field, kind):
            return describe(field, nested)
    raise SchemaError(f"{type(field).__name__} ({field.field_name}) has no json_schema()")


def _list(field: Any, nested: Nested) -> Schema:
    schema: Schema = {"type": "array", "items": _field(field.child, nested)}
    return schema | _bounds(field, min_length="minItems", max_length="maxItems")


def _dict(field: Any, nested: Nested) -> Schema:
    child = field.child
    anything = type(child).__name__ == "_UnvalidatedField"
    return {"type": "object", "additionalProperties": True if anything else _field(child, nested)}


def _number(field: Any, _: Nested) -> Schema:
    kind = "integer" if isinstance(field, JSONIntegerField) else "number"
    return {"type": kind} | _bounds(field, min_value="minimum", max_value="maximum")


def _string(field: Any, _: Nested) -> Schema:
    schema: Schema = {"type": "string"}
    schema |= _bounds(field, min_length="minLength", max_length="maxLength")
    if not field.allow_blank:
        schema["minLength"] = max(1, schema.get("minLength", 0))
    patterns: list[Any] = [v.regex for v in field.validators if isinstance(v, RegexValidator)]
    return schema | {"pattern": ecma(patterns[0].pattern) if patterns else _STORABLE}


def _bounds(field: Any, **names: str) -> Schema:
    found = {wire: getattr(field, name, None) for name, wire in names.items()}
    return {wire: value for wire, value in found.items() if value is not None}


def ecma(pattern: str) -> str:
    r"""Return a Python pattern as JSON Schema takes it: \Z is $ there."""
    return pattern.replace(r"\Z", "$")


_KINDS: Final[tuple[tuple[Any, Callable[[Any, Nested], Schema]], ...]] = (
    (serializers.ListSerializer, _list),
    (serializers.BaseSerializer, lambda field, nested: nested(field)),
    (serializers.ListField, _list),
    (serializers.DictField, _dict),
    (MarketField, lambda field, _: {"const": next(iter(field.choices))}),
    (serializers.ChoiceField, lambda field, _: {"enum": list(field.choices)}),
    (JSONBooleanField, lambda _field, _: {"type": "boolean"}),
    ((JSONNumberField, JSONIntegerField), _number),
    (serializers.CharField, _string),
    (
        serializers.UUIDField,
        lambda _field, _: {
            "type": "string",
            "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        },
    ),
)
