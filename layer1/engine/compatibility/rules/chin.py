"""Chin length: light or shade under the lip."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.chinLengthRatio",
    area="base",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title=Text("Bring light to the chin", "Lleva luz al mentón"),
            because=Text(
                "Your chin is about {gap} shorter than the reference's, so shade under the "
                "lip would crowd the lower face.",
                "Tu mentón es cerca de {gap} más corto que el de la referencia; una sombra "
                "bajo el labio recargaría la parte baja del rostro.",
            ),
            do=Text(
                "Set a small highlight at the middle of the chin, skip contour below the "
                "lower lip, and keep powder thin there.",
                "Pon un pequeño punto de luz en el centro del mentón, evita el contorno bajo "
                "el labio inferior y usa poco polvo ahí.",
            ),
            hint="base.highlight.chin",
        ),
        more=Advice(
            title=Text("Tone down the tip of the chin", "Atenúa la punta del mentón"),
            because=Text(
                "Your chin is about {gap} longer than the reference's; a highlight there as "
                "in the photo would draw the eye down.",
                "Tu mentón es cerca de {gap} más largo que el de la referencia; un punto de "
                "luz ahí como en la foto llevaría la mirada hacia abajo.",
            ),
            do=Text(
                "Brush a matte shade one step deeper than your skin along the edge of the "
                "chin and keep the glow on the cheekbones.",
                "Pasa un tono mate un paso más oscuro que tu piel por el borde del mentón y "
                "deja el brillo en los pómulos.",
            ),
            hint="base.contour.chin",
        ),
    ),
)
