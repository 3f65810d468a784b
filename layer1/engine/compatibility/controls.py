"""The modes that a person can choose from, in words."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.words import Language, Text, say
from layer1.engine.types import PreferenceMode, UserControlMode, UserControls

_MODES: Final[dict[PreferenceMode, tuple[Text, Text]]] = {
    "structure": (
        Text("Structure", "Estructura"),
        Text("Match proportions and placement first.", "Primero proporciones y colocación."),
    ),
    "vibe": (
        Text("Vibe", "Estilo"),
        Text(
            "Match mood and colors; differences of shape count less.",
            "Primero el ambiente y los colores; las formas cuentan menos.",
        ),
    ),
    "ease": (
        Text("Ease", "Facilidad"),
        Text(
            "Prefer steps that are easy and hard to get wrong.",
            "Primero lo fácil y lo que difícilmente sale mal.",
        ),
    ),
}


def user_controls(language: Language) -> UserControls:
    return UserControls(
        modes=tuple(
            UserControlMode(mode=mode, label=say(label, language), description=say(text, language))
            for mode, (label, text) in _MODES.items()
        )
    )
