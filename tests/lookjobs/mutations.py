"""Every way to break a body once: a required key dropped, an enum broken, a key added, a type."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
Path = tuple[str | int, ...]
_CLOSED: Schema = {"type": "object", "additionalProperties": False, "required": []}


def mutations(schema: Schema, body: Any, *, apart: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield (what was broken, the broken copy), once for each place in the schema.

    apart: $defs that are broken elsewhere, so here only as a whole.
    """
    seen: set[str] = set()
    whole = {**schema, "$defs": {**schema.get("$defs", {}), **dict.fromkeys(apart, _CLOSED)}}
    for where, part, path in _places(whole, whole, body, "", ()):
        for what, change in _changes(part, _get(body, path)):
            label = f"{where} {what}"
            if label not in seen:
                seen.add(label)
                yield label, _replaced(body, path, change)


def _places(
    root: Schema, schema: Schema, body: Any, where: str, path: Path
) -> Iterator[tuple[str, Schema, Path]]:
    """Yield each value's schema and path; where names the schema's own place, so twins coincide."""
    if ref := schema.get("$ref"):
        name = ref.removeprefix("#/$defs/")
        yield from _places(root, root["$defs"][name], body, name, path)
        return
    if "anyOf" in schema and "type" not in schema:
        parts = [part for part in schema["anyOf"] if part.get("type") != "null"]
        if body is not None and len(parts) == 1:
            yield from _places(root, parts[0], body, where, path)
        elif body is not None:  # a number or a text: only other types are wrong
            yield where, {"type": "union"}, path
        return
    yield where, schema, path
    if isinstance(body, dict):
        for key, value in body.items():
            if key in schema.get("properties", {}):
                inner = schema["properties"][key]
                yield from _places(root, inner, value, f"{where}.{key}", (*path, key))
    if isinstance(body, list) and body and isinstance(schema.get("items"), dict):
        yield from _places(root, schema["items"], body[0], f"{where}[]", (*path, 0))


def _changes(schema: Schema, value: Any) -> Iterator[tuple[str, Any]]:
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    for name, breaks in _BREAKS.items():
        if name in kinds:
            yield from breaks(schema, value)
    if "enum" in schema or "const" in schema:
        yield "no such choice", "no-such-choice"
        yield "a number for a choice", 7


def _objects(schema: Schema, value: Any) -> Iterator[tuple[str, Any]]:
    if schema.get("additionalProperties") is False:
        yield "unknown key", {**value, "notOurs": 1}
        for key in schema["required"]:
            yield f"without {key}", {k: v for k, v in value.items() if k != key}
        yield "a list", [value]


def _unions(_schema: Schema, _value: Any) -> Iterator[tuple[str, Any]]:
    yield "true for a number or text", True
    yield "a list for a number or text", [1]


def _numbers(schema: Schema, _value: Any) -> Iterator[tuple[str, Any]]:
    yield "text for a number", "7"
    yield "true for a number", True
    for bound, step in (("maximum", 1), ("minimum", -1)):
        if bound in schema:
            yield f"beyond {bound}", schema[bound] + step


def _integers(schema: Schema, value: Any) -> Iterator[tuple[str, Any]]:
    yield from _numbers(schema, value)
    yield "a fraction", 0.5


def _booleans(_schema: Schema, _value: Any) -> Iterator[tuple[str, Any]]:
    yield "1 for true", 1


def _strings(schema: Schema, _value: Any) -> Iterator[tuple[str, Any]]:
    yield "a number for text", 7
    if "maxLength" in schema:
        yield "too long", "x" * (schema["maxLength"] + 1)
    if schema.get("minLength"):
        yield "empty", ""


def _arrays(schema: Schema, value: Any) -> Iterator[tuple[str, Any]]:
    yield "an object for a list", {}
    if schema.get("minItems"):
        yield "too few", value[: schema["minItems"] - 1]
    if "maxItems" in schema and value:
        yield "too many", value[:1] * (schema["maxItems"] + 1)


_BREAKS = {
    "object": _objects,
    "union": _unions,
    "number": _numbers,
    "integer": _integers,
    "boolean": _booleans,
    "string": _strings,
    "array": _arrays,
}


def _get(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body


def _replaced(body: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    whole = copy.deepcopy(body)
    _get(whole, path[:-1])[path[-1]] = value
    return whole
