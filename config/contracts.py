"""What every contract shares: strict JSON types, wire names, dataclass to wire and back.

DRF alone drops unknown keys and takes "2.3" and true as numbers; these classes refuse both.
"""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar, Union, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.request import Request

from config.errors import UnsupportedMarketError
from config.markets import US

T = TypeVar("T")


class Pattern(NamedTuple):
    """What a text must match, and how that is said to people, after "Must be"."""

    regex: str
    expected: str


AMOUNT: Final = Pattern(
    r"^(0|[1-9][0-9]{0,8})\.[0-9]{2}\Z", 'dollars as text with two places, such as "12.50"'
)
COLOR: Final = Pattern(r"^#[0-9a-fA-F]{6}\Z", 'a color such as "#a1b2c3"')
LIMIT: Final = Pattern(r"^[0-9]{1,3}\Z", "a whole number of one to three digits")
LOCALE: Final = Pattern(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", 'a language tag such as "en-US"')
MOMENT: Final = (
    r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,6}\d{0,6})?)?\s?(Z|[+-]\d{2}(:?\d{2})?)$"
)
MAX_MAGNITUDE: Final = (
    1e15  # beyond it a float no longer holds whole numbers; no quantity here comes near
)


class ContractSerializer(serializers.Serializer[Any]):
    """A body: a key that it does not name is an error, never dropped."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._refuse_other_markets(data)
            writable = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(str(key) for key in set(data) - writable):
                raise serializers.ValidationError({key: ["Unknown field."] for key in unknown})
        return super().to_internal_value(data)

    def _refuse_other_markets(self, data: Mapping[str, Any]) -> None:
        for name, field in self.fields.items():
            if isinstance(field, MarketField) and data.get(name) != US:
                path = f"{self._prefix()}{name}"
                said = f"Must be exactly {US!r}."
                raise UnsupportedMarketError(f"{path}: {said}", details={"fields": {path: [said]}})

    def _prefix(self) -> str:
        """Return where this body lies in the one that was sent, such as "bundle."."""
        names, place = [], self
        while place is not None:
            names += [place.field_name] if place.field_name else []
            place = place.parent  # type: ignore[assignment]
        return "".join(f"{name}." for name in reversed(names))


class JSONNumberField(serializers.FloatField):
    """A JSON number: no string, no true, no NaN, no infinity."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", -MAX_MAGNITUDE)
        kwargs.setdefault("max_value", MAX_MAGNITUDE)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        if isinstance(data, int) and abs(data) > MAX_MAGNITUDE:
            raise serializers.ValidationError("The number is too large.")
        if not math.isfinite(data):
            self.fail("invalid")
        return float(data)


class JSONIntegerField(serializers.IntegerField):
    """A JSON number without a fraction: no string, no true."""

    def to_internal_value(self, data: Any) -> int:
        whole = isinstance(data, int) or (isinstance(data, float) and data.is_integer())
        if isinstance(data, bool) or not whole:
            self.fail("invalid")
        return int(super().to_internal_value(int(data)))


class JSONBooleanField(serializers.BooleanField):
    """true or false; "yes" and 1 are neither (consent must be a JSON true)."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class JSONStringField(serializers.CharField):
    """A JSON string, kept as it was sent."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("trim_whitespace", False)
        kwargs.setdefault("max_length", 2000)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class JSONChoiceField(serializers.ChoiceField):
    """One of the strings given; choices may be a typing.Literal."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(get_args(choices) or choices, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return str(super().to_internal_value(data))


class MarketField(serializers.ChoiceField):
    """Exactly "US"; ContractSerializer answers all else with UNSUPPORTED_MARKET."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([US], **kwargs)


