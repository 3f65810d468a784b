"""What no text of ours may say: who somebody is, whom they look like, or any protected trait.

Colors are left alone where they may name a product's (black liner, a dark brown, "sombra negra",
"el negro"): what is refused is a color of people, that is of skin, hair or persons.
"""

from __future__ import annotations

import re
from typing import Final

# One family a trait, each a pattern of whole words with their endings, English before Spanish.
_SHADE: Final = (
    r"(?:very |too |so |rather )?(?:fair|pale|dark|light|deep|black|white|brown|olive|tan|porcelain"
    r"|ebony|ivory)(?:e?r|e?st|ish)?"
)
_TONO: Final = (
    r"(?:muy |más |tan )?(?:clar|oscur|moren|blanc|negr|pálid|aceitunad|cetrin|tostad)[oa]s?"
)
_SKIN: Final = r"(?:skins?|skin[ -]tones?|complexions?)"
_PIEL: Final = r"(?:piel|pieles|tez|teces|cutis)"
_HAIR: Final = r"(?:blond|dark|black|brown|red|gr[ae]y|white|light|fair)"
# "negras" may stand behind the thing that is black: "pestañas negras", "son negras".
_NOT_THINGS: Final = "".join(
    rf"(?<!{thing} )"
    for thing in ("pestañas", "sombras", "líneas", "puntos", "trazos", "tonos", "colores",
                  "delineadores", "lápices", "pigmentos", "cejas", "son", "más")
)  # fmt: skip
FAMILIES: Final[dict[str, str]] = {
    "fame": r"celebrit(?:y|ies)|famous|actors?|actress(?:es)?|influencers?"
    r"|celebridad(?:es)?|famos[oa]s?|act(?:riz|rices|ores)",
    "likeness": r"look-?alikes?|resembl\w+|identity|looks like (?:her|him)|se parece a",
    "ethnicity": r"rac(?:e|es|ial|ially)|(?:bi|multi)racial|ethnic\w*|nationalit(?:y|ies)"
    r"|asians?|african\w*|afro\w*|caucasians?|latin[oax]s?|hispanics?|arabs?|indians?|europeans?"
    r"|orientals?|indigenous|mexicans?|people of colou?r|(?:black|white|brown) (?:people|persons?)"
    r"|razas?|racial(?:es)?|etnias?|étnic[oa]s?|nacionalidad(?:es)?|asiátic[oa]s?|african[oa]s?"
    r"|caucásic[oa]s?|hispan[oa]s?|árabes?|indi[oa]s?|europe[oa]s?|orientales|indígenas?"
    r"|mexican[oa]s?|mestiz[oa]s?|mulat[oa]s?|gitan[oa]s?"
    rf"|{_NOT_THINGS}negr[oa]s|(?:una|la) negra|personas? (?:negra|blanca)s?",
    "complexion": rf"{_SHADE}(?:-| ){_SKIN}|(?:fair|pale|dark|light|brown|black|white)-?skinned"
    rf"|{_SKIN} (?:that )?(?:is|are|looks?) {_SHADE}(?! on\b)"
    rf"|{_PIEL} {_TONO}|tonos? de piel {_TONO}|trigueñ[oa]s?",
    "hair": rf"blonde?s|brunettes?|redheads?|\w+-haired|{_HAIR}e?[ -]hair(?:s|ed)?"
    r"|rubi[oa]s?|moren[oa]s?|pelirroj[oa]s?|canos[oa]s?"
    r"|(?:pelo|cabello|cabellera) (?:negr|blanc|roj|clar|oscur|castañ|gris)\w*",
    "age": r"ag(?:e|es|ed|eing|ing)|anti-?age?ing|age-?defying|young(?:er|est|sters?)?"
    r"|youth(?:s|ful)?|old(?:er|est)?|elder(?:s|ly)?|mature|seniors?|teen(?:s|age\w*)?"
    r"|adolescents?|adults?|kids?|child(?:ren)?|wrinkl\w+|grand(?:ma|mother)s?"
    r"|in (?:your|their) (?:(?:twen|thir|for|fif|six|seven|eigh)ties|\d0s)"
    r"|edad(?:es)?|envejec\w+|antiedad|anti-?envejecimiento|juvenil(?:es)?|juventud"
    r"|joven(?:cit[oa]s?)?|jóvenes|viej[oa]s?|viejit[oa]s?|madur[oa]s?|ancian[oa]s?|adolescentes?"
    r"|adult[oa]s?|niñ[oa]s?|quinceañer[oa]s?|abuel[oa]s?|arrug(?:as?|ad[oa]s?)"
    r"|personas? mayor(?:es)?|(?:de|con|tus|los) \d+ años",
    "gender": r"genders?|transgender\w*|wom[ae]n|m[ae]n(?!-made)|girls?|boys?|lad(?:y|ies)|guys?"
    r"|females?|males?|feminin\w+|masculin\w+|wife|wives|husbands?|mothers?(?!-of-pearl)|moms?"
    r"|fathers?|dads?"
    r"|género|mujer(?:es)?|hombres?|chic[oa]s?|muchach[oa]s?|señor(?:a|as|es|itas?|itos?)?|damas?"
    r"|caballeros?|femenin[oa]s?|espos[oa]s?|maridos?|madres?|padres?|mamás?|papás?",
    "religion": r"religio\w+|muslims?|christians?|jew(?:s|ish)?|catholics?|hindus?|buddhists?"
    r"|religi(?:ón|ones|os[oa]s?)|musulman(?:a|as|es)|musulmán|cristian[oa]s?|judí[oa]s?"
    r"|católic[oa]s?",
    "body": r"pregnan\w+|disab(?:led|ilit(?:y|ies))|embaraz\w+|discapaci\w+",
}  # fmt: skip
_PATTERNS: Final = {
    family: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    for family, pattern in FAMILIES.items()
}


def identity_words(text: str) -> list[str]:
    """Return the words and phrases of a text that speak of who somebody is."""
    found = (match.group() for each in _PATTERNS.values() for match in each.finditer(text))
    return sorted({words.lower() for words in found})
