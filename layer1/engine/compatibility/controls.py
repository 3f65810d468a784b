"""The modes that a person can choose from, in words."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.words import Language, Text
from layer1.engine.types import PreferenceMode, UserControlMode, UserControls

_MODES: Final[dict[PreferenceMode, tuple[Text, Text]]] = {
    "structure": (
        {"en": "Structure", "es": "Estructura"},
        {
            "en": "Match proportions and placement first.",
            "es": "Primero proporciones y colocación.",
        },
    ),
    "vibe": (
        {"en": "Vibe", "es": "Estilo"},
        {
            "en": "Match mood and colours; differences of shape count less.",
            "es": "Primero el ambiente y los colores; las formas cuentan menos.",
        },
    ),
    "ease": (
        {"en": "Ease", "es": "Facilidad"},
        {
            "en": "Prefer steps that are easy and hard to get wrong.",
            "es": "Primero lo fácil y lo que difícilmente sale mal.",
        },
    ),
}


def user_controls(language: Language) -> UserControls:
    return UserControls(
        modes=tuple(
            UserControlMode(mode=mode, label=label[language], description=text[language])
            for mode, (label, text) in _MODES.items()
        )
    )
