"""Small marks of the admin: a color as a swatch (an SVG fill), a state as a colored label."""

from __future__ import annotations

import re
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEX: Final = re.compile(r"^#[0-9A-Fa-f]{6}\Z")


def swatch_svg(hex_color: str | None) -> SafeString | str:
    """Return a swatch with its code beside it; an empty text for what is no color."""
    if not hex_color or not HEX.match(hex_color):
        return ""
    return format_html(
        '<span class="st-swatch"><svg viewBox="0 0 20 20" aria-hidden="true">'
        '<rect width="20" height="20" rx="5" fill="{}"/></svg><code>{}</code></span>',
        hex_color,
        hex_color,
    )


def chip(code: str | None) -> SafeString | str:
    """Return a state as a colored label; its words are always there too."""
    if not code:
        return ""
    return format_html('<span class="st-chip st-{}">{}</span>', code, code.replace("_", " "))
