"""Eye shape: how the user's own shape carries the shadow."""

from typing import Final

from layer1.engine.compatibility.rules.base import Advice, Rule, by_user_type
from layer1.engine.compatibility.words import Text

_BECAUSE: Final[Text] = {
    "en": "Your eye shape reads as {user} and the reference's as {ref}, so the same shadow map "
    "lands on other parts of the lid.",
    "es": "La forma de tus ojos es {user} y la de la referencia {ref}; el mismo mapa de sombras "
    "cae en otras partes del párpado.",
}


def _advice(title_en: str, title_es: str, do_en: str, do_es: str, hint: str) -> Advice:
    return Advice(
        title={"en": title_en, "es": title_es},
        because=_BECAUSE,
        do={"en": do_en, "es": do_es},
        hint=hint,
    )


RULE: Final = Rule(
    key="categorical.eyeType",
    area="eye",
    effort="medium",
    choose=by_user_type(
        {
            "almond": _advice(
                "Follow your natural line",
                "Sigue tu línea natural",
                "Place the darkest shade where your crease turns at the outer corner, and let "
                "liner thicken evenly toward it.",
                "Pon el tono más oscuro donde tu pliegue gira en el ángulo externo y engrosa el "
                "delineado poco a poco hacia él.",
                "eye.shadow.follow_crease",
            ),
            "round": _advice(
                "Stretch the shape sideways",
                "Alarga la forma hacia los lados",
                "Draw shadow outward past the corner instead of up, and keep liner thin in the "
                "middle of the lid.",
                "Lleva la sombra hacia afuera del ángulo en vez de hacia arriba y deja fino el "
                "delineado en el centro del párpado.",
                "eye.shadow.elongate",
            ),
            "downturned": _advice(
                "Start the lift before the corner",
                "Empieza a subir antes del ángulo",
                "End the lower shadow early, turn liner up before the outer corner, and put "
                "mascara on the outer upper lashes.",
                "Termina pronto la sombra inferior, sube el delineado antes del ángulo externo y "
                "pon máscara en las pestañas superiores externas.",
                "eye.liner.lift_early",
            ),
            "upturned": _advice(
                "Weigh down the outer corner",
                "Da peso al ángulo externo",
                "Smoke the lower lash line outward and keep the upper wing short, so that the lift "
                "does not run away.",
                "Difumina la línea inferior hacia afuera y deja corto el rabillo superior para que "
                "la elevación no se dispare.",
                "eye.shadow.lower_weight",
            ),
            "hooded_like": _advice(
                "Paint above the fold",
                "Pinta por encima del pliegue",
                "Look straight ahead and set the crease colour just above what you see of the lid; "
                "keep liner thin and matte.",
                "Mira de frente y coloca el tono del pliegue justo encima de lo que se ve del "
                "párpado; delineado fino y mate.",
                "eye.shadow.above_fold",
            ),
        }
    ),
)
