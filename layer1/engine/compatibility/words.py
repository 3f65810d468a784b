"""What every sentence of the report is made of: words by language, and how numbers are said."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from layer1.engine.types import Delta

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
LOCALE_FALLBACK: Final = "LOCALE_FALLBACK"


class Text(NamedTuple):
    """One text in each language that is written; it may hold {names} for say to fill."""

    en: str
    es: str


def language_of(locale: str) -> Language:
    """Return the language of all text: the locale's own where it is written, else English."""
    primary = locale.split("-", 1)[0].lower()
    return "es" if primary == "es" else "en"


def locale_warnings(locale: str) -> tuple[str, ...]:
    """Return LOCALE_FALLBACK where the locale's language is not written: its text is English."""
    return () if locale.split("-", 1)[0].lower() in LANGUAGES else (LOCALE_FALLBACK,)


def say(text: Text, language: Language, **values: object) -> str:
    """Return a text in one language, its {names} filled."""
    return (text.es if language == "es" else text.en).format(**values)


FEATURES: Final[dict[str, Text]] = {
    "geometry.faceAspect": Text("face length", "largo del rostro"),
    "geometry.jawToCheekRatio": Text("jaw width", "ancho de la mandíbula"),
    "geometry.chinLengthRatio": Text("chin length", "largo del mentón"),
    "geometry.midfaceRatio": Text("nose length", "largo de la nariz"),
    "geometry.eyeSpacingRatio": Text("eye spacing", "separación de los ojos"),
    "geometry.eyeTiltDeg": Text("eye tilt", "inclinación de los ojos"),
    "geometry.eyeOpennessRatio": Text("eye opening", "apertura de los ojos"),
    "geometry.lipFullnessRatio": Text("lip fullness", "grosor de los labios"),
    "categorical.faceShape": Text("face shape", "forma del rostro"),
    "categorical.eyeType": Text("eye shape", "forma de los ojos"),
    "categorical.lipType": Text("lip shape", "forma de los labios"),
}

TYPES: Final[dict[str, Text]] = {
    "oval": Text("oval", "ovalada"),
    "square": Text("square", "cuadrada"),
    "heart": Text("heart-shaped", "de corazón"),
    "long": Text("long", "alargada"),
    "almond": Text("almond", "almendrada"),
    "round": Text("round", "redonda"),
    "downturned": Text("downturned", "caída"),
    "upturned": Text("upturned", "rasgada hacia arriba"),
    "hooded_like": Text("narrow, hooded-looking", "estrecha, de párpado encapotado"),
    "thin": Text("thin", "fina"),
    "balanced": Text("balanced", "equilibrada"),
    "full": Text("full", "voluminosa"),
}


def spoken(value: float | str, key: str, language: Language) -> str:
    """Return a value as people say it: 5.1°, 0.24, or the name of a type."""
    if isinstance(value, str):
        return say(TYPES[value], language) if value in TYPES else value
    return f"{value:.1f}°" if key.endswith("Deg") else f"{value:.2f}"


def gap(delta: Delta) -> str:
    """Return how far the user's number lies from the reference's: 9.5° or 12%."""
    if isinstance(delta.user_value, str) or isinstance(delta.ref_value, str):
        return ""
    apart = abs(delta.user_value - delta.ref_value)
    if delta.key.endswith("Deg") or abs(delta.ref_value) < 1e-6:
        return f"{apart:.1f}°" if delta.key.endswith("Deg") else f"{apart:.2f}"
    return f"{100 * apart / abs(delta.ref_value):.0f}%"


def listed(names: list[str], language: Language) -> str:
    """Return names as a list in a sentence: a, b and c."""
    word = say(Text("and", "y"), language)
    if len(names) < 2:
        return "".join(names)
    if language == "es" and names[-1].startswith(("i", "hi")):
        word = "e"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
