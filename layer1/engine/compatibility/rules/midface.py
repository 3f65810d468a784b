"""Nose length: where the light on the nose ends, and how high blush sits."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.midfaceRatio",
    area="base",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title=Text("Run the highlight the full nose", "Ilumina toda la nariz"),
            because=Text(
                "The middle of your face is about {gap} shorter than the reference's, so "
                "cheek color needs a little more room under the eye.",
                "El tercio medio de tu rostro es cerca de {gap} más corto que el de la "
                "referencia; el color de la mejilla necesita más espacio bajo el ojo.",
            ),
            do=Text(
                "Draw a thin line of light from brow to tip of the nose and start blush a "
                "finger below where the photo has it.",
                "Traza una línea fina de luz desde la ceja hasta la punta de la nariz y "
                "empieza el rubor un dedo más abajo que en la foto.",
            ),
            hint="base.blush.lower",
        ),
        more=Advice(
            title=Text("Raise blush and break the line", "Sube el rubor y corta la línea"),
            because=Text(
                "The middle of your face is about {gap} longer than the reference's; color "
                "placed as in the photo would leave a bare stretch.",
                "El tercio medio de tu rostro es cerca de {gap} más largo que el de la "
                "referencia; el color puesto como en la foto dejaría un tramo vacío.",
            ),
            do=Text(
                "Let blush reach over the bridge of the nose in a soft band, end the nose "
                "highlight halfway, and dust bronzer under the tip.",
                "Deja que el rubor cruce el puente de la nariz en una banda suave, termina "
                "la luz de la nariz a la mitad y pon bronceador bajo la punta.",
            ),
            hint="base.blush.higher",
        ),
    ),
)
