"""Lip shape: how the user's own shape carries color."""

from typing import Final

from layer1.engine.compatibility.rules.base import Rule, by_user_type
from layer1.engine.compatibility.words import Text

_BECAUSE: Final[Text] = Text(
    "Your lip shape reads as {user} and the reference's as {ref}, so the color needs "
    "another outline to look the same.",
    "La forma de tus labios es {user} y la de la referencia {ref}; el color necesita otro "
    "contorno para verse igual.",
)

_RECIPES: Final = {
    "thin": (
        Text("Build volume with light", "Da volumen con luz"),
        Text(
            "Choose a shade one step lighter than the photo's, outline along the outer edge, "
            "and dab shine on the lower lip.",
            "Elige un tono un paso más claro que el de la foto, perfila por el borde externo y "
            "da un toque de brillo en el labio inferior.",
        ),
        "lip.shade.lighter",
    ),
    "balanced": (
        Text("Keep your border, match the finish", "Respeta tu borde, iguala el acabado"),
        Text(
            "Fill to your natural line, copy the finish of the photo, and adjust only the "
            "center: more light for fullness, less for calm.",
            "Rellena hasta tu línea natural, copia el acabado de la foto y ajusta solo el "
            "centro: más luz para volumen, menos para calma.",
        ),
        "lip.finish.match_reference",
    ),
    "full": (
        Text("Let color lead, not shine", "Que mande el color, no el brillo"),
        Text(
            "Stay inside the border, use one even layer, and hold back gloss so that the "
            "mouth keeps its balance with the eyes.",
            "Quédate dentro del borde, usa una capa pareja y modera el brillo para que la boca "
            "mantenga el equilibrio con los ojos.",
        ),
        "lip.line.inner",
    ),
}
RULE: Final = Rule(
    key="categorical.lipType", area="lip", effort="easy", choose=by_user_type(_BECAUSE, _RECIPES)
)
