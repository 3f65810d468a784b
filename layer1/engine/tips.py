"""One tip for every reason that a photo is refused or doubted."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.words import Text

_LIGHT: Final[Text] = Text(
    "Choose a photo with even light on the face, such as near a window; avoid night shots.",
    "Elige una foto con luz pareja en el rostro, como junto a una ventana; evita la noche.",
)
_SHARP: Final[Text] = Text(
    "Choose a photo in which single lashes can be told apart; avoid zoomed or moved shots.",
    "Elige una foto en la que se distingan las pestañas; evita fotos ampliadas o movidas.",
)
_BORDER: Final[Text] = Text(
    "Choose a photo that shows the whole face, with some room around it.",
    "Elige una foto que muestre el rostro entero, con algo de espacio alrededor.",
)
_ONE_FACE: Final[Text] = Text(
    "Choose or crop a photo with one face only, clearly visible from the front.",
    "Elige o recorta una foto con un solo rostro, bien visible de frente.",
)
_FRONT: Final[Text] = Text(
    "Choose a photo taken from the front, with the head upright.",
    "Elige una foto tomada de frente, con la cabeza recta.",
)
_SELFIE: Final[Text] = Text(
    "Take a selfie from the front, alone, in daylight, with the whole face in the frame.",
    "Toma una selfie de frente, sin otras personas, con luz de día y el rostro entero.",
)
_CLEARER: Final[Text] = Text(
    "Use a clearer photo: one face, from the front, sharp and well lit.",
    "Usa una foto más clara: un solo rostro, de frente, nítido y bien iluminado.",
)

TIPS: Final[dict[str, Text]] = {
    "REF_INVALID": _CLEARER,
    "REF_FACE_BORDER_CUTOFF": _BORDER,
    "REF_LIGHTING_TOO_LOW": _LIGHT,
    "REF_SHARPNESS_TOO_LOW": _SHARP,
    "REF_HARD_REJECT_REASON": _CLEARER,
    "REF_FACE_COUNT_NOT_ONE": _ONE_FACE,
    "MISSING_SELFIE": Text(
        "Add a selfie to fit the look to your own face.",
        "Añade una selfie para ajustar el look a tu propio rostro.",
    ),
    "SELFIE_INVALID": _SELFIE,
    "SELFIE_FACE_BORDER_CUTOFF": _BORDER,
    "SELFIE_HARD_REJECT_REASON": _SELFIE,
    "SELFIE_SOFT_DEGRADE_REASON": Text(
        "Look straight into the camera and keep the head upright for a closer fit.",
        "Mira de frente a la cámara con la cabeza recta para un ajuste más preciso.",
    ),
    "REPORT_LOW_CONFIDENCE": Text(
        "Treat the advice as a starting point; a clear selfie makes it more certain.",
        "Toma los consejos como punto de partida; una selfie clara los hace más seguros.",
    ),
    "REPORT_WARNINGS_PRESENT": Text(
        "Read the warnings of the report before you follow its advice.",
        "Lee los avisos del informe antes de seguir sus consejos.",
    ),
    "FACE_BORDER_CUTOFF": _BORDER,
    "LIGHTING_LOW_CONFIDENCE": _LIGHT,
    "SHARPNESS_LOW_CONFIDENCE": _SHARP,
    "FACE_TOO_SMALL": Text(
        "Choose a photo taken closer, or the original instead of a thumbnail.",
        "Elige una foto más cercana, o la original en vez de una miniatura.",
    ),
    "FACE_TOO_LARGE": Text(
        "Choose a photo taken from further away, with the outline of the face in it.",
        "Elige una foto tomada desde más lejos, con el contorno del rostro dentro.",
    ),
    "GEOMETRY_FAILED": _FRONT,
    "POSE_YAW_TOO_LARGE": _FRONT,
    "POSE_PITCH_TOO_LARGE": _FRONT,
    "POSE_ROLL_TOO_LARGE": _FRONT,
    "EYES_BORDER_RISK": _BORDER,
    "MOUTH_BORDER_RISK": _BORDER,
}
