"""Contracts: strict fields, wire names, and the way there and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework import serializers

from config.contracts import (
    ContractSerializer,
    JSONBooleanField,
    JSONChoiceField,
    JSONIntegerField,
    JSONNumberField,
    JSONStringField,
    LocaleField,
    MarketField,
    camel,
    from_wire,
    to_wire,
)
from config.errors import UnsupportedMarketError


class Sample(ContractSerializer):
    market = MarketField()
    locale = LocaleField(required=False)
    ratio = JSONNumberField(required=False)
    count = JSONIntegerField(required=False)
    opt_in = JSONBooleanField(required=False)
    text = JSONStringField(required=False)
    mode = JSONChoiceField(["a", "b"], required=False)


def errors(**body: Any) -> list[str]:
    contract = Sample(data={"market": "US", **body})
    contract.is_valid()
    return sorted(contract.errors)


def test_a_valid_body_passes() -> None:
    body = {"locale": "en-US", "ratio": 2, "count": 3.0, "opt_in": True, "text": " x ", "mode": "a"}
    contract = Sample(data={"market": "US", **body})
    assert contract.is_valid(), contract.errors
    assert contract.validated_data["text"] == " x "


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ratio", "2.3"),
        ("ratio", True),
        ("ratio", math.nan),
        ("ratio", math.inf),
        ("ratio", 10**400),
        ("count", "7"),
        ("count", 7.5),
        ("count", False),
        ("opt_in", "true"),
        ("opt_in", 1),
        ("text", 5),
        ("mode", "c"),
        ("mode", ["a"]),
        ("locale", "e"),
        ("locale", "en\n"),
        ("locale", "en_US"),
        ("locale", "x" * 36),
        ("unknown", 1),
    ],
)
def test_another_type_is_refused(key: str, value: object) -> None:
    assert errors(**{key: value}) == [key]


@pytest.mark.parametrize("body", [{}, {"market": None}, {"market": "us"}, {"market": " US"}])
def test_another_market_is_unsupported(body: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedMarketError):
        Sample(data=body).is_valid()


def test_a_body_that_is_no_object_is_refused() -> None:
    assert not Sample(data=[1]).is_valid()


def test_wire_names_are_camel_case() -> None:
    assert [camel(name) for name in ("eye_tilt_deg", "delta_e00", "do", "lab")] == [
        "eyeTiltDeg",
        "deltaE00",
        "do",
        "lab",
    ]


@dataclass(frozen=True, slots=True)
class Inner:
    eye_tilt_deg: float
    user_value: float | str


@dataclass(frozen=True, slots=True)
class Outer:
    parts: tuple[Inner, ...]
    lab: tuple[float, float, float]
    maybe: Inner | None
    note: str | None = field(default=None, metadata={"omit_none": True})


def test_a_dataclass_survives_the_way_over_the_wire() -> None:
    value = Outer((Inner(-0.0, "round"), Inner(1.5, 0.25)), (1.0, 2.0, 3.0), None)
    wire = to_wire(value)
    assert wire == {
        "parts": [
            {"eyeTiltDeg": 0.0, "userValue": "round"},
            {"eyeTiltDeg": 1.5, "userValue": 0.25},
        ],
        "lab": [1.0, 2.0, 3.0],
        "maybe": None,
    }
    assert str(wire["parts"][0]["eyeTiltDeg"]) == "0.0"
    assert from_wire(Outer, wire) == value


def test_serializer_fields_stay_a_plain_drf_serializer() -> None:
    assert issubclass(ContractSerializer, serializers.Serializer)
