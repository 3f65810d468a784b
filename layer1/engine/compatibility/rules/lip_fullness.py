"""Lip fullness: where the line runs."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction

RULE: Final = Rule(
    key="geometry.lipFullnessRatio",
    area="lip",
    effort="medium",
    choose=by_direction(
        less=Advice(
            title={
                "en": "Line just outside, shine in the middle",
                "es": "Perfila por fuera, brillo al centro",
            },
            because={
                "en": "Your lips are about {gap} slimmer than the reference's; the same flat "
                "colour would make them look smaller still.",
                "es": "Tus labios son cerca de {gap} más finos que los de la referencia; el mismo "
                "color plano los haría ver más pequeños.",
            },
            do={
                "en": "Trace the outer edge of the natural border, blur the liner inward, and add "
                "a drop of gloss or a lighter shade at the centre.",
                "es": "Traza el borde externo del contorno natural, difumina el perfilador hacia "
                "dentro y añade una gota de brillo o un tono más claro en el centro.",
            },
            hint="lip.line.outer",
        ),
        more=Advice(
            title={
                "en": "Keep the edge crisp, the shine low",
                "es": "Borde nítido y poco brillo",
            },
            because={
                "en": "Your lips are about {gap} fuller than the reference's, so its colour covers "
                "more area and looks stronger on you.",
                "es": "Tus labios son cerca de {gap} más gruesos que los de la referencia; su "
                "color ocupa más superficie y se ve más intenso en ti.",
            },
            do={
                "en": "Line exactly on the natural border, press one thin layer of colour on, "
                "blot, and choose satin over high gloss.",
                "es": "Perfila justo sobre el borde natural, aplica una capa fina, retira el "
                "exceso y elige satinado antes que mucho brillo.",
            },
            hint="lip.line.inner",
        ),
    ),
)
