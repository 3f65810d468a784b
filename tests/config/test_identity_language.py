"""Texts speak of nobody: each family of words refuses what it is for, and nothing honest."""

from __future__ import annotations

import pytest

from config.identity_language import FAMILIES, identity_words

# Each phrase, parted by commas, is refused by itself.
REFUSED = {
    "fame": "celebrities, Famous, actress, influencers, famosas, actrices",
    "likeness": "look-alike, resembles, looks like her, se parece a",
    "ethnicity": "Asians, ethnicities, Latinas, people of color, asiáticas, africanos, negras, "
    "las negras, mestizas, indígenas, árabes",
    "complexion": "fair skin, pale complexions, darker skin tones, dark-skinned, olive skin, "
    "skin that is very dark, piel morena, pieles oscuras, tono de piel claro, trigueñas",
    "hair": "blondes, brunettes, redheads, gray-haired, dark hair, morenas, rubios, pelirrojas, "
    "cabello oscuro",
    "age": "teens, teenagers, aging, anti-aging, elderly, older, wrinkles, twenty-year-old, "
    "in your forties, ancianas, jóvenes, adultas, edades, personas mayores, a los 50 años",
    "gender": "women, woman's, ladies, señoras, señoritas, chicas, femeninas, hombres",
    "religion": "religious, Muslims, musulmanas, judíos",
    "body": "pregnancy, disabilities, embarazadas, discapacidad",
}
# Words that only look like the family's, or name the color of a product.
ALLOWED = {
    "fame": "One factor of two; an active pigment; el acto final.",
    "likeness": "It looks like liner. El tono parece otro.",
    "ethnicity": "A trace of black. El negro se desvanece; pestañas negras, sombra negra ahumada.",
    "complexion": "A dark color, deep mauve, light on skin, bare skin; piel limpia, tono claro.",
    "hair": "Hair-fine strokes in light brown; rojo oscuro, marrón castaño, castaña.",
    "age": "Manage an image in stages; la mayor parte; cubre y engaña; golden edges.",
    "gender": "Mother-of-pearl, man-made bristles, a mental note, a malleable pencil; la mañana.",
    "religion": "A jewel tone; la cruz del pincel.",
    "body": "Press the button; desembolsa menos.",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_words_about_people_are_refused(family: str) -> None:
    assert [phrase for phrase in REFUSED[family].split(", ") if not identity_words(phrase)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_honest_words_near_them_are_allowed(family: str) -> None:
    assert identity_words(ALLOWED[family]) == []
