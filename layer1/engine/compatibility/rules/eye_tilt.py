"""Eye tilt: the angle of wing and shadow."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_direction

RULE: Final = Rule(
    key="geometry.eyeTiltDeg",
    area="eye",
    effort="advanced",
    choose=by_direction(
        less=Advice(
            title={
                "en": "Draw a shorter, flatter wing",
                "es": "Haz un rabillo más corto y plano",
            },
            because={
                "en": "Your eyes tilt {user} and the reference's {ref}: a wing at the photo's "
                "angle would leave your lash line too early.",
                "es": "Tus ojos se inclinan {user} y los de la referencia {ref}: un rabillo con el "
                "ángulo de la foto se separaría antes de tus pestañas.",
            },
            do={
                "en": "Start the wing in the outer third, follow the line of your lower lashes for "
                "a few millimetres, and lift only the very tip.",
                "es": "Empieza el rabillo en el tercio externo, sigue la línea de tus pestañas "
                "inferiores unos milímetros y sube solo la punta.",
            },
            hint="eye.liner.direction.flatter",
        ),
        more=Advice(
            title={
                "en": "Let your own lift do the work",
                "es": "Aprovecha tu propia elevación",
            },
            because={
                "en": "Your eyes tilt {user} and the reference's {ref}: the wing of the photo laid "
                "on top would climb too far.",
                "es": "Tus ojos se inclinan {user} y los de la referencia {ref}: el rabillo de la "
                "foto encima subiría demasiado.",
            },
            do={
                "en": "Keep liner close to the lashes, end it level instead of lifting, and add "
                "the depth under the outer lower lashes.",
                "es": "Mantén el delineado pegado a las pestañas, termínalo recto sin subirlo y "
                "pon la profundidad bajo las pestañas inferiores externas.",
            },
            hint="eye.liner.direction.level",
        ),
    ),
)
