"""What is not the same about two shades, in words, with the direction of each difference."""

from __future__ import annotations

from typing import Final

from layer2.engine.types import Lab
from layer3.engine.candidates import Candidate

# Differences of L*, a* and b*, each divided by its CIEDE2000-like weight, in steps of visibility:
# below the first nobody notices, from the last on it is plain.
STEPS: Final = (0.7, 2.0, 5.0)

TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "lighter": "lighter", "darker": "darker", "warmer": "warmer", "cooler": "cooler",
        "redder": "redder", "greener": "less red",
        "1": "a little {}", "2": "{}", "3": "much {}", "and": " and ", "comma": ", ",
        "color": "Color: {} (CIEDE2000 {}).",
        "same_color": "Color: no visible difference (CIEDE2000 {}).",
        "no_color": "Color: not measured.",
        "finish": "Finish: {} instead of {}.", "no_finish": "Finish: not measured.",
        "coverage": "Coverage: {} instead of {}.", "no_coverage": "Coverage: not measured.",
        "size": "Size: {} instead of {}.", "no_size": "Size: not measured.",
        "matte": "matte", "natural": "natural", "satin": "satin", "dewy": "dewy",
        "glossy": "glossy", "shimmer": "shimmer", "metallic": "metallic", "sheer": "sheer",
        "light": "light", "medium": "medium", "full": "full", "defined": "defined",
        "dramatic": "dramatic",
    },
    "es": {
        "lighter": "más claro", "darker": "más oscuro", "warmer": "más cálido",
        "cooler": "más frío", "redder": "más rojo", "greener": "menos rojo",
        "1": "un poco {}", "2": "{}", "3": "mucho {}", "and": " y ", "comma": ", ",
        "color": "Color: {} (CIEDE2000 {}).",
        "same_color": "Color: sin diferencia visible (CIEDE2000 {}).",
        "no_color": "Color: sin medir.",
        "finish": "Acabado: {} en lugar de {}.", "no_finish": "Acabado: sin medir.",
        "coverage": "Cobertura: {} en lugar de {}.", "no_coverage": "Cobertura: sin medir.",
        "size": "Tamaño: {} en lugar de {}.", "no_size": "Tamaño: sin medir.",
        "matte": "mate", "natural": "natural", "satin": "satinado", "dewy": "luminoso",
        "glossy": "brillante", "shimmer": "con destellos", "metallic": "metálico",
        "sheer": "traslúcida", "light": "ligera", "medium": "media", "full": "completa",
        "defined": "definida", "dramatic": "dramática",
    },
}  # fmt: skip


def color_direction(of: Lab, against: Lab, *, language: str) -> str:
    """Return how `of` differs from `against`: "a little darker"; empty where nobody sees it."""
    text = TEXTS[language]
    chroma = (_chroma(of) + _chroma(against)) / 2
    scale = 1 + 0.045 * chroma  # S_C of CIEDE2000
    axes = (
        ((of[2] - against[2]) / scale, "warmer", "cooler"),
        ((of[0] - against[0]) / 1.0, "lighter", "darker"),
        ((of[1] - against[1]) / scale, "redder", "greener"),
    )
    grades: dict[int, list[str]] = {}
    for amount, more, less in axes:
        grade = sum(abs(round(amount, 4)) >= step for step in STEPS)
        if grade:
            grades.setdefault(grade, []).append(text[more if amount > 0 else less])
    parts = [
        text[str(grade)].format(_listed(grades[grade], text))
        for grade in sorted(grades, reverse=True)
    ]
    return text["comma"].join(parts)


def differences(
    one: Candidate, other: Candidate, delta_e: float | None, *, language: str
) -> tuple[str, ...]:
    """Return how `one` differs from `other`: colour always, the rest where not known the same."""
    text = TEXTS[language]
    found = [_color(one, other, delta_e, text, language)]
    found += _named("finish", one.finish, other.finish, text)
    found += _named("coverage", one.coverage, other.coverage, text)
    if one.size is None or other.size is None:
        found.append(text["no_size"])
    elif one.size != other.size:
        found.append(text["size"].format(size_text(one.size), size_text(other.size)))
    return tuple(found)


def from_target(
    one: Candidate, target: Lab | None, finish: str | None, coverage: str | None, *, language: str
) -> tuple[str, ...]:
    """Return how a shade differs from what the slot looks for, where it does."""
    text = TEXTS[language]
    found: list[str] = []
    if target is not None and one.lab is not None and one.delta_e is not None:
        words = color_direction(one.lab, target, language=language)
        if words:
            found.append(text["color"].format(words, f"{one.delta_e:.1f}"))
    if finish is not None:
        found += _named("finish", one.finish, finish, text)
    if coverage is not None:
        found += _named("coverage", one.coverage, coverage, text)
    return tuple(found)


def size_text(size: tuple[float, str]) -> str:
    """Return 3.5 g, without trailing zeros."""
    return f"{size[0]:g} {size[1]}"


def _color(
    one: Candidate, other: Candidate, delta_e: float | None, text: dict[str, str], language: str
) -> str:
    if one.lab is None or other.lab is None or delta_e is None:
        return text["no_color"]
    words = color_direction(one.lab, other.lab, language=language)
    if not words:
        return text["same_color"].format(f"{delta_e:.1f}")
    return text["color"].format(words, f"{delta_e:.1f}")


def _named(kind: str, one: str, other: str, text: dict[str, str]) -> list[str]:
    if "unknown" in (one, other):
        return [text[f"no_{kind}"]]
    return [] if one == other else [text[kind].format(text[one], text[other])]


def _listed(words: list[str], text: dict[str, str]) -> str:
    return text["comma"].join(words[:-1]) + (text["and"] if words[:-1] else "") + words[-1]


def _chroma(lab: Lab) -> float:
    return float((lab[1] ** 2 + lab[2] ** 2) ** 0.5)
