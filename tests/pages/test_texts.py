from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from catalog.engine.taxonomy import COLOUR_MATCHED, COVERAGES, FINISHES
from layer1.engine import types as l1
from layer2.engine import types as l2
from layer3.engine.types import SlotReason
from lookjobs.models.jobs import STAGES
from lookjobs.page_texts import LANGUAGES, language_of, load_texts, say, word

SLOT = re.compile(r"\{(\w+)\}")
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pages"


def flat(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def test_every_language_has_the_same_keys_and_slots() -> None:
    english, spanish = (dict(flat(load_texts(language))) for language in LANGUAGES)
    assert english.keys() == spanish.keys()
    for key, text in english.items():
        assert set(SLOT.findall(text)) == set(SLOT.findall(spanish[key])), key
        assert spanish[key].strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("stage", STAGES),
        ("slot", [*l2.SLOTS, *COLOUR_MATCHED]),
        ("slot_reason", get_args(SlotReason)),
        ("area", l1.IMPACT_AREAS),
        ("reason", [*l1.HARD_REJECT_REASONS, *l1.SOFT_REJECT_REASONS]),
        ("gate", get_args(l1.GateState)),
        ("value", [*FINISHES, *COVERAGES, *get_args(l2.Difficulty)]),
        ("value", [v for kind in (l2.BaseFinish, l2.BaseCoverage, l2.BlushIntensity, l2.BlushHue,
                                  l2.EyeFinish, l2.EyeCoverage, l2.ShadowFamily, l2.Liner,
                                  l2.LinerDirection, l2.Lashes, l2.Brow, l2.LipFinish,
                                  l2.LipCoverage, l2.LipFamily) for v in get_args(kind)]),
        ("value", [v for kind in (l1.FaceShape, l1.EyeType, l1.LipType) for v in get_args(kind)]),
    ],
)  # fmt: skip
def test_every_code_of_the_contracts_has_a_word(
    language: str, section: str, codes: list[str]
) -> None:
    assert set(codes) - set(load_texts(language)[section]) == set()


def test_every_form_of_a_value_belongs_to_a_field_and_a_value() -> None:
    texts = load_texts("es")
    assert texts["value_for"].keys() <= texts["field"].keys()
    for field, forms in texts["value_for"].items():
        assert forms.keys() <= texts["value"].keys(), field


def test_templates_name_only_words_that_exist() -> None:
    known = dict(flat(load_texts("en")))
    used: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bt\.([a-z_]+\.[a-z0-9_]+)", source))
        used |= set(re.findall(r"say [\"']([a-z_.]+)[\"']", source))
    assert used - known.keys() == set()
    assert len(used) > 100


def test_say_fills_slots_and_refuses_an_unknown_key() -> None:
    texts = load_texts("en")
    assert say(texts, "result.fit_score", score=81) == "81 of 100"
    with pytest.raises(KeyError):
        say(texts, "result.nothing_of_the_kind")


def test_a_code_without_a_word_is_shown_as_plain_words() -> None:
    assert word(load_texts("en"), "reason", "SOMETHING_NEW") == "Something new"
    assert word(load_texts("es"), "value", "very_new") == "very new"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en-US", "en"), ("es", "es"), ("es-MX", "es"), ("ES_us", "es"), ("fr-CA", "en"), (None, "en"),
     ("est", "en")],
)  # fmt: skip
def test_language_is_the_locales_primary_one_else_english(
    locale: str | None, language: str
) -> None:
    assert language_of(locale) == language
