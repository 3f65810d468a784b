"""A catalogue of fictional brands, made from a seed: same seed, same rows, on every machine.

The spread of colours follows what such products really have, as measured on real swatches (6,816
foundations, 5,329 other shades): a foundation's hue angle goes from about 46 degrees in the deepest
shades to 72 in the lightest, its chroma peaks near L* 50, and undertones lie about 7 degrees apart.

Beside its own shades each brand has a color range: a regular grid over the colors that such
products come in at all (GAMUTS), so that no look's color is far from everything. A grid's color is
sold in each price tier, by brands that each mix it a little differently, as shops offer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from catalog.engine.taxonomy import Category
from config.colour import ciede2000, hex_from_lab, lab_from_hex, shown_by_screens

VERSION: Final = "demo-2"
SEED: Final = 20260101

MERCHANTS: Final = (("demo-hall", "Demo Beauty Hall"), ("demo-corner", "Demo Corner Shop"),
                    ("demo-atelier", "Demo Atelier"))  # fmt: skip
# Four brands a tier: everyday, middle, luxury. All made up.
BRANDS: Final = (
    ("Tansy Row", "Pocket Heron", "Brindlewick", "Nine Lanterns"),
    ("Halden Moor", "Umberly", "Corvane", "Quill & Clay"),
    ("Maison Orlune", "Pellucid Arts", "Verrane", "Ostrova Atelier"),
)
TIER_FACTOR: Final = (0.55, 1.0, 1.9)  # of the middle price
STOCK: Final = ("in_stock", "out_of_stock", "unknown")
STOCK_SHARE: Final = (0.88, 0.08, 0.04)


@dataclass(frozen=True, slots=True)
class Family:
    """One colour family: mean lightness, chroma and hue angle (CIE LCh, D65), and their spread."""

    name: str
    lch: tuple[float, float, float]
    spread: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """What the products of one category are like; price is the middle tier's, in cents."""

    category: Category
    label: str
    shades: int
    price_cents: int
    size: tuple[float, str]
    finishes: tuple[str, ...]
    coverages: tuple[str, ...]
    families: tuple[Family, ...] = ()


LIPS: Final = (
    Family("Red", (42, 62, 30), (7, 8, 6)), Family("Rose", (55, 40, 8), (8, 7, 8)),
    Family("Coral", (62, 52, 38), (6, 7, 7)), Family("Tangerine", (60, 60, 50), (5, 6, 5)),
    Family("Berry", (36, 42, 2), (6, 7, 8)), Family("Plum", (28, 26, 348), (5, 6, 12)),
    Family("Mauve", (52, 22, 5), (7, 5, 10)), Family("Nude", (64, 24, 44), (7, 5, 9)),
    Family("Cocoa", (36, 24, 42), (6, 5, 8)), Family("Fuchsia", (50, 62, 355), (5, 7, 8)),
)  # fmt: skip
EYES: Final = (
    Family("Sand", (72, 16, 62), (6, 4, 8)), Family("Taupe", (52, 10, 55), (7, 3, 12)),
    Family("Walnut", (38, 20, 50), (7, 5, 8)), Family("Soot", (20, 3, 60), (6, 2, 60)),
    Family("Petal", (70, 22, 15), (7, 6, 10)), Family("Violet", (42, 34, 312), (8, 8, 8)),
    Family("Lagoon", (48, 28, 250), (10, 8, 14)), Family("Moss", (46, 22, 125), (9, 6, 15)),
    Family("Gilt", (66, 38, 78), (8, 8, 7)), Family("Copper", (50, 42, 55), (7, 7, 6)),
    Family("Brick", (42, 38, 34), (6, 7, 6)), Family("Pewter", (58, 4, 250), (9, 2, 60)),
    Family("Clay", (56, 24, 45), (6, 5, 7)), Family("Ivory", (88, 8, 80), (4, 3, 12)),
)  # fmt: skip
CHEEKS: Final = (
    Family("Pink", (66, 34, 5), (6, 7, 8)), Family("Peach", (71, 36, 45), (5, 6, 7)),
    Family("Apricot", (66, 44, 52), (5, 6, 5)), Family("Red", (50, 48, 25), (6, 7, 6)),
    Family("Bronze", (54, 30, 56), (7, 5, 6)), Family("Mulberry", (44, 36, 5), (6, 6, 9)),
    Family("Rosewood", (52, 28, 24), (6, 5, 7)), Family("Mauve", (58, 24, 358), (6, 5, 9)),
)  # fmt: skip
LINERS: Final = (
    Family("Ink", (8, 2, 280), (3, 1, 60)), Family("Espresso", (22, 14, 48), (4, 4, 8)),
    Family("Navy", (22, 26, 282), (4, 6, 8)), Family("Graphite", (36, 3, 260), (6, 2, 40)),
    Family("Forest", (30, 20, 150), (5, 5, 12)), Family("Aubergine", (24, 22, 335), (4, 5, 10)),
    Family("Bronze", (44, 30, 65), (5, 6, 7)),
)  # fmt: skip
LASHES: Final = (Family("Black", (6, 1, 280), (2, 1, 60)), Family("Brown", (22, 12, 48), (3, 3, 8)),
                 Family("Navy", (22, 24, 282), (3, 4, 6)))  # fmt: skip

