"""The colours of a look: one swatch a place, and how much of the coloured area each takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from config.colour import ciede2000
from layer1.engine.types import ImpactArea
from layer2.engine.judge import Judgement
from layer2.engine.lids import PLACES
from layer2.engine.light import Linear, lab_of
from layer2.engine.measure import Measures
from layer2.engine.stats import lengths, mean
from layer2.engine.types import StorySwatch, Swatch

Labs = dict[str, NDArray[np.float64]]

ONE_COLOUR: Final = 9.0  # CIEDE2000; lid places nearer than this are one shadow
MAX_SHADOWS: Final = 3
SHADOW_PLACES: Final = ("middle", "outer", "wing", "crease", "lower")
ON_THE_LID: Final = ("middle", "outer")
_SHADOWED: Final = [PLACES.index(place) for place in SHADOW_PLACES]
# Parts of a face's skin area, from the mesh's polygons on a frontal face: both lids to the crease,
# both places of blush; in pixels of the canvas, as the lips are counted.
LID_AREA: Final = 2600.0
BLUSH_AREA: Final = 4500.0
SKIN_AREA: Final = 30000.0
ABSENT: Final = {"none", "unknown"}


def place_colours(measures: Measures, found: Judgement) -> Labs:
    """Return L*a*b* by place: skin, lip, and what is worn of blush, liner, shadow1, shadow2, ..."""
    labs: Labs = {}
    if measures.colourless:  # what a grey photo measures is no colour of a face
        return labs
    if measures.skin is not None:
        labs["skin"] = measures.skin.lab
    cheeks = measures.cheeks
    if cheeks is not None and cheeks.light is not None and found.blush.value not in ABSENT:
        labs["blush"] = _lab(cheeks.light)
    if measures.lips is not None:
        labs["lip"] = measures.lips.lab
    if measures.eyes and found.liner.value not in ABSENT:
        labs["liner"] = mean([_lab(eye.ink_light) for eye in measures.eyes])
    if measures.eyes and found.shadow.value not in ABSENT:
        labs |= {f"shadow{i}": lab for i, lab in enumerate(_shadows(measures), 1)}
    return labs


def _lab(light: Linear) -> NDArray[np.float64]:
    return np.asarray(lab_of(light), np.float64)


def _shadows(measures: Measures) -> list[NDArray[np.float64]]:
    """Return the shadow's colours, the lid's first; places of the same colour count once.

    A place counts where it differs from the skin by as much as a shadow does.
    """
    labs = mean([_lab(eye.light[_SHADOWED]) for eye in measures.eyes])
    chroma = lengths(mean([eye.shifts[_SHADOWED, 1:] for eye in measures.eyes]))
    coloured = (chroma >= ONE_COLOUR * 2).tolist()
    apart = (ciede2000(labs[:, None], labs) >= ONE_COLOUR).tolist()
    kept: list[int] = []
    for at, place in enumerate(SHADOW_PLACES):
        if (place in ON_THE_LID or coloured[at]) and all(apart[at][other] for other in kept):
            kept.append(at)
    return list(labs[kept[:MAX_SHADOWS]])


def tell(
    swatches: Mapping[str, Swatch], measures: Measures, found: Judgement
) -> tuple[StorySwatch, ...]:
    """Return the story, largest share first; the complexion alone where nothing is worn."""
    parts: list[tuple[str, ImpactArea, float]] = []
    shadows = [key for key in swatches if key.startswith("shadow")]
    parts += [(key, "eye", LID_AREA / len(shadows)) for key in shadows]
    if measures.lips is not None and found.lip_coverage.value not in ABSENT:
        parts.append(("lip", "lip", float(measures.lips.area)))
    if "blush" in swatches:
        parts.append(("blush", "base", BLUSH_AREA))
    if not parts and "skin" in swatches:
        parts.append(("skin", "base", SKIN_AREA))
    total = sum(size for _, _, size in parts)
    told = [
        StorySwatch(swatches[key].hex, swatches[key].lab, swatches[key].name, area,
                    round(size / total, 3))
        for key, area, size in parts
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda one: -one.share))
