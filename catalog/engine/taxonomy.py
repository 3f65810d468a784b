"""The catalogue's vocabulary: categories, finishes, coverage, units. Pure data."""

from __future__ import annotations

from typing import Final, Literal, get_args

Category = Literal[
    "foundation", "concealer", "powder", "primer", "bronzer", "blush", "highlighter",
    "eyeshadow", "eyeliner", "mascara", "eyebrow",
    "lipstick", "lip_gloss", "lip_liner", "lip_care", "nail_polish", "other",
]  # fmt: skip
Finish = Literal[
    "matte", "natural", "satin", "dewy", "glossy", "shimmer", "metallic", "unknown"
]  # fmt: skip
# Lash effects share the column: what a mascara builds is its coverage.
Coverage = Literal[
    "sheer", "light", "medium", "full", "natural", "defined", "dramatic", "unknown"
]  # fmt: skip
Undertone = Literal["cool", "neutral", "warm", "olive", "unknown"]
Availability = Literal["in_stock", "out_of_stock", "unknown"]
Provenance = Literal["stated", "inferred", "unknown"]
CurrencySource = Literal["stated", "assumed", "unknown"]

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
FINISHES: Final[tuple[Finish, ...]] = get_args(Finish)
COVERAGES: Final[tuple[Coverage, ...]] = get_args(Coverage)
LASH_EFFECTS: Final[tuple[Coverage, ...]] = ("natural", "defined", "dramatic")
UNDERTONES: Final[tuple[Undertone, ...]] = get_args(Undertone)
AVAILABILITIES: Final[tuple[Availability, ...]] = get_args(Availability)
CURRENCY_SOURCES: Final[tuple[CurrencySource, ...]] = get_args(CurrencySource)

# A kit chooses these by colour, so a shade of one of them without a colour is worth nothing.
COLOUR_MATCHED: Final[tuple[Category, ...]] = (
    "foundation", "concealer", "blush", "eyeshadow", "eyeliner",
    "lipstick", "lip_gloss", "lip_liner",
)  # fmt: skip
SKIN_MATCHED: Final[tuple[Category, ...]] = ("foundation", "concealer")

AREAS: Final[dict[Category, str]] = {
    "foundation": "base", "concealer": "base", "powder": "base", "primer": "base",
    "bronzer": "base", "blush": "base", "highlighter": "base",
    "eyeshadow": "eye", "eyeliner": "eye", "mascara": "eye", "eyebrow": "eye",
    "lipstick": "lip", "lip_gloss": "lip", "lip_liner": "lip", "lip_care": "lip",
    "nail_polish": "none", "other": "none",
}  # fmt: skip
NAMES: Final[dict[Category, tuple[str, str]]] = {
    "foundation": ("Foundation", "Base"),
    "concealer": ("Concealer", "Corrector"),
    "powder": ("Powder", "Polvo"),
    "primer": ("Primer", "Prebase"),
    "bronzer": ("Bronzer", "Bronceador"),
    "blush": ("Blush", "Rubor"),
    "highlighter": ("Highlighter", "Iluminador"),
    "eyeshadow": ("Eyeshadow", "Sombra de ojos"),
    "eyeliner": ("Eyeliner", "Delineador de ojos"),
    "mascara": ("Mascara", "Rímel"),
    "eyebrow": ("Brow product", "Producto para cejas"),
    "lipstick": ("Lipstick", "Labial"),
    "lip_gloss": ("Lip gloss", "Brillo de labios"),
    "lip_liner": ("Lip liner", "Delineador de labios"),
    "lip_care": ("Lip care", "Cuidado de labios"),
    "nail_polish": ("Nail polish", "Esmalte de uñas"),
    "other": ("Other", "Otros"),
}

# Finishes that reflect light alike. A dupe keeps the class; "unknown" is alike to nothing, not
# even to another unknown: two finishes that nobody stated are not known to be the same.
FINISH_CLASSES: Final[dict[str, str]] = {
    "matte": "matte",
    "natural": "soft",
    "satin": "soft",
    "dewy": "gloss",
    "glossy": "gloss",
    "shimmer": "sparkle",
    "metallic": "sparkle",
    "unknown": "unknown",
}


def finishes_alike(finish: str) -> tuple[Finish, ...]:
    """Return the finishes of the same class; none for unknown."""
    if finish == "unknown":
        return ()
    wanted = FINISH_CLASSES[finish]
    return tuple(other for other in FINISHES if FINISH_CLASSES[other] == wanted)