LINES: Final = (
    Line("foundation", "Foundation", 20, 3400, (30, "ml"), ("natural", "matte", "dewy", "satin"),
         ("medium", "full", "light", "medium")),
    Line("concealer", "Concealer", 12, 2200, (6, "ml"), ("natural", "matte", "satin", "dewy"),
         ("full", "medium", "full", "medium")),
    Line("blush", "Blush", 8, 2600, (5, "g"), ("matte", "satin", "shimmer", "dewy"),
         ("medium", "sheer", "medium", "full"), CHEEKS),
    Line("eyeshadow", "Eyeshadow", 14, 1800, (1.8, "g"), ("matte", "satin", "shimmer", "matte"),
         ("medium", "sheer", "full", "full"), EYES),
    Line("eyeliner", "Eyeliner", 7, 1900, (0.6, "ml"), ("matte", "satin", "matte", "shimmer"),
         ("full", "full", "medium", "full"), LINERS),
    Line("mascara", "Mascara", 3, 2200, (9, "ml"), ("satin", "matte", "satin", "matte"),
         ("defined", "dramatic", "natural", "dramatic"), LASHES),
    Line("lipstick", "Lipstick", 16, 2400, (3.5, "g"), ("matte", "satin", "matte", "satin"),
         ("full", "medium", "full", "sheer"), LIPS),
    Line("lip_gloss", "Lip Gloss", 10, 1900, (5, "ml"), ("glossy", "glossy", "shimmer", "glossy"),
         ("sheer", "medium", "sheer", "medium"), LIPS),
    Line("lip_liner", "Lip Liner", 9, 1700, (1.1, "g"), ("matte", "satin", "matte", "satin"),
         ("full", "medium", "full", "full"), LIPS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gamut:
    """The colors that a kind of product comes in: L*, chroma and hue from least to greatest.

    Our own judgement, wider than the families above. step: of the grid, in L* and in a* and b*.
    """

    lightness: tuple[float, float]
    chroma: tuple[float, float]
    hue_deg: tuple[float, float]
    step: tuple[float, float]


LIP_COLORS: Final = Gamut((24, 76), (12, 90), (-20, 64), (10, 12))
GAMUTS: Final[dict[Category, Gamut]] = {
    "blush": Gamut((40, 86), (12, 54), (-15, 70), (8, 10)),
    "eyeshadow": Gamut((10, 92), (0, 60), (0, 360), (10, 14)),
    "eyeliner": Gamut((4, 60), (0, 42), (0, 360), (10, 12)),
    "lipstick": LIP_COLORS,
    "lip_gloss": LIP_COLORS,
    "lip_liner": LIP_COLORS,
}
MIXED: Final = 0.8  # L*a*b* units by which brands miss a grid's color: less than is seen


@dataclass(frozen=True, slots=True)
class DemoShade:
    """One row to store; prices in cents."""

    merchant: str
    brand: str
    product_id: str
    product: str
    category: Category
    sku: str
    name: str
    hex: str
    lab: tuple[float, float, float]
    finish: str
    coverage: str
    undertone: str
    size: tuple[float, str]
    price_cents: int
    availability: str


Shade = tuple[tuple[float, float, float], str, str]  # its color, name and undertone


def demo_shades(seed: int = SEED) -> Iterator[DemoShade]:
    """Yield the demo catalogue in a fixed order."""
    chance = np.random.default_rng(seed)
    for tier, brands in enumerate(BRANDS):
        for place, brand in enumerate(brands):
            for line in LINES:
                shades = [_own_shade(chance, line, number) for number in range(line.shades)]
                yield from _product(chance, line, brand, (tier, place), shades)
    for tier, brands in enumerate(BRANDS):
        for place, brand in enumerate(brands):
            for line in LINES:
                if line.category in GAMUTS:
                    shades = _range_shades(chance, line, place)
                    yield from _product(chance, line, brand, (tier, place), shades, " Range")


def _product(
    chance: np.random.Generator,
    line: Line,
    brand: str,
    at: tuple[int, int],
    shades: Sequence[Shade],
    more: str = "",
) -> Iterator[DemoShade]:
    """Yield the shades of one product. at: the brand's tier, and its place there."""
    tier, place = at
    code = f"{tier}{place}-{line.category.replace('_', '-')}{more.lower().replace(' ', '-')}"
    price = _price(line.price_cents * TIER_FACTOR[tier] * chance.uniform(0.85, 1.15))
    amount = round(line.size[0] * float(chance.choice([0.85, 1.0, 1.0, 1.1])), 2)
    # A range is the same kind of product in every tier; of their own products brands make others.
    kind = place if more else place + tier
    for number, (lab, name, undertone) in enumerate(shades):
        text = hex_from_lab(lab)
        yield DemoShade(
            merchant=MERCHANTS[(tier + place) % len(MERCHANTS)][0],
            brand=brand,
            product_id=code,
            product=f"{brand} {line.label}{more}",
            category=line.category,
            sku=f"{code}-{number + 1:02d}",
            name=f"{number + 1:02d} {name}",
            hex=text,
            lab=lab_from_hex(text),
            finish=line.finishes[kind % len(line.finishes)],
            coverage=line.coverages[kind % len(line.coverages)],
            undertone=undertone,
            size=(amount, line.size[1]),
            price_cents=price,
            availability=str(chance.choice(STOCK, p=STOCK_SHARE)),
        )


def _price(cents: float) -> int:
    """Return a price as shops write it: whole dollars from 20 on, else 49 or 99 cents."""
    dollars = int(cents // 100)
    if cents >= 2000:
        return dollars * 100
    return dollars * 100 + (49 if cents % 100 < 50 else 99)


DEPTHS: Final = ("Porcelain", "Fair", "Light", "Medium", "Tan", "Brown", "Deep", "Rich")
UNDERTONES: Final = (("neutral", 0.0), ("warm", 6.0), ("cool", -7.0), ("olive", 11.0))


def _own_shade(chance: np.random.Generator, line: Line, number: int) -> Shade:
    return (_family_shade if line.families else _skin_shade)(chance, line, number)


def _range_shades(chance: np.random.Generator, line: Line, place: int) -> list[Shade]:
    """Return the part of the grid that brands at a place sell: every fourth color of it."""
    colors = grid(GAMUTS[line.category])[place :: len(BRANDS[0])]
    named = np.array([_lab(*family.lch) for family in line.families])
    found: list[Shade] = []
    for color in colors:
        mixed = np.clip(color + chance.normal(0, MIXED, 3), [1, -127, -127], [99, 127, 127])
        family = line.families[int(np.argmin(ciede2000(color, named)))]
        found.append(((float(mixed[0]), float(mixed[1]), float(mixed[2])), family.name, "unknown"))
    return found


@cache
def grid(gamut: Gamut) -> NDArray[np.float64]:
    """Return (N, 3) L*a*b* of a regular grid over the gamut, where a screen can show it.

    Every second layer lies half a step aside, so that less space is far from all of them.
    """
    up, aside = gamut.step
    layers = np.arange(gamut.lightness[0], gamut.lightness[1] + 1e-9, up)
    around = np.arange(-100.0, 100.0 + aside, aside)
    points = np.stack(np.meshgrid(layers, around, around, indexing="ij"), axis=-1)
    points[1::2, ..., 1:] += aside / 2
    labs = points.reshape(-1, 3)
    least, most = gamut.hue_deg
    chroma = np.hypot(labs[:, 1], labs[:, 2])
    turn = (np.degrees(np.arctan2(labs[:, 2], labs[:, 1])) - least) % 360
    inside = (chroma >= gamut.chroma[0]) & (chroma <= gamut.chroma[1]) & (turn <= most - least)
    return np.asarray(labs[inside & shown_by_screens(labs)], np.float64)


def _skin_shade(chance: np.random.Generator, line: Line, number: int) -> Shade:
    """Return a skin colour: depths evenly from L* 93 to 24, undertones in turn."""
    step = number / (line.shades - 1)
    lightness = 93 - 69 * step + chance.uniform(-1.2, 1.2)
    undertone, turn = UNDERTONES[number % len(UNDERTONES)]
    hue = 46 + (lightness - 24) * 0.37 + turn + chance.normal(0, 1.5)
    chroma = 33 - 0.0125 * (lightness - 50) ** 2 + chance.normal(0, 2.0)
    depth = DEPTHS[min(int(step * len(DEPTHS)), len(DEPTHS) - 1)]
    return _lab(lightness, max(chroma, 4.0), hue), f"{depth} {undertone.title()}", undertone


def _family_shade(chance: np.random.Generator, line: Line, number: int) -> Shade:
    family = line.families[number % len(line.families)]
    lightness, chroma, hue = (
        mean + spread * float(np.clip(chance.normal(), -2, 2))
        for mean, spread in zip(family.lch, family.spread, strict=True)
    )
    return _lab(np.clip(lightness, 3, 96), max(chroma, 0.0), hue), family.name, "unknown"


def _lab(lightness: float, chroma: float, hue_deg: float) -> tuple[float, float, float]:
    angle = np.radians(hue_deg)
    return float(lightness), float(chroma * np.cos(angle)), float(chroma * np.sin(angle))
