"""Colours as the contract shows them; all of a look at once, for a name costs a search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from skimage.color import lab2rgb

from config.colour import rounded_lab
from layer2.engine.colour_names import names_of
from layer2.engine.types import Swatch

K = TypeVar("K")


def swatches(labs: Mapping[K, Any], locale: str) -> dict[K, Swatch]:
    """Return a swatch for each colour; labs: (3,) CIE L*a*b* by any key."""
    if not labs:
        return {}
    rounded = np.array([rounded_lab(lab) for lab in labs.values()])
    rgb = np.clip(lab2rgb(rounded[None])[0], 0, 1)
    codes = np.floor(rgb * 255 + 0.5).astype(int)
    words = names_of(rounded, locale)
    return {
        key: Swatch(
            hex="#" + "".join(f"{part:02x}" for part in code),
            lab=(float(lab[0]), float(lab[1]), float(lab[2])),
            name=word,
        )
        for key, code, lab, word in zip(labs, codes, rounded, words, strict=True)
    }


def swatch(lab: Any, locale: str) -> Swatch:
    """Return one colour with its hex and its name."""
    return swatches({"": lab}, locale)[""]
