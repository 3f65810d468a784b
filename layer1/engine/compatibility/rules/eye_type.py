"""Eye shape: how the user's own shape carries the shadow."""

from typing import Final

from layer1.engine.compatibility.rules.base import Rule, by_user_type
from layer1.engine.compatibility.words import Text

_BECAUSE: Final[Text] = Text(
    "Your eye shape reads as {user} and the reference's as {ref}, so the same shadow map "
    "lands on other parts of the lid.",
    "La forma de tus ojos es {user} y la de la referencia {ref}; el mismo mapa de sombras "
    "cae en otras partes del párpado.",
)

_RECIPES: Final = {
    "almond": (
        Text("Follow your natural line", "Sigue tu línea natural"),
        Text(
            "Place the darkest shade where your crease turns at the outer corner, and let "
            "liner thicken evenly toward it.",
            "Pon el tono más oscuro donde tu pliegue gira en el ángulo externo y engrosa el "
            "delineado poco a poco hacia él.",
        ),
        "eye.shadow.follow_crease",
    ),
    "round": (
        Text("Stretch the shape sideways", "Alarga la forma hacia los lados"),
        Text(
            "Draw shadow outward past the corner instead of up, and keep liner thin in the "
            "middle of the lid.",
            "Lleva la sombra hacia afuera del ángulo en vez de hacia arriba y deja fino el "
            "delineado en el centro del párpado.",
        ),
        "eye.shadow.elongate",
    ),
    "downturned": (
        Text("Start the lift before the corner", "Empieza a subir antes del ángulo"),
        Text(
            "End the lower shadow early, turn liner up before the outer corner, and put "
            "mascara on the outer upper lashes.",
            "Termina pronto la sombra inferior, sube el delineado antes del ángulo externo y "
            "pon máscara en las pestañas superiores externas.",
        ),
        "eye.liner.lift_early",
    ),
    "upturned": (
        Text("Weigh down the outer corner", "Da peso al ángulo externo"),
        Text(
            "Smoke the lower lash line outward and keep the upper wing short, so that the lift "
            "does not run away.",
            "Difumina la línea inferior hacia afuera y deja corto el rabillo superior para que "
            "la elevación no se dispare.",
        ),
        "eye.shadow.lower_weight",
    ),
    "hooded_like": (
        Text("Paint above the fold", "Pinta por encima del pliegue"),
        Text(
            "Look straight ahead and set the crease color just above what you see of the lid; "
            "keep liner thin and matte.",
            "Mira de frente y coloca el tono del pliegue justo encima de lo que se ve del "
            "párpado; delineado fino y mate.",
        ),
        "eye.shadow.above_fold",
    ),
}
RULE: Final = Rule(
    key="categorical.eyeType", area="eye", effort="medium", choose=by_user_type(_BECAUSE, _RECIPES)
)
