"""Face length: shade and light the ends of the face, or its sides."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.faceAspect",
    area="base",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title=Text("Lift the base to lengthen", "Ilumina en vertical para alargar"),
            because=Text(
                "Your face is about {gap} shorter for its width than the reference's, so its "
                "contour would sit too low and look heavy.",
                "Tu rostro es cerca de {gap} más corto para su ancho que el de la "
                "referencia, así que su contorno quedaría bajo y pesado.",
            ),
            do=Text(
                "Keep light down the center of forehead and chin, shade only the sides from "
                "temple to jaw, and start blush higher than in the photo, blending up.",
                "Pon luz en el centro de la frente y del mentón, sombrea solo los lados de "
                "la sien a la mandíbula y sube el rubor respecto a la foto, difuminando hacia "
                "arriba.",
            ),
            hint="base.contour.lengthen",
        ),
        more=Advice(
            title=Text("Keep blush level to shorten", "Lleva el rubor en horizontal"),
            because=Text(
                "Your face is about {gap} longer for its width than the reference's, so "
                "upward blush as in the photo would lengthen it more.",
                "Tu rostro es cerca de {gap} más largo para su ancho que el de la "
                "referencia; un rubor hacia arriba como en la foto lo alargaría más.",
            ),
            do=Text(
                "Sweep blush straight across the cheeks, soften the hairline and the tip of "
                "the chin with a little bronzer, and leave the temples light.",
                "Aplica el rubor en línea recta por las mejillas, suaviza el nacimiento del "
                "pelo y la punta del mentón con algo de bronceador y deja claras las sienes.",
            ),
            hint="base.contour.shorten",
        ),
    ),
)
