"""Writes SVG: every attribute and text escaped, nothing but what it is given."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

# XML 1.0 allows no other control characters, no lone surrogates and no non-characters.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Converters find the half-bold font by its own name, browsers by its weight.
BOLD: Final = 600
HALF_BOLD: Final = "'Figtree SemiBold', Figtree, ui-sans-serif, system-ui, sans-serif"


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """Return one element; `inside` is markup already. None leaves an attribute out, "_" is "-"."""
    pairs = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inside)
    return f"<{name}{pairs}>{body}</{name}>" if body else f"<{name}{pairs}/>"


def text(words: str) -> str:
    """Return text as markup."""
    return escape(clean(words))


def clean(words: str) -> str:
    """Return the words without the characters that XML forbids."""
    return _FORBIDDEN.sub("", words)


def number(value: str | float) -> str:
    """Return an attribute's value; numbers with at most two decimals."""
    if isinstance(value, str):
        return clean(value)
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def path(d: str, **attributes: str | float | None) -> str:
    return tag("path", d=d, **attributes)
