"""Title, tags, intents and notes of a look, written from its fields and measured colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from layer1.engine.types import ImpactArea
from layer2.engine.colour_names import language
from layer2.engine.judge import Judgement
from layer2.engine.look_words import WORDS, Words
from layer2.engine.measure import Measures
from layer2.engine.types import Swatch

ABSENT: Final = ("none", "unknown")
UNKNOWN: Final = "unknown"
NOT_READ: Final = ("base.unknown", "lip.unseen", "lip.unsure", "eye.unseen", "eye.unsure")
TWO_TONE: Final = 12.0  # L* between the lips that is worth a note; lit from above they differ by 5
WARM_EYES: Final = ("orange", "red", "gold_bronze", "neutral_brown")
MAX_TAGS: Final = 5


class Teller:
    """Writes one look in one language."""

    def __init__(
        self, found: Judgement, measures: Measures, swatches: Mapping[str, Swatch], locale: str
    ) -> None:
        self.found, self.measures, self.swatches = found, measures, swatches
        self.words: Words = WORDS[language(locale)]

    def _say(self, key: str, **slots: str) -> str:
        """Return a phrase with its slots filled; a slot without a word leaves no gap."""
        return " ".join(self.words[key].format(**slots).split())

    def title(self, emphasis: tuple[ImpactArea, ...]) -> str:
        """Return the one or two areas that lead, in words."""
        if not emphasis:
            return self.words["title.unread"]
        quiet: ImpactArea = "lip" if emphasis[0] != "lip" else "eye"
        first, second = (self._phrase(area) for area in (*emphasis, quiet)[:2])
        aside = second in {self.words[key] for key in NOT_READ}
        text = self._say("title.aside" if aside else "title.join", first=first, second=second)
        return text[:1].upper() + text[1:]

    def _phrase(self, area: ImpactArea) -> str:
        return {"base": self._skin, "eye": self._eyes, "lip": self._lips}[area]()

    def _lips(self) -> str:
        found, words = self.found, self.words
        if found.lip_coverage.value == UNKNOWN:
            return words["lip.unseen" if self.measures.lips is None else "lip.unsure"]
        if found.lip_coverage.value == "none":
            return words["lip.bare"]
        amount = words[f"lip.amount.{found.lip_coverage.value}"]
        finish = words[f"lip.finish.{found.lip_finish.value}"]
        if found.lip_family.value == UNKNOWN:
            return self._say("lip.phrase.unknown", amount=amount, finish=finish)
        family = words[f"lip.{found.lip_family.value}"]
        return self._say("lip.phrase", amount=amount, finish=finish, family=family)

    def _eyes(self) -> str:
        found, words = self.found, self.words
        if found.shadow.value not in ABSENT:
            return self._say(
                "eye.phrase",
                amount=words[f"eye.amount.{found.shadow.value}"],
                family=words[f"eye.{found.shadow_family.value}"],
            )
        if found.liner.value not in ABSENT:
            return words["eye.lined"]
        if found.shadow.value == UNKNOWN:
            return words["eye.unsure" if self.measures.eyes else "eye.unseen"]
        return words["eye.bare" if found.liner.value == "none" else "eye.plain"]

    def _skin(self) -> str:
        if self.found.blush.value not in ABSENT:
            return self.words[f"base.blush.{self.found.blush_hue.value}"]
        return self.words[f"base.{self.found.base_finish.value}"]

    def tags(self) -> tuple[str, ...]:
        """Return up to MAX_TAGS short tags, what stands out most first."""
        found = self.found
        worn = {
            "tag.smoky": found.shadow_family.value == "black_smoky",
            "tag.warm_eye": found.shadow_family.value in WARM_EYES,
            "tag.colour_eye": found.shadow_family.value
            not in (*ABSENT, *WARM_EYES, "black_smoky", "grey"),
            "tag.bold_lip": found.lip_coverage.value == "full",
            "tag.soft_lip": found.lip_coverage.value in ("sheer", "medium"),
            "tag.gloss": found.lip_finish.value == "glossy",
            "tag.wing": found.liner_direction.value == "up",
            "tag.liner": found.liner.value not in ABSENT and found.liner_direction.value != "up",
            "tag.flush": found.blush.value not in ABSENT,
            "tag.dewy": found.base_finish.value == "dewy",
            "tag.full_base": found.base_coverage.value == "full",
            "tag.soft_eye": found.shadow.value == "soft",
            "tag.bare_lip": found.lip_coverage.value == "none",
        }
        keys = [key for key, given in worn.items() if given]
        worn_nowhere = {found.shadow.value, found.liner.value, found.blush.value} == {"none"}
        if keys == ["tag.bare_lip"] and worn_nowhere:
            keys.insert(0, "tag.bare")
        return tuple(self.words[key] for key in keys[:MAX_TAGS])

    def intent(self, area: ImpactArea) -> str:
        """Return one sentence on what an area does."""
        return {"base": self._base_intent, "eye": self._eye_intent, "lip": self._lip_intent}[area]()

    def _base_intent(self) -> str:
        found, words = self.found, self.words
        if self.measures.skin is None:
            return words["intent.base.unread"]
        cheeks = self._say(
            f"cheeks.{found.blush.value}", hue=words[f"hue.{found.blush_hue.value}"]
        )  # fmt: skip
        coverage, finish = found.base_coverage.value, found.base_finish.value
        key = {"bare": "bare", UNKNOWN: "unsure"}.get(coverage, "made")
        any_finish = ".any" if finish == UNKNOWN else ""
        return self._say(
            f"intent.base.{key}{any_finish}",
            coverage=words[f"coverage.{coverage}"] if key == "made" else "",
            finish="" if any_finish else words[f"finish.{finish}"],
            cheeks=cheeks,
        )

    def _eye_intent(self) -> str:
        found, words = self.found, self.words
        if not self.measures.eyes:
            return words["intent.eye.unread"]
        family = words[f"eye.{found.shadow_family.value}"]
        return self._say(
            "intent.eye",
            shadow=self._say(f"shadow.{found.shadow.value}", family=family),
            line=words[f"line.{found.liner.value}"],
            lashes=words[f"lashes.{found.lashes.value}"],
        )

    def _lip_intent(self) -> str:
        found, words = self.found, self.words
        if self.measures.lips is None:
            return words["intent.lip.unread"]
        if found.lip_coverage.value in ABSENT:
            bare = found.lip_coverage.value == "none"
            return words["intent.lip.bare" if bare else "intent.lip.unsure"]
        cover = words[f"lip.cover.{found.lip_coverage.value}"]
        family = words[f"lip.worn.{found.lip_family.value}"]
        if found.lip_finish.value == UNKNOWN:
            return self._say("intent.lip.any", cover=cover, family=family)
        finish = words[f"lip.leaves.{found.lip_finish.value}"]
        return self._say("intent.lip", cover=cover, family=family, finish=finish)

    def notes(self, area: ImpactArea) -> tuple[str, ...]:
        """Return what is worth knowing of an area, with its measured colours."""
        return {"base": self._base_notes, "eye": self._eye_notes, "lip": self._lip_notes}[area]()

    def _colour(self, key: str, place: str) -> list[str]:
        one = self.swatches.get(place)
        return [self.words[key].format(name=one.name, hex=one.hex)] if one else []

    def _base_notes(self) -> tuple[str, ...]:
        notes = self._colour("note.skin", "skin")
        if self.found.blush.value not in ABSENT:
            notes += self._colour("note.blush", "blush")
        if self.measures.cast is not None and self.measures.cast.notable:
            notes.append(self.words["note.cast"])
        return tuple(notes)

    def _eye_notes(self) -> tuple[str, ...]:
        found, words = self.found, self.words
        shown = [one for key, one in self.swatches.items() if key.startswith("shadow")]
        notes = []
        if shown:
            names = ", ".join(f"{one.name} ({one.hex})" for one in shown)
            key = "note.shadow" if len(shown) == 1 else "note.shadows"
            notes.append(words[key].format(names=names))
        elif found.shadow.value == "none":
            notes.append(words["note.shadow_none"])
        notes += self._colour("note.liner", "liner")
        if found.liner_direction.value in ("up", "down", "straight"):
            notes.append(words[f"note.{found.liner_direction.value}"])
        if found.brow.value != "unknown":
            notes.append(words["note.brow"].format(brow=words[f"brow.{found.brow.value}"]))
        return tuple(notes)

    def _lip_notes(self) -> tuple[str, ...]:
        lips = self.measures.lips
        bare = self.found.lip_coverage.value == "none"
        notes = self._colour("note.lip_bare" if bare else "note.lip", "lip")
        if lips is None or lips.upper is None or lips.lower is None:
            return tuple(notes)
        if lips.lower[0] - lips.upper[0] >= TWO_TONE:
            notes.append(self.words["note.two_tone"])
        return tuple(notes)
