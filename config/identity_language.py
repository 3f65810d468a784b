"""What no text of ours may say: who somebody is, whom they look like, or any protected trait."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Whole words, in either language of a card. Colour words (black, white) are left out on purpose:
# a card needs them, and no rule can tell a liner from a person.
IDENTITY_WORDS: Final = _words("""
celebrity celebrities famous lookalike look-alike resembles identity actress actor influencer
race racial ethnic ethnicity nationality asian african caucasian latina latino latinx hispanic
arab indian european oriental gender woman women man men girl girls boy boys lady ladies female
male feminine masculine wife husband mother age ages aging anti-aging youthful young younger old
older mature wrinkle wrinkles elderly religion religious muslim christian jewish pregnant disabled
disability
celebridad celebridades famosa famosas famoso famosos actriz raza racial etnia étnica étnico
nacionalidad asiática asiático africana africano caucásica caucásico latinas latinos hispana
hispano árabe india indio europea europeo género mujer mujeres hombre hombres chica chicas chico
chicos señora femenina femenino masculina masculino esposa madre edad envejecer antiedad juvenil
joven jóvenes vieja viejo madura arruga arrugas religión embarazada discapacidad
""")
IDENTITY_PHRASES: Final = ("looks like her", "looks like him", "se parece a")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def identity_words(text: str) -> list[str]:
    """Return the words and phrases of a text that speak of who somebody is."""
    lower = text.lower()
    phrases = {phrase for phrase in IDENTITY_PHRASES if phrase in lower}
    return sorted((IDENTITY_WORDS & set(_WORD.findall(lower))) | phrases)
