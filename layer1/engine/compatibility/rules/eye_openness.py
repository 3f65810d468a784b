"""Eye opening: how much lid there is to paint."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.eyeOpennessRatio",
    area="eye",
    effort="medium",
    choose=by_direction(
        less=Advice(
            title=Text("Thin the liner, raise the shadow", "Afina el delineado, sube la sombra"),
            because=Text(
                "Your eyes open about {gap} less than the reference's, so its liner would "
                "cover the lid that should show color.",
                "Tus ojos se abren cerca de {gap} menos que los de la referencia; su "
                "delineado taparía el párpado que debe mostrar color.",
            ),
            do=Text(
                "Use half the liner's thickness, carry the main shade a little above the "
                "crease with the eye open, and curl the lashes well.",
                "Usa la mitad de grosor en el delineado, sube el tono principal un poco por "
                "encima del pliegue con el ojo abierto y riza bien las pestañas.",
            ),
            hint="eye.liner.thinner",
        ),
        more=Advice(
            title=Text("Ground the eye with depth", "Define el ojo con profundidad"),
            because=Text(
                "Your eyes open about {gap} more than the reference's, so the same amount of "
                "color will look lighter on you.",
                "Tus ojos se abren cerca de {gap} más que los de la referencia, así que la "
                "misma cantidad de color se verá más ligera en ti.",
            ),
            do=Text(
                "Line both lash lines softly, deepen the outer corner one layer more, and "
                "keep bright shimmer off the middle of the lid.",
                "Delinea suave ambas líneas de pestañas, intensifica el ángulo externo una "
                "capa más y evita el brillo claro en el centro del párpado.",
            ),
            hint="eye.liner.fuller",
        ),
    ),
)
