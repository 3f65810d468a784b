"""The warnings of a result: what each layer warned of, once, in the order of the layers."""

from __future__ import annotations

from typing import Final

from layer1.engine.types import Layer1Bundle
from layer2.engine.types import LookSpec
from layer3.engine.types import Kit

LANGUAGES: Final = ("en", "es")
LOCALE_FALLBACK: Final = "LOCALE_FALLBACK"


def locale_warnings(locale: str) -> tuple[str, ...]:
    """Return LOCALE_FALLBACK where the locale's language is not written: its text is English."""
    return () if locale.split("-")[0].lower() in LANGUAGES else (LOCALE_FALLBACK,)


def collect_warnings(
    locale: str, bundle: Layer1Bundle, look: LookSpec, kit: Kit
) -> tuple[str, ...]:
    """Return the codes of all layers, without repeats."""
    found = (
        *locale_warnings(locale),
        *(bundle.similarity_report.warnings or ()),
        *look.warnings,
        *kit.warnings,
    )
    return tuple(dict.fromkeys(found))
