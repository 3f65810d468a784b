"""Face shape: how the user's own shape carries base and contour."""

from typing import Final

from layer1.engine.compatibility.rules.base import Rule, by_user_type
from layer1.engine.compatibility.words import Text

_BECAUSE: Final[Text] = Text(
    "Your face reads as {user} and the reference's as {ref}, so its contour follows other "
    "edges than yours.",
    "La forma de tu rostro es {user} y la de la referencia {ref}; su contorno sigue otros "
    "bordes que los tuyos.",
)

_RECIPES: Final = {
    "round": (
        Text("Shade in a steep line", "Sombrea en diagonal"),
        Text(
            "Place contour from the ear toward the corner of the mouth, steeper than in the "
            "photo, and keep the center of the face light.",
            "Coloca el contorno de la oreja hacia la comisura, más inclinado que en la foto, y "
            "deja claro el centro del rostro.",
        ),
        "base.contour.diagonal",
    ),
    "oval": (
        Text("Copy the placement, at half strength", "Copia la colocación, más suave"),
        Text(
            "Put shade and light where the photo has them, but build to half the depth first; "
            "your outline needs less correction.",
            "Pon sombra y luz donde la foto las tiene, pero empieza a media intensidad; tu "
            "contorno necesita menos corrección.",
        ),
        "base.contour.lighter",
    ),
    "square": (
        Text("Round the four corners", "Redondea las cuatro esquinas"),
        Text(
            "Blend soft shade at temples and corners of the jaw, and keep blush round on the "
            "front of the cheek.",
            "Difumina sombra suave en las sienes y los ángulos de la mandíbula, y pon el rubor "
            "redondo al frente de la mejilla.",
        ),
        "base.contour.corners",
    ),
    "heart": (
        Text("Balance temples and chin", "Equilibra sienes y mentón"),
        Text(
            "Shade lightly at the temples, skip the lower cheek, and add light at both sides "
            "of the chin.",
            "Sombrea un poco las sienes, deja libre la parte baja de la mejilla y añade luz a "
            "ambos lados del mentón.",
        ),
        "base.contour.temples",
    ),
    "long": (
        Text("Work across, not up", "Trabaja en horizontal"),
        Text(
            "Lead contour and blush straight toward the ear and soften hairline and chin; the "
            "lift of the photo would add length.",
            "Lleva contorno y rubor rectos hacia la oreja y suaviza el nacimiento del pelo y "
            "el mentón; subirlos como en la foto alargaría.",
        ),
        "base.contour.horizontal",
    ),
}
RULE: Final = Rule(
    key="categorical.faceShape",
    area="base",
    effort="medium",
    choose=by_user_type(_BECAUSE, _RECIPES),
)
