"""A KitV0 made ready for a template: products, prices, dupes, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layer1.engine.types import IMPACT_AREAS
from lookjobs.page_texts import Texts, say, word

Json = Mapping[str, Any]
View = dict[str, Any]


def present_kit(kit: Json, texts: Texts) -> View:
    """Return the kit slot by slot, needed ones first, and its totals."""
    slots = [
        _slot(slot, area, texts) for area in IMPACT_AREAS for slot in kit["areas"][area]["slots"]
    ]  # fmt: skip
    savings = kit["totals"]["savings"]["amount"]
    return {
        "slots": [slot for slot in slots if slot["needed"]],
        "unused": [slot for slot in slots if not slot["needed"]],
        "best": _dollars(kit["totals"]["best"]),
        "dupe": _dollars(kit["totals"]["dupe"]),
        "savings": _dollars(kit["totals"]["savings"]) if float(savings) > 0 else None,
        "priced_at": kit["pricedAt"],
        "warnings": [warning_words(code, texts) for code in kit["warnings"]],
        "brands": sorted(
            {item["brand"] for slot in slots for item in (slot["best"], slot["dupe"]) if item},
            key=str.casefold,
        ),
    }


def warning_words(warning: str, texts: Texts) -> str:
    """A warning is a code, and may name what it is about: EXCLUDED_BRAND_UNKNOWN: Somebrand."""
    code, _, about = warning.partition(": ")
    words = word(texts, "reason", code)
    return f"{words} {about}" if about else words


def _slot(slot: Json, area: str, texts: Texts) -> View:
    best = present_item(slot["best"], slot["target"], texts) if slot["best"] else None
    dupe = present_item(slot["dupe"], slot["target"], texts) if slot["dupe"] else None
    if best and dupe:
        cents = best["cents"] - dupe["cents"]
        dupe["saves"] = dollars_between(cents) if cents > 0 else None
    return {
        "slot": slot["slot"],
        "name": word(texts, "slot", slot["slot"]),
        "area": area,
        "needed": slot["needed"],
        "target": _target(slot["target"], texts),
        "best": best,
        "best_reason": _slot_reason(slot["bestReason"], texts),
        "dupe": dupe,
        "dupe_reason": _slot_reason(slot["dupeReason"], texts),
        "alternates": [present_item(item, slot["target"], texts) for item in slot["alternates"]],
    }


def _slot_reason(code: str | None, texts: Texts) -> str | None:
    return word(texts, "slot_reason", code) if code else None


def _target(target: Json, texts: Texts) -> View:
    words = [word(texts, "value", target[key]) for key in ("finish", "coverage") if target[key]]
    return {"color": target["color"], "words": ", ".join(words), "finish": target["finish"]}


def present_item(item: Json, target: Json, texts: Texts) -> View:
    """Return one product: prices as text, its distance, and the parts of its score."""
    top = max((abs(part) for part in item["scoreParts"].values()), default=0.0) or 1.0
    return {
        **item,
        "productUrl": shop_link(item["productUrl"]),
        "target_hex": target["color"]["hex"] if target["color"] else None,
        "cents": _cents(item["effectivePrice"]),
        "price_text": _dollars(item["effectivePrice"]),
        "was": _dollars(item["price"]) if item["price"] != item["effectivePrice"] else None,
        "size_text": f"{item['size']['amount']:g} {item['size']['unit']}" if item["size"] else None,
        "unit_price_text": _unit_price(item, texts),
        "finish_word": word(texts, "value", item["finish"]),
        "coverage_word": word(texts, "value", item["coverage"]),
        "stock": texts["result"][f"stock_{item['availability']}"],
        "distance": None if item["deltaE00"] is None else f"{item['deltaE00']:.1f}",
        "score_text": f"{item['score']:.2f}",
        "parts": [
            {"label": word(texts, "part", name), "value": f"{part:.3f}",
             "width": f"{100 * abs(part) / top:.1f}"}
            for name, part in item["scoreParts"].items()
        ],
    }  # fmt: skip


def _unit_price(item: Json, texts: Texts) -> str | None:
    if not item["unitPrice"] or not item["size"]:
        return None
    per = say(texts, "result.kit_unit_price", unit=item["size"]["unit"])
    return f"{_dollars(item['unitPrice'])} {per}"


def dollars_between(cents: int) -> str:
    """Return a difference as a price, without its sign."""
    return f"${abs(cents) // 100}.{abs(cents) % 100:02}"


def shop_link(url: str) -> str | None:
    """Only a web address becomes a link: a merchant's file could hold javascript: as well."""
    return url if url.startswith(("https://", "http://")) else None


def _cents(money: Json) -> int:
    dollars, _, rest = money["amount"].partition(".")
    return int(dollars) * 100 + int((rest + "00")[:2])


def _dollars(money: Json) -> str:
    return f"${money['amount']}"