class StrictRegexField(serializers.RegexField):
    """A JSON string that matches."""

    def __init__(self, pattern: Pattern, **kwargs: Any) -> None:
        super().__init__(
            pattern.regex, trim_whitespace=False,
            error_messages={"invalid": f"Must be {pattern.expected}."}, **kwargs,
        )  # fmt: skip

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class LocaleField(StrictRegexField):
    """A BCP 47 tag of 2 to 35 characters, echoed as it was sent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(LOCALE, min_length=2, max_length=35, **kwargs)


class AmountField(StrictRegexField):
    """Dollars as a decimal string with two places, such as "12.50"; never negative."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(AMOUNT, **kwargs)


class MoneySerializer(ContractSerializer):
    amount = AmountField()
    currency = JSONChoiceField(["USD"])


class MomentField(serializers.Field[datetime, Any, str, Any]):
    """ISO 8601 with a UTC offset."""

    def to_internal_value(self, data: Any) -> datetime:
        try:
            moment = parse_datetime(data) if isinstance(data, str) and len(data) <= 40 else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise serializers.ValidationError("Must be ISO 8601 with an offset or Z.")
        return moment

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 40, "pattern": MOMENT}


def read_query(contract: type[ContractSerializer], request: Request) -> dict[str, Any]:
    """Return the validated parameters of the address. Raises ValidationError, also for twins."""
    given = request.query_params
    if repeated := [name for name in given if len(given.getlist(name)) > 1]:
        raise serializers.ValidationError({name: ["Given more than once."] for name in repeated})
    query = contract(data=given.dict())
    query.is_valid(raise_exception=True)
    found: dict[str, Any] = query.validated_data
    return found


def cents_of(money: Mapping[str, Any]) -> int:
    """Return a validated MoneySerializer's amount in cents."""
    return int(money["amount"].replace(".", ""))


def money_of(cents: int) -> dict[str, str]:
    """Return cents as a MoneySerializer's body: 1250 is 12.50."""
    return {"amount": f"{cents // 100}.{cents % 100:02d}", "currency": "USD"}


def camel(name: str) -> str:
    """Return the wire name of a Python name: eye_tilt_deg is eyeTiltDeg, delta_e00 is deltaE00."""
    head, *rest = name.rstrip("_").split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter()

    def names(cls: Any) -> dict[str, Any]:
        return {field.name: override(rename=camel(field.name)) for field in dataclasses.fields(cls)}

    def structure(cls: Any) -> Callable[..., Any]:
        return make_dict_structure_fn(cls, converter, **names(cls))

    def unstructure(cls: Any) -> Callable[..., Any]:
        # An optional field that is marked omit_none is left out of the wire form while None.
        hooks = {
            field.name: override(
                rename=camel(field.name), omit_if_default=field.metadata.get("omit_none", False)
            )
            for field in dataclasses.fields(cls)
        }
        return make_dict_unstructure_fn(cls, converter, **hooks)  # type: ignore[arg-type]

    converter.register_structure_hook_factory(dataclasses.is_dataclass, structure)
    converter.register_unstructure_hook_factory(dataclasses.is_dataclass, unstructure)
    converter.register_structure_hook_func(_is_scalar_union, lambda value, _: value)
    return converter


def _is_scalar_union(cls: Any) -> bool:
    """Whether cls is a union such as `float | str` (None aside): the value stays as it is."""
    if get_origin(cls) not in (Union, types.UnionType):
        return False
    members = [arg for arg in get_args(cls) if arg is not type(None)]
    return len(members) > 1 and all(arg in (int, float, str, bool) for arg in members)


_CONVERTER: Final = _make_converter()


def to_wire(value: Any) -> Any:
    """Return a dataclass as JSON-ready data: camelCase keys, lists, no negative zero."""
    return _plain(_CONVERTER.unstructure(value))


def from_wire(cls: type[T], data: Any) -> T:
    """Return the dataclass that validated wire data describes; cattrs raises on other data."""
    return _CONVERTER.structure(data, cls)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value + 0.0  # -0.0 becomes 0.0: one value, one spelling
    return value
