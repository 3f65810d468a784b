"""Face length: shade and light the ends of the face, or its sides."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction

RULE: Final = Rule(
    key="geometry.faceAspect",
    area="base",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title={
                "en": "Lift the base to lengthen",
                "es": "Ilumina en vertical para alargar",
            },
            because={
                "en": "Your face is about {gap} shorter for its width than the reference's, so its "
                "contour would sit too low and look heavy.",
                "es": "Tu rostro es cerca de {gap} más corto para su ancho que el de la "
                "referencia, así que su contorno quedaría bajo y pesado.",
            },
            do={
                "en": "Keep light down the centre of forehead and chin, shade only the sides from "
                "temple to jaw, and start blush higher than in the photo, blending up.",
                "es": "Pon luz en el centro de la frente y del mentón, sombrea solo los lados de "
                "la sien a la mandíbula y sube el rubor respecto a la foto, difuminando hacia "
                "arriba.",
            },
            hint="base.contour.lengthen",
        ),
        more=Advice(
            title={
                "en": "Keep blush level to shorten",
                "es": "Lleva el rubor en horizontal",
            },
            because={
                "en": "Your face is about {gap} longer for its width than the reference's, so "
                "upward blush as in the photo would lengthen it more.",
                "es": "Tu rostro es cerca de {gap} más largo para su ancho que el de la "
                "referencia; un rubor hacia arriba como en la foto lo alargaría más.",
            },
            do={
                "en": "Sweep blush straight across the cheeks, soften the hairline and the tip of "
                "the chin with a little bronzer, and leave the temples light.",
                "es": "Aplica el rubor en línea recta por las mejillas, suaviza el nacimiento del "
                "pelo y la punta del mentón con algo de bronceador y deja claras las sienes.",
            },
            hint="base.contour.shorten",
        ),
    ),
)
