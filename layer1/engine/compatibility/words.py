"""What every sentence of the report is made of: words by language, and how numbers are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from layer1.engine.types import Delta

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
Text = Mapping[Language, str]


def language_of(locale: str) -> Language:
    """Return the language of all text: the locale's own where it is written, else English."""
    primary = locale.split("-", 1)[0].lower()
    return "es" if primary == "es" else "en"


def is_written(locale: str) -> bool:
    """Whether text comes in the locale's own primary language."""
    return locale.split("-", 1)[0].lower() in LANGUAGES


def say(text: Text, language: Language, **values: object) -> str:
    return text[language].format(**values)


FEATURES: Final[dict[str, Text]] = {
    "geometry.faceAspect": {"en": "face length", "es": "largo del rostro"},
    "geometry.jawToCheekRatio": {"en": "jaw width", "es": "ancho de la mandíbula"},
    "geometry.chinLengthRatio": {"en": "chin length", "es": "largo del mentón"},
    "geometry.midfaceRatio": {"en": "nose length", "es": "largo de la nariz"},
    "geometry.eyeSpacingRatio": {"en": "eye spacing", "es": "separación de los ojos"},
    "geometry.eyeTiltDeg": {"en": "eye tilt", "es": "inclinación de los ojos"},
    "geometry.eyeOpennessRatio": {"en": "eye opening", "es": "apertura de los ojos"},
    "geometry.lipFullnessRatio": {"en": "lip fullness", "es": "grosor de los labios"},
    "categorical.faceShape": {"en": "face shape", "es": "forma del rostro"},
    "categorical.eyeType": {"en": "eye shape", "es": "forma de los ojos"},
    "categorical.lipType": {"en": "lip shape", "es": "forma de los labios"},
}

TYPES: Final[dict[str, Text]] = {
    "oval": {"en": "oval", "es": "ovalada"},
    "square": {"en": "square", "es": "cuadrada"},
    "heart": {"en": "heart-shaped", "es": "de corazón"},
    "long": {"en": "long", "es": "alargada"},
    "almond": {"en": "almond", "es": "almendrada"},
    "round": {"en": "round", "es": "redonda"},
    "downturned": {"en": "downturned", "es": "caída"},
    "upturned": {"en": "upturned", "es": "rasgada hacia arriba"},
    "hooded_like": {"en": "narrow, hooded-looking", "es": "estrecha, de párpado encapotado"},
    "thin": {"en": "thin", "es": "fina"},
    "balanced": {"en": "balanced", "es": "equilibrada"},
    "full": {"en": "full", "es": "voluminosa"},
}


def spoken(value: float | str, key: str, language: Language) -> str:
    """Return a value as people say it: 5.1°, 0.24, or the name of a type."""
    if isinstance(value, str):
        return TYPES[value][language] if value in TYPES else value
    return f"{value:.1f}°" if key.endswith("Deg") else f"{value:.2f}"


def gap(delta: Delta) -> str:
    """Return how far the user's number lies from the reference's: 9.5° or 12 %."""
    if isinstance(delta.user_value, str) or isinstance(delta.ref_value, str):
        return ""
    apart = abs(delta.user_value - delta.ref_value)
    if delta.key.endswith("Deg") or abs(delta.ref_value) < 1e-6:
        return f"{apart:.1f}°" if delta.key.endswith("Deg") else f"{apart:.2f}"
    return f"{100 * apart / abs(delta.ref_value):.0f} %"


def listed(names: list[str], language: Language) -> str:
    """Return names as a list in a sentence: a, b and c."""
    word = {"en": "and", "es": "y"}[language]
    if len(names) < 2:
        return "".join(names)
    if language == "es" and names[-1].startswith(("i", "hi")):
        word = "e"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
