"""The warnings of a result: what each layer warned of, once, in the order of the layers."""

from __future__ import annotations

from layer1.engine.compatibility.words import locale_warnings
from layer1.engine.types import Layer1Bundle
from layer2.engine.types import LookSpec
from layer3.engine.types import Kit


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
