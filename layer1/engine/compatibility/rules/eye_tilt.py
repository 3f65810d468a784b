"""Eye tilt: the angle of wing and shadow."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction
from layer1.engine.compatibility.words import Text

RULE: Final = Rule(
    key="geometry.eyeTiltDeg",
    area="eye",
    effort="advanced",
    choose=by_direction(
        less=Advice(
            title=Text("Draw a shorter, flatter wing", "Haz un rabillo más corto y plano"),
            because=Text(
                "Your eyes tilt {user} and the reference's {ref}: a wing at the photo's "
                "angle would leave your lash line too early.",
                "Tus ojos se inclinan {user} y los de la referencia {ref}: un rabillo con el "
                "ángulo de la foto se separaría antes de tus pestañas.",
            ),
            do=Text(
                "Start the wing in the outer third, follow the line of your lower lashes for "
                "a few millimetres, and lift only the very tip.",
                "Empieza el rabillo en el tercio externo, sigue la línea de tus pestañas "
                "inferiores unos milímetros y sube solo la punta.",
            ),
            hint="eye.liner.direction.flatter",
        ),
        more=Advice(
            title=Text("Let your own lift do the work", "Aprovecha tu propia elevación"),
            because=Text(
                "Your eyes tilt {user} and the reference's {ref}: the wing of the photo laid "
                "on top would climb too far.",
                "Tus ojos se inclinan {user} y los de la referencia {ref}: el rabillo de la "
                "foto encima subiría demasiado.",
            ),
            do=Text(
                "Keep liner close to the lashes, end it level instead of lifting, and add "
                "the depth under the outer lower lashes.",
                "Mantén el delineado pegado a las pestañas, termínalo recto sin subirlo y "
                "pon la profundidad bajo las pestañas inferiores externas.",
            ),
            hint="eye.liner.direction.level",
        ),
    ),
)
