"""Names for colours of makeup and skin: our own lexicon, in English and Spanish.

A name is the nearest entry by CIEDE2000. The swatches were chosen so that neighbours lie at least 3
CIEDE2000 apart, about 4 to 12 where makeup is worn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from config.colour import ciede2000, lab_from_hex

# hex, English, Spanish
LEXICON: Final[tuple[tuple[str, str, str], ...]] = (
    # skins, light to deep: SKINS of them
    ("#fbeee6", "porcelain", "porcelana"),
    ("#f6e0d0", "ivory", "marfil"),
    ("#f2d3bf", "shell beige", "beige concha"),
    ("#eccdb0", "cream beige", "beige crema"),
    ("#e6bfa3", "warm beige", "beige cálido"),
    ("#e0b7a8", "rose beige", "beige rosado"),
    ("#d8ac8a", "sand", "arena"),
    ("#cb9b78", "honey", "miel"),
    ("#c28d6f", "almond", "almendra"),
    ("#b37f5f", "caramel", "caramelo"),
    ("#a5704f", "toffee", "tofe"),
    ("#92603f", "chestnut", "castaña"),
    ("#7d5038", "cinnamon brown", "marrón canela"),
    ("#69422f", "cocoa", "cacao"),
    ("#41281f", "espresso", "expreso"),
    ("#2e1d18", "ebony", "ébano"),
    # nudes
    ("#dba898", "nude pink", "rosa nude"),
    ("#c98f7f", "peachy nude", "nude durazno"),
    ("#b97a6c", "rosewood nude", "nude palisandro"),
    ("#9c6355", "brown nude", "nude marrón"),
    # pinks
    ("#fbd9e0", "baby pink", "rosa bebé"),
    ("#f4b6c2", "soft pink", "rosa suave"),
    ("#f48fa5", "candy pink", "rosa caramelo"),
    ("#e8718d", "rose pink", "rosa intenso"),
    ("#e4457c", "hot pink", "rosa vivo"),
    ("#d81b7a", "fuchsia", "fucsia"),
    ("#d98b8f", "dusty rose", "rosa empolvado"),
    ("#c9717b", "vintage rose", "rosa antiguo"),
    ("#b3606b", "tea rose", "rosa de té"),
    ("#9f5a63", "dusky rose", "rosa oscuro"),
    # mauves, plums, berries
    ("#c79aa5", "pale mauve", "malva pálido"),
    ("#b07c8c", "mauve", "malva"),
    ("#8f5c6d", "deep mauve", "malva profundo"),
    ("#a63a5b", "raspberry", "frambuesa"),
    ("#8e2442", "berry", "frutos rojos"),
    ("#701f3c", "mulberry", "mora"),
    ("#5b1733", "plum", "ciruela"),
    ("#40122b", "dark plum", "ciruela oscuro"),
    ("#5c1a22", "oxblood", "sangre de toro"),
    ("#7b1c28", "burgundy", "borgoña"),
    # reds, corals, oranges
    ("#c40f24", "true red", "rojo puro"),
    ("#e0232f", "bright red", "rojo vivo"),
    ("#a51a26", "crimson", "carmesí"),
    ("#d43a2a", "tomato red", "rojo tomate"),
    ("#b5382f", "brick red", "rojo ladrillo"),
    ("#c64a4a", "soft red", "rojo suave"),
    ("#8a3a30", "rust", "óxido"),
    ("#f2745f", "coral", "coral"),
    ("#e5585a", "coral red", "rojo coral"),
    ("#f49a86", "light coral", "coral claro"),
    ("#f8bfa5", "peach", "durazno"),
    ("#eda07e", "apricot", "albaricoque"),
    ("#f0672f", "orange", "naranja"),
    ("#d9752f", "burnt orange", "naranja quemado"),
    ("#b8623b", "terracotta", "terracota"),
    ("#cf7f6d", "warm terracotta rose", "rosa terracota"),
    # golds, bronzes, browns of the eye
    ("#f3e2b3", "champagne", "champaña"),
    ("#e4c46f", "gold", "dorado"),
    ("#f2c22e", "yellow", "amarillo"),
    ("#b98f4a", "antique gold", "oro antiguo"),
    ("#9a6b3b", "bronze", "bronce"),
    ("#c2764f", "copper", "cobre"),
    ("#8c6a55", "taupe brown", "marrón topo"),
    ("#a08676", "taupe", "topo"),
    ("#4f372d", "dark brown", "marrón oscuro"),
    # purples, blues, greens
    ("#d8c6e6", "lilac", "lila"),
    ("#a987c9", "lavender", "lavanda"),
    ("#7c4fa3", "violet", "violeta"),
    ("#56307c", "deep violet", "violeta profundo"),
    ("#3a2450", "eggplant", "berenjena"),
    ("#b9d3ea", "ice blue", "azul hielo"),
    ("#6f9fd0", "sky blue", "azul cielo"),
    ("#2f62b5", "cobalt", "cobalto"),
    ("#1f2f5c", "navy", "azul marino"),
    ("#4a5d78", "slate blue", "azul pizarra"),
    ("#2b8c8c", "teal", "verde azulado"),
    ("#8cc7a7", "mint", "menta"),
    ("#4f8a55", "green", "verde"),
    ("#2f5a40", "emerald", "esmeralda"),
    ("#7c7b46", "olive", "oliva"),
    ("#4b4a2e", "dark olive", "oliva oscuro"),
    # greys
    ("#ffffff", "white", "blanco"),
    ("#d9d6d4", "pearl gray", "gris perla"),
    ("#a8a5a4", "silver gray", "gris plata"),
    ("#777473", "gray", "gris"),
    ("#4d4a4b", "charcoal", "carbón"),
    ("#2a2728", "soft black", "negro suave"),
    ("#0d0c0d", "black", "negro"),
)
SKINS: Final = 16  # a complexion is named by these alone: nobody's skin is apricot or copper
_LABS: Final = np.array([lab_from_hex(row[0]) for row in LEXICON])


def names_of(labs: NDArray[np.float64], locale: str, skins: Sequence[int] = ()) -> list[str]:
    """Return the name of each colour (N, 3): Spanish for a locale "es...", English otherwise.

    skins: which of them are complexions. A tie keeps the lexicon's order.
    """
    column = 2 if language(locale) == "es" else 1
    apart = ciede2000(labs[:, None], _LABS[None])
    apart[skins, SKINS:] = np.inf
    return [LEXICON[row][column] for row in apart.argmin(axis=1).tolist()]


def language(locale: str) -> str:
    """Return "es" for Spanish of any region, "en" for all else: the languages we write."""
    return "es" if locale.lower().split("-")[0] == "es" else "en"
