"""Colours as the contract shows them; all of a look at once, for a name costs a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from config.colour import hex_from_lab, rounded_lab
from layer2.engine.colour_names import names_of
from layer2.engine.types import Swatch

K = TypeVar("K")


def swatches(labs: Mapping[K, Any], locale: str, *, skin: K | None = None) -> dict[K, Swatch]:
    """Return a swatch for each colour; labs: (3,) CIE L*a*b* by any key, skin: of a complexion."""
    if not labs:
        return {}
    rounded = [rounded_lab(lab) for lab in labs.values()]
    skins = [at for at, key in enumerate(labs) if key == skin]
    words = names_of(np.array(rounded), locale, skins)
    return {
        key: Swatch(hex=hex_from_lab(lab), lab=lab, name=word)
        for key, lab, word in zip(labs, rounded, words, strict=True)
    }


def swatch(lab: Any, locale: str) -> Swatch:
    """Return one colour with its hex and its name."""
    return swatches({"": lab}, locale)[""]


def skin_swatch(lab: Any, locale: str) -> Swatch:
    """Return a complexion with its hex and its name."""
    return swatches({"": lab}, locale, skin="")[""]
