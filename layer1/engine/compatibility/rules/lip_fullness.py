"""Lip fullness: where the line runs."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.lipFullnessRatio",
    area="lip",
    effort="medium",
    choose=by_direction(
        less=Advice(
            title=Text(
                "Line just outside, shine in the middle", "Perfila por fuera, brillo al centro"
            ),
            because=Text(
                "Your lips are about {gap} slimmer than the reference's; the same flat "
                "color would make them look smaller still.",
                "Tus labios son cerca de {gap} más finos que los de la referencia; el mismo "
                "color plano los haría ver más pequeños.",
            ),
            do=Text(
                "Trace the outer edge of the natural border, blur the liner inward, and add "
                "a drop of gloss or a lighter shade at the center.",
                "Traza el borde externo del contorno natural, difumina el perfilador hacia "
                "dentro y añade una gota de brillo o un tono más claro en el centro.",
            ),
            hint="lip.line.outer",
        ),
        more=Advice(
            title=Text("Keep the edge crisp, the shine low", "Borde nítido y poco brillo"),
            because=Text(
                "Your lips are about {gap} fuller than the reference's, so its color covers "
                "more area and looks stronger on you.",
                "Tus labios son cerca de {gap} más gruesos que los de la referencia; su "
                "color ocupa más superficie y se ve más intenso en ti.",
            ),
            do=Text(
                "Line exactly on the natural border, press one thin layer of color on, "
                "blot, and choose satin over high gloss.",
                "Perfila justo sobre el borde natural, aplica una capa fina, retira el "
                "exceso y elige satinado antes que mucho brillo.",
            ),
            hint="lip.line.inner",
        ),
    ),
)
