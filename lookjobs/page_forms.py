"""The start form and the kit's form as the browser posts them; the pages work without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, QueryDict

from layer3.engine.types import Constraints
from lookjobs.consent import CONSENT_VERSION
from lookjobs.engine.sniff import CONTENT_TYPES, SNIFF_BYTES, sniff
from lookjobs.models.jobs import MODES
from lookjobs.page_texts import Texts

MONEY: Final = re.compile(r"^\$?\s*(\d{1,6})(?:[.,](\d{1,2}))?\Z")
HEX: Final = re.compile(r"^#[0-9a-fA-F]{6}\Z")
LOCALES: Final = (("en-US", "English"), ("es-US", "Español"))
# The ten tones of the Monk Skin Tone scale, lightest first (E. Monk, skintone.google, CC BY 4.0).
SKIN_TONES: Final = (
    "#f6ede4", "#f3e7db", "#f7ead0", "#eadaba", "#d7bd96",
    "#a07e56", "#825c43", "#604134", "#3a312a", "#292420",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that came with the form; its type is read from its bytes, not from its name."""

    file: Any  # an UploadedFile; its stub wants a type that it does not have at run time
    content_type: str


@dataclass(frozen=True, slots=True)
class StartForm:
    """What the form said; problems are sentences, and nothing is used while there are any."""

    values: dict[str, Any]
    problems: tuple[str, ...]
    reference: Photo | None = None
    selfie: Photo | None = None
    budget_cents: int | None = None


def empty_start(language: str) -> dict[str, Any]:
    """Return the values of a fresh form."""
    locale = next(code for code, _ in LOCALES if code.startswith(language))
    return {"mode": "structure", "budget": "", "locale": locale, "skinHex": "", "consent": False}


def read_start(request: HttpRequest, language: str, texts: Texts) -> StartForm:
    """Return the posted form, checked with the limits of the API."""
    problem = texts["start"]["problem"]
    post, found = request.POST, []
    values = empty_start(language) | {
        name: str(post.get(name, ""))[:20] for name in ("mode", "budget", "locale", "skinHex")
    }
    values["consent"] = post.get("consent") == CONSENT_VERSION
    if values["mode"] not in MODES:
        found.append(problem["mode"])
    if values["locale"] not in dict(LOCALES):
        values["locale"] = empty_start(language)["locale"]
    if not HEX.match(values["skinHex"]):
        values["skinHex"] = ""
    budget = parse_money(values["budget"])
    if values["budget"].strip() and not budget:
        found.append(problem["budget"])
    reference, selfie = request.FILES.get("reference"), request.FILES.get("selfie")
    if reference is None:
        found.append(problem["missing"])
    photos = {"reference": reference, "selfie": selfie}
    taken = {name: _take(file, found, problem) for name, file in photos.items()}
    if selfie is not None and not values["consent"]:
        found.append(problem["consent"])
    return StartForm(values, tuple(dict.fromkeys(found)), budget_cents=budget or None, **taken)


def _take(file: Any, found: list[str], problem: dict[str, str]) -> Photo | None:
    if file is None:
        return None
    if not file.size:
        found.append(problem["empty"])
        return None
    if file.size > settings.UPLOAD_MAX_BYTES:
        found.append(problem["size"])
        return None
    head = file.read(SNIFF_BYTES)
    file.seek(0)
    kind = sniff(head)
    content_type = next((name for name, known in CONTENT_TYPES.items() if known == kind), None)
    if kind is None or content_type is None:
        found.append(problem["type"])
        return None
    return Photo(file, content_type)


def short_text(text: str | None, limit: int) -> str:
    """Return a parameter fit for the database: no NUL, no endless text."""
    return (text or "").replace("\x00", "").strip()[:limit]


def parse_money(text: str) -> int | None:
    """Return an amount of dollars such as "60" or "45.50" in cents; None where it is none."""
    match = MONEY.match(text.strip())
    if not match:
        return None
    return int(match.group(1)) * 100 + int((match.group(2) or "0").ljust(2, "0"))


def constraints_wire(budget_cents: int | None) -> dict[str, Any]:
    """Return LookJobCreateRequestV1's constraints."""
    if budget_cents is None:
        return {}
    amount = f"{budget_cents // 100}.{budget_cents % 100:02}"
    return {"budget": {"amount": amount, "currency": "USD"}}


def read_kit_query(query: QueryDict) -> Constraints | None:
    """Return the constraints that the kit's form asks for; None where it was not sent."""
    if not {"budget", "inStock", "without"} & set(query):
        return None
    text = str(query.get("budget", ""))
    cents = parse_money(text) if text not in {"", "none"} else None
    given = (short_text(brand, 120) for brand in query.getlist("without")[:50])
    return Constraints(
        budget_cents=cents,
        excluded_brands=tuple(dict.fromkeys(filter(None, given))),
        in_stock_only=query.get("inStock") == "1",
    )
