"""What differs between two results: the leaves of two JSON trees, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

ABSENT: Final = "(absent)"
# How an entry of a list is recognized where its place may change; otherwise by its place.
_NAMES: Final = ("stepId", "slot", "skuId", "impactArea", "key")

Change = tuple[str, Any, Any]


def differences(before: Any, after: Any) -> list[Change]:
    """Return (path, before, after) of every leaf that is not the same, by path."""
    was, now = dict(_leaves(before, "")), dict(_leaves(after, ""))
    return [
        (path, was.get(path, ABSENT), now.get(path, ABSENT))
        for path in sorted(was.keys() | now.keys())
        if was.get(path, ABSENT) != now.get(path, ABSENT)
    ]


def _leaves(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Mapping) and node:
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list) and node:
        names = _entry_names(node)
        for name, value in zip(names, node, strict=True):
            yield from _leaves(value, f"{path}[{name}]")
    else:
        yield path, node


def _entry_names(entries: list[Any]) -> list[str]:
    for key in _NAMES:
        names = [
            str(each.get(key)) for each in entries if isinstance(each, Mapping) and key in each
        ]
        if len(set(names)) == len(entries):
            return names
    return [str(place) for place in range(len(entries))]
