"""The words on charts, in every language that text is written in."""

from __future__ import annotations

from typing import Final

from layer2.engine.cards import Language

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "chart": "Face chart",
        "made": "Look Replicator",
        "untitled": "The look",
        "base": "Cheeks",
        "eye": "Eyes",
        "liner": "Liner",
        "lip": "Lips",
        "unknown": "Hatched or dashed: the photo does not show it, so nothing is guessed",
        "desc": "A drawn face, seen from the front. The numbers follow the nine steps:",
        "colors": "Measured colors:",
    },
    "es": {
        "chart": "Mapa facial",
        "made": "Look Replicator",
        "untitled": "El look",
        "base": "Mejillas",
        "eye": "Ojos",
        "liner": "Delineado",
        "lip": "Labios",
        "unknown": "Rayado o punteado: la foto no lo muestra, así que no se supone nada",
        "desc": "Un rostro dibujado, visto de frente. Los números siguen los nueve pasos:",
        "colors": "Colores medidos:",
    },
}
