"""The category of a product, from its type, name and tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from catalog.engine.taxonomy import CATEGORIES, Category

# In this order: the first that fits wins, so the narrower word stands before the wider one.
PATTERNS: Final[dict[Category, str]] = {
    "lip_liner": r"\blip[- _]?(?:liner|pencil|contour)|\blippie pencil",
    "lip_gloss": r"\blip[- _]?(?:gloss|lacquer|vinyl)|\bgloss\b|\blip glow oil",
    "lip_care": r"\blip[- _]?(?:balm|scrub|mask|treatment|primer|conditioner)|\bchapstick",
    "lipstick": r"\blip[- _]?(?:stick|stain|tint|colou?r|cream|crayon|paint|butter|rouge)"
    r"|\bliquid lip|\brouge\b(?! cheek)",
    "mascara": r"\bmascara|\blash (?:volum|lengthen)",
    "eyebrow": r"\b(?:eye[- ]?)?brows?\b|\bbrow\w+",
    "eyeliner": r"\beye[- _]?(?:liner|pencil|kohl)|\bkohl\b|\bkajal\b|\bliquid liner",
    "eyeshadow": r"\beye[- _]?(?:shadow|colou?r|palette|paint|tint)"
    r"|\bshadow(?:stick| stick| palette)?\b",
    "concealer": r"\bconceal\w+|\bcorrector\b|\bcolou?r correct\w+|\bunder[- ]eye\b",
    "highlighter": r"\bhighlight\w*|\bstrobe\b|\billuminat(?:or|ing (?:powder|drops|stick))",
    "bronzer": r"\bbronz\w+|\bcontour\w*",
    "blush": r"\bblush\w*|\bcheek (?:tint|colou?r|stain)|\brouge cheek",
    "primer": r"\bprimer\b|\bmakeup base\b",
    "foundation": r"\bfoundation|\bskin tint\b|\b(?:bb|cc)[ -]?cream\b|\btinted moistur"
    r"|\bskinstick\b|\bmakeup (?:spf|broad)|\bbb[_ ]cc\b|\b(?:fond de )?teint\b",
    "powder": r"\bpowder\b",
    "nail_polish": r"\bnail[- _]?(?:polish|lacquer|enamel|colou?r|varnish)?\b",
}
RULES: Final = tuple((name, re.compile(pattern)) for name, pattern in PATTERNS.items())
# A foundation feed also carries these, under the type "foundation".
NOT_FOUNDATION: Final = ("concealer", "highlighter", "bronzer", "primer", "powder")


def read_category(stated: str, texts: Sequence[str]) -> tuple[Category, bool] | None:
    """Return the category and whether it was stated; None where nothing names one.

    stated: the feed's own type, plain. texts: plain; sub-type, name, tags. A type of the taxonomy
    is believed, but for "foundation" and "lipstick", under which feeds file their neighbours too.
    """
    key = stated.replace(" ", "_").replace("-", "_")
    from_text = next((found for text in texts if (found := _first(text))), None)
    if key in CATEGORIES:
        known: Category = key
        if known == "foundation" and from_text in NOT_FOUNDATION and not _says(texts, "foundation"):
            return from_text, False
        if known == "lipstick" and from_text in ("lip_gloss", "lip_liner", "lip_care"):
            return from_text, False
        return known, True
    found = _first(stated) or from_text
    return (found, False) if found else None


def _says(texts: Sequence[str], category: Category) -> bool:
    pattern = next(pattern for name, pattern in RULES if name == category)
    return any(pattern.search(text) for text in texts)


def _first(text: str) -> Category | None:
    return next((name for name, pattern in RULES if pattern.search(text)), None)
