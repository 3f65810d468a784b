"""Exactly three reasons: how well it fits, what differs most, how far the photos can be trusted."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.score import UNBRIDGEABLE
from layer1.engine.compatibility.words import FEATURES, Language, Text, listed, say, spoken
from layer1.engine.types import Delta, FaceProfile, Quality, Reason

CLOSE_FIT, FAIR_FIT = 80, 55  # fitScore; two thirds of selfie pairs lie between them

_FIT: Final[dict[str, tuple[Text, Text]]] = {
    "close": (
        Text("This look sits close to your features", "Este look se acerca a tus rasgos"),
        Text(
            "{close} of {all} compared features lie within the soft limit, {names} closest "
            "of all: most of the look can be copied as it is.",
            "{close} de {all} rasgos comparados están dentro del límite suave, sobre todo "
            "{names}: casi todo el look puede copiarse tal cual.",
        ),
    ),
    "fair": (
        Text("This look is workable with technique", "Este look se logra con técnica"),
        Text(
            "{close} of {all} compared features lie within the soft limit, {names} closest "
            "of all; the rest is a matter of placement.",
            "{close} de {all} rasgos comparados están dentro del límite suave, sobre todo "
            "{names}; lo demás es cuestión de colocación.",
        ),
    ),
    "far": (
        Text("Take the mood, adapt the shapes", "Toma la idea y adapta las formas"),
        Text(
            "Only {close} of {all} compared features lie within the soft limit ({names} "
            "closest), so colors carry over better than lines.",
            "Solo {close} de {all} rasgos comparados están dentro del límite suave (sobre "
            "todo {names}); los colores se trasladan mejor que las líneas.",
        ),
    ),
}
_SAME: Final[tuple[Text, Text]] = (
    Text("Nothing stands in the way", "Nada se interpone"),
    Text(
        "No compared feature goes past its soft limit; even {name}, the least alike, needs "
        "no correction.",
        "Ningún rasgo comparado pasa su límite suave; ni siquiera {name}, lo menos parecido, "
        "necesita corrección.",
    ),
)
_DIFFERS: Final[tuple[Text, Text]] = (
    Text("Biggest difference: {name}", "Mayor diferencia: {name}"),
    Text(
        "Yours measures {user} and the reference's {ref}. {bridge}",
        "En ti mide {user} y en la referencia {ref}. {bridge}",
    ),
)
_TYPE_DIFFERS: Final[Text] = Text(
    "Yours reads as {user} and the reference's as {ref}. {bridge}",
    "La tuya se ve {user} y la de la referencia {ref}. {bridge}",
)
_BRIDGE: Final[dict[bool, Text]] = {
    True: Text(
        "Technique can bridge it, and the plan below says how.",
        "La técnica puede salvarla, y el plan de abajo dice cómo.",
    ),
    False: Text(
        "Shading can suggest it but not change it, so the score gives up part of its bonus.",
        "El sombreado puede sugerirla pero no cambiarla, así que la puntuación pierde parte "
        "de su bono.",
    ),
}
_PHOTOS: Final[dict[str, tuple[Text, Text]]] = {
    "clear": (
        Text("Both photos can be trusted", "Ambas fotos son fiables"),
        Text(
            "Light {user_light} and {ref_light}, sharpness {user_sharp} and {ref_sharp} of "
            "100 for selfie and reference, both near to frontal.",
            "Luz {user_light} y {ref_light}, nitidez {user_sharp} y {ref_sharp} de 100 en "
            "selfie y referencia, ambas casi de frente.",
        ),
    ),
    "weak": (
        Text("One photo limits what is certain", "Una foto limita la certeza"),
        Text(
            "Overall quality is {user_score} for the selfie and {ref_score} for the "
            "reference; light, sharpness or the turn of a head leaves some doubt.",
            "La calidad general es {user_score} en la selfie y {ref_score} en la referencia; "
            "la luz, la nitidez o el giro de la cabeza dejan alguna duda.",
        ),
    ),
}
_UNSEEN: Final[tuple[tuple[Text, Text], ...]] = (
    (
        Text("No selfie, so the fit is open", "Sin selfie, el ajuste queda abierto"),
        Text(
            "Without a selfie nothing can be compared; the score stands in the middle of its "
            "range until there is one.",
            "Sin selfie no hay nada que comparar; la puntuación queda en medio de su rango "
            "hasta que haya una.",
        ),
    ),
    (
        Text("What the reference brings", "Lo que trae la referencia"),
        Text(
            "Its eyes tilt {tilt} and its lips are {lips} as thick as wide: compare these "
            "two with a mirror first.",
            "Sus ojos se inclinan {tilt} y sus labios tienen un grosor de {lips} de su "
            "ancho: compara primero estos dos frente al espejo.",
        ),
    ),
    (
        Text("How clear the reference is", "Qué tan clara es la referencia"),
        Text(
            "Light {light} and sharpness {sharp} of 100: this is what colors and lines were "
            "read from.",
            "Luz {light} y nitidez {sharp} de 100: de ahí se leyeron colores y líneas.",
        ),
    ),
)


def explain(
    deltas: tuple[Delta, ...],
    *,
    fit: int,
    user: FaceProfile,
    ref: FaceProfile,
    clear: bool,
    language: Language,
) -> tuple[Reason, ...]:
    """Return the three reasons for two faces. clear: whether both photos can be trusted."""
    return (
        _fit(deltas, fit, language),
        _difference(deltas, language),
        _photos(user.quality, ref.quality, clear, language),
    )


def explain_unseen(ref: FaceProfile, language: Language) -> tuple[Reason, ...]:
    """Return the three reasons where no selfie was given."""
    geometry, quality = ref.geometry, ref.quality
    values: dict[str, object] = {
        "tilt": spoken(geometry.eye_tilt_deg, "geometry.eyeTiltDeg", language),
        "lips": spoken(geometry.lip_fullness_ratio, "geometry.lipFullnessRatio", language),
        "light": _points(quality.lighting_score),
        "sharp": _points(quality.sharpness_score),
    }
    evidence = (
        ("missing:userFaceProfile", "score.fitScore"),
        ("ref.geometry.eyeTiltDeg", "ref.geometry.lipFullnessRatio"),
        ("ref.quality.lightingScore", "ref.quality.sharpnessScore"),
    )
    return tuple(
        Reason(say(title, language), say(copy, language, **values), names)
        for (title, copy), names in zip(_UNSEEN, evidence, strict=True)
    )


def _fit(deltas: tuple[Delta, ...], fit: int, language: Language) -> Reason:
    band = "close" if fit >= CLOSE_FIT else ("fair" if fit >= FAIR_FIT else "far")
    title, copy = _FIT[band]
    numbers = [d for d in deltas if not isinstance(d.user_value, str)]
    nearest = sorted(numbers, key=_relative_gap)[:2]
    text = say(
        copy,
        language,
        close=sum(delta.severity == 0 for delta in deltas),
        all=len(deltas),
        names=listed([say(FEATURES[delta.key], language) for delta in nearest], language),
    )
    return Reason(
        say(title, language),
        text,
        (
            "score.fitScore",
            "score.scoreBreakdown.geometryFit",
            *(f"delta:{d.key}" for d in nearest),
        ),
    )


def _difference(deltas: tuple[Delta, ...], language: Language) -> Reason:
    largest = max(deltas, key=lambda delta: (delta.severity, _relative_gap(delta)))
    name = say(FEATURES[largest.key], language)
    evidence = (
        f"delta:{largest.key}",
        *largest.evidence,
        "score.scoreBreakdown.adaptabilityBonus",
    )
    if largest.severity == 0:
        return Reason(say(_SAME[0], language), say(_SAME[1], language, name=name), evidence)
    copy = _TYPE_DIFFERS if isinstance(largest.user_value, str) else _DIFFERS[1]
    text = say(
        copy,
        language,
        user=spoken(largest.user_value, largest.key, language),
        ref=spoken(largest.ref_value, largest.key, language),
        bridge=say(_BRIDGE[largest.key not in UNBRIDGEABLE], language),
    )
    return Reason(say(_DIFFERS[0], language, name=name), text, evidence)


def _photos(user: Quality, ref: Quality, clear: bool, language: Language) -> Reason:
    title, copy = _PHOTOS["clear" if clear else "weak"]
    text = say(
        copy,
        language,
        user_light=_points(user.lighting_score),
        ref_light=_points(ref.lighting_score),
        user_sharp=_points(user.sharpness_score),
        ref_sharp=_points(ref.sharpness_score),
        user_score=_points(user.score),
        ref_score=_points(ref.score),
    )
    evidence = (
        "user.quality.score",
        "ref.quality.score",
        "user.quality.pose",
        "ref.quality.pose",
        "score.scoreBreakdown.riskPenalty",
    )
    return Reason(say(title, language), text, evidence)


def _relative_gap(delta: Delta) -> float:
    """Return the distance in soft limits' spirit: against the reference's own value."""
    if isinstance(delta.user_value, str) or isinstance(delta.ref_value, str):
        return 0.0
    return abs(delta.user_value - delta.ref_value) / max(abs(delta.ref_value), 1e-6)


def _points(value: float) -> str:
    return f"{value:.0f}"
