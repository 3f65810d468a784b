"""Which terms a promotion of each kind needs and may have; the database's constraints say the same.

Field names are those of the wire and of no one caller: API, admin and imports share the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

# Kind: the terms that it needs. Beyond these it may only have those in OPTIONAL.
NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "FLASH_SALE": ("percentOff", "endsAt"),
    "PERCENT_OFF": ("percentOff",),
    "AMOUNT_OFF": ("amountOff",),
    "MULTI_BUY_DISCOUNT": ("percentOff", "buyQuantity"),
    "BUY_X_GET_Y": ("percentOff", "buyQuantity", "getQuantity"),
    "FREE_SHIPPING": (),
}
TERMS: Final = ("percentOff", "amountOff", "buyQuantity", "getQuantity")
LEAST_BUY: Final = {"MULTI_BUY_DISCOUNT": 2, "BUY_X_GET_Y": 1}
TARGETS: Final = {"products": "productIds", "categories": "categories", "brands": "brands"}


def problems(terms: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong by field; empty where the terms make a promotion.

    terms: type, scope, the fields of NEEDED, startsAt, endsAt, maxDiscount and the lists in
    TARGETS; None or an empty list is not given.
    """
    return _of_kind(terms) | _of_span(terms) | _of_scope(terms)


def _of_kind(terms: Mapping[str, Any]) -> dict[str, str]:
    kind, found = terms["type"], {}
    for name in NEEDED[kind]:
        if terms.get(name) is None:
            found[name] = f"{kind} needs it."
    for name in TERMS:
        if name not in NEEDED[kind] and terms.get(name) is not None:
            found[name] = f"{kind} does not use it."
    least = LEAST_BUY.get(kind)
    if least and (terms.get("buyQuantity") or least) < least:
        found["buyQuantity"] = f"{kind} needs at least {least}."
    if kind == "FREE_SHIPPING" and terms.get("maxDiscount") is not None:
        found["maxDiscount"] = f"{kind} does not use it."
    return found


def _of_span(terms: Mapping[str, Any]) -> dict[str, str]:
    starts, ends = terms.get("startsAt"), terms.get("endsAt")
    if starts is not None and ends is not None and ends <= starts:
        return {"endsAt": "It must be after startsAt."}
    return {}


def _of_scope(terms: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for scope, name in TARGETS.items():
        if terms["scope"] == scope and not terms.get(name):
            found[name] = f"The scope {scope} needs at least one."
        elif terms["scope"] != scope and terms.get(name):
            found[name] = f"The scope {terms['scope']} does not use it."
    return found
