"""Eye spacing: which corner carries the dark."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.eyeSpacingRatio",
    area="eye",
    effort="easy",
    choose=by_direction(
        less=Advice(
            title=Text("Move the depth to the outer corner", "Lleva la profundidad hacia afuera"),
            because=Text(
                "Your eyes sit about {gap} closer together than the reference's; the same "
                "dark inner corner would pull them in.",
                "Tus ojos están cerca de {gap} más juntos que los de la referencia; la misma "
                "sombra en el lagrimal los juntaría más.",
            ),
            do=Text(
                "Keep the inner third in the lightest shade of the look, start the deep "
                "shade past the iris, and end liner just beyond the outer corner.",
                "Deja el tercio interno en el tono más claro del look, empieza el tono "
                "oscuro pasado el iris y termina el delineado apenas fuera del ángulo externo.",
            ),
            hint="eye.depth.outer",
        ),
        more=Advice(
            title=Text("Bring depth to the inner corner", "Acerca la profundidad al lagrimal"),
            because=Text(
                "Your eyes sit about {gap} wider apart than the reference's; a bright inner "
                "corner as in the photo would widen the gap.",
                "Tus ojos están cerca de {gap} más separados que los de la referencia; un "
                "lagrimal brillante como en la foto los separaría más.",
            ),
            do=Text(
                "Blend the mid-tone up to the inner corner, keep the highlight small, and "
                "stop the wing earlier than the photo does.",
                "Difumina el tono medio hasta el lagrimal, deja pequeño el punto de luz y "
                "termina el rabillo antes que en la foto.",
            ),
            hint="eye.depth.inner",
        ),
    ),
)
