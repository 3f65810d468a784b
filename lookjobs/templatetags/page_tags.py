"""What the page templates need beyond Django: words with slots, and colors as SVG.

Colors are SVG fills, for a strict content security policy forbids inline styles.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django import template

from lookjobs.page_texts import say, word

register = template.Library()
HEX: Final = re.compile(r"^#[0-9A-Fa-f]{6}\Z")
SHINY: Final = frozenset({"glossy", "dewy", "satin"})
SPARKLING: Final = frozenset({"shimmer", "metallic", "glitter"})


@register.simple_tag(takes_context=True, name="say")
def say_tag(context: Any, key: str, **slots: object) -> str:
    """The sentence at a key, with its slots; escaped like any other value."""
    return say(context["t"], key, **slots)


@register.simple_tag(takes_context=True, name="word")
def word_tag(context: Any, section: str, code: str) -> str:
    """The word for a code of a section."""
    return word(context["t"], section, code)


@register.inclusion_tag("pages/parts/smear.html")
def smear(hex_color: str, *, finish: str = "", label: str = "") -> dict[str, Any]:
    """A swipe of product in one color; its surface shows the finish."""
    return {
        "fill": hex_color if HEX.match(hex_color) else "none",
        "label": label,
        "shiny": finish in SHINY,
        "sparkling": finish in SPARKLING,
    }


@register.inclusion_tag("pages/parts/pan.html")
def pan(target: str | None, product: str | None, *, label: str = "") -> dict[str, Any]:
    """One round pan: the color wanted on the left, the product's on the right."""
    return {
        "target": target if target and HEX.match(target) else None,
        "product": product if product and HEX.match(product) else None,
        "label": label,
    }
