"""What is advised for an area where no difference calls for anything, or no selfie was given."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.rules.base import Advice
from layer1.engine.compatibility.words import Text
from layer1.engine.types import ImpactArea

# The faces agree: {closest} names the area's feature that agrees best.
ALIKE: Final[dict[ImpactArea, Advice]] = {
    "base": Advice(
        title=Text("Place the base as in the photo", "Coloca la base como en la foto"),
        because=Text(
            "Your proportions stay within the range that nobody notices; {closest} agrees "
            "best with the reference.",
            "Tus proporciones están dentro de lo que nadie nota; lo que mejor coincide con "
            "la referencia es: {closest}.",
        ),
        do=Text(
            "Copy blush and contour where you see them, in thin layers, and match the "
            "photo's finish with powder or mist.",
            "Copia rubor y contorno donde los ves, en capas finas, e iguala el acabado de la "
            "foto con polvo o bruma.",
        ),
        hint="base.finish.match_reference",
    ),
    "eye": Advice(
        title=Text("Copy the eye line for line", "Copia el ojo línea por línea"),
        because=Text(
            "Your eyes differ less from the reference's than technique can show; {closest} "
            "agrees best.",
            "Tus ojos difieren de los de la referencia menos de lo que la técnica muestra; "
            "lo que mejor coincide es: {closest}.",
        ),
        do=Text(
            "Keep the photo's placement and angle, and build the color from the lash line "
            "upward in two thin layers.",
            "Mantén la colocación y el ángulo de la foto y construye el color desde las "
            "pestañas hacia arriba en dos capas finas.",
        ),
        hint="eye.liner.direction.match_reference",
    ),
    "lip": Advice(
        title=Text("Keep the lips as they are shown", "Deja los labios como se ven"),
        because=Text(
            "Your lips and the reference's agree in {closest}, so its outline fits yours.",
            "Tus labios y los de la referencia coinciden en: {closest}; su contorno le queda "
            "al tuyo.",
        ),
        do=Text(
            "Follow your natural border, use the photo's finish, and check the color in "
            "daylight before a second layer.",
            "Sigue tu borde natural, usa el acabado de la foto y revisa el color con luz de "
            "día antes de una segunda capa.",
        ),
        hint="lip.finish.match_reference",
    ),
}

# No selfie: only what is safe on any face. {ref} is the reference's own measure for the area.
UNSEEN: Final[dict[ImpactArea, Advice]] = {
    "base": Advice(
        title=Text("Start with a thin base", "Empieza con una base fina"),
        because=Text(
            "Without a selfie your proportions are not known; the reference's face is "
            "{ref} times as long as wide, and only a light hand suits any face.",
            "Sin selfie no se conocen tus proporciones; el rostro de la referencia es "
            "{ref} veces más largo que ancho y solo una mano ligera va bien a cualquier rostro.",
        ),
        do=Text(
            "Apply one light layer, conceal only where needed, and place blush by smiling at "
            "a mirror rather than by the photo.",
            "Aplica una capa ligera, corrige solo donde haga falta y coloca el rubor "
            "sonriendo frente al espejo, no según la foto.",
        ),
        hint="base.coverage.light",
    ),
    "eye": Advice(
        title=Text("Take the angle from your own eye", "Toma el ángulo de tu propio ojo"),
        because=Text(
            "Without a selfie your eye line is not known; the reference's eyes tilt {ref}, "
            "which may not be yours.",
            "Sin selfie no se conoce la línea de tus ojos; los de la referencia se inclinan "
            "{ref}, y los tuyos quizá no.",
        ),
        do=Text(
            "Extend your lower lash line toward the end of the brow for the direction, and "
            "keep the first wing short.",
            "Prolonga tu línea de pestañas inferior hacia el final de la ceja para la "
            "dirección y haz corto el primer rabillo.",
        ),
        hint="eye.liner.direction.own_lash_line",
    ),
    "lip": Advice(
        title=Text("Stay on your natural lip line", "Quédate en tu línea de labios"),
        because=Text(
            "Without a selfie your lip shape is not known; the reference's lips are {ref} as "
            "thick as wide, so copying its outline would be a guess.",
            "Sin selfie no se conoce la forma de tus labios; los de la referencia tienen un "
            "grosor de {ref} de su ancho, y copiar su contorno sería adivinar.",
        ),
        do=Text(
            "Fill inside your own border first, match the finish of the photo, and only then "
            "decide on more fullness.",
            "Rellena primero dentro de tu borde, iguala el acabado de la foto y solo después "
            "decide si quieres más volumen.",
        ),
        hint="lip.line.natural",
    ),
}
AREA_MEASURE: Final[dict[ImpactArea, str]] = {
    "base": "geometry.faceAspect",
    "eye": "geometry.eyeTiltDeg",
    "lip": "geometry.lipFullnessRatio",
}
