"""Jaw width: where the contour ends."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.jawToCheekRatio",
    area="base",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title=Text("Leave the jaw out of the contour", "Deja la mandíbula sin contorno"),
            because=Text(
                "Your jaw is about {gap} narrower against the cheekbones than the "
                "reference's; the same shading there would make it vanish.",
                "Tu mandíbula es cerca de {gap} más estrecha respecto a los pómulos que la "
                "de la referencia; el mismo sombreado la haría desaparecer.",
            ),
            do=Text(
                "Stop contour under the cheekbone, keep the jaw in your own base shade, and "
                "put a touch of light on both corners of the jaw.",
                "Termina el contorno bajo el pómulo, deja la mandíbula en tu tono de base y "
                "pon un toque de luz en sus dos ángulos.",
            ),
            hint="base.contour.skip_jaw",
        ),
        more=Advice(
            title=Text("Soften the corners of the jaw", "Suaviza los ángulos de la mandíbula"),
            because=Text(
                "Your jaw is about {gap} wider against the cheekbones than the reference's, "
                "so the look needs a softer edge low on the face.",
                "Tu mandíbula es cerca de {gap} más ancha respecto a los pómulos que la de "
                "la referencia, así que el look pide un borde más suave abajo.",
            ),
            do=Text(
                "Blend a matte contour from below the ear over the corner of the jaw, keep "
                "the chin clean, and place blush on the upper cheek.",
                "Difumina un contorno mate desde debajo de la oreja sobre el ángulo de la "
                "mandíbula, deja limpio el mentón y coloca el rubor en lo alto de la mejilla.",
            ),
            hint="base.contour.soften_jaw",
        ),
    ),
)
