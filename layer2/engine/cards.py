"""Technique cards as values: what a card says, when it is dealt, and which card wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, get_args

from layer1.engine.types import ImpactArea
from layer2.engine.facts import Values
from layer2.engine.types import Difficulty, Slot

Language = Literal["en", "es"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

# lead: the step itself, exactly one. placement: the words of its {placement}, at most one.
# The others add their sentences. prepare: what is done before the lead's own instruction. After
# it, in this order: what this colour, finish or strength asks for, how the preference mode does it,
# what this face asks for, and what the photo did not show.
Role = Literal["lead", "placement", "prepare", "detail", "mode", "fit", "note"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
CHOSEN_ONE: Final[frozenset[Role]] = frozenset({"lead", "placement"})
TOOLS: Final = "; "  # between the lead's tools and those that the additions need beside them

# The nine places in the order of doing, three to an area; a place's index + 1 is its order.
PLACES: Final[tuple[tuple[ImpactArea, str], ...]] = (
    ("base", "skin"), ("base", "finish"), ("base", "cheek"),
    ("eye", "shadow"), ("eye", "liner"), ("eye", "lashes"),
    ("lip", "prep"), ("lip", "color"), ("lip", "finish"),
)  # fmt: skip
# The fields of the look that a place answers for: its evidence always names them.
PLACE_FIELDS: Final[dict[tuple[ImpactArea, str], tuple[str, ...]]] = {
    ("base", "skin"): ("base.coverage",),
    ("base", "finish"): ("base.finish",),
    ("base", "cheek"): ("blush.intensity", "blush.hue"),
    ("eye", "shadow"): ("eye.shadowFamily", "eye.coverage", "eye.finish"),
    ("eye", "liner"): ("eye.liner", "eye.linerDirection"),
    ("eye", "lashes"): ("eye.lashes", "eye.brow"),
    ("lip", "prep"): ("lip.coverage",),
    ("lip", "color"): ("lip.colorFamily",),
    ("lip", "finish"): ("lip.finish",),
}
# Where on the face a step happens; the face chart draws one group for each.
Zone = Literal[
    "complexion", "center", "cheeks", "lids", "lash_line", "lashes_brows",
    "lip_edge", "lips", "lip_center",
]  # fmt: skip
ZONES: Final[tuple[Zone, ...]] = get_args(Zone)


@dataclass(frozen=True)
class CardText:
    """A card in one language. A placement card has only `do`, a phrase without a full stop.

    An addition's tool is what it asks for beside the lead's.
    """

    do: str
    title: str = ""
    tool: str = ""
    tips: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()

    @cached_property
    def has_slots(self) -> bool:
        """Whether something is to be filled in, here or there."""
        return any(
            "{" in line for line in (self.do, self.title, *self.tips, *self.cautions, *self.fits)
        )


@dataclass(frozen=True, slots=True)
class Card:
    """One technique. when: key to accepted values, by key; all must hold, none means always."""

    id: str
    area: ImpactArea
    place: str
    role: Role
    when: Mapping[str, frozenset[str]]
    text: Mapping[Language, CardText]
    zone: Zone | None = None
    slots: tuple[Slot, ...] = ()
    difficulty: Difficulty | None = None
    comment: str = ""

    def holds(self, values: Values) -> bool:
        return all(values[key] in accepted for key, accepted in self.when.items())


@dataclass(frozen=True)
class Deck:
    """All cards, sorted by id, and the words that fill their slots."""

    cards: tuple[Card, ...]
    words: Mapping[Language, Mapping[str, str]]

    @cached_property
    def by_place(self) -> Mapping[tuple[ImpactArea, str], tuple[Card, ...]]:
        return {
            (area, place): tuple(c for c in self.cards if (c.area, c.place) == (area, place))
            for area, place in PLACES
        }

    @cached_property
    def _masks(self) -> Mapping[tuple[ImpactArea, str], Mapping[str, tuple[int, dict[str, int]]]]:
        """By place and key: the cards that do not ask for it, and by value those that it leaves.

        A card is a bit, the first card of a place the lowest.
        """
        return {place: _masks_of(cards) for place, cards in self.by_place.items()}

    def holding(self, place: tuple[ImpactArea, str], values: Values) -> list[Card]:
        """Return the cards of a place that hold, in their order.

        Two hundred cards are tested a plan: one by one that took a third of its time.
        """
        cards = self.by_place[place]
        left = (1 << len(cards)) - 1
        for key, (free, by_value) in self._masks[place].items():
            left &= by_value.get(values[key], free)
        found = []
        while left:
            lowest = left & -left
            found.append(cards[lowest.bit_length() - 1])
            left ^= lowest
        return found


def _masks_of(cards: tuple[Card, ...]) -> dict[str, tuple[int, dict[str, int]]]:
    found = {}
    for key in sorted({key for card in cards for key in card.when}):
        asked = [card.when.get(key) for card in cards]
        free = sum(1 << n for n, accepted in enumerate(asked) if accepted is None)
        values = {value for accepted in asked if accepted for value in accepted}
        found[key] = (
            free,
            {
                value: free | sum(1 << n for n, each in enumerate(asked) if each and value in each)
                for value in values
            },
        )
    return found


def choose(holding: Iterable[Card], role: Role) -> Card | None:
    """Return the card of a role that asks for the most keys; a tie goes to the first by id.

    The linter refuses cards that could tie, so the order by id never decides on a linted deck.
    """
    of_role = [card for card in holding if card.role == role]
    return min(of_role, key=lambda card: (-len(card.when), card.id), default=None)


def additions(holding: Iterable[Card], first: tuple[str, ...]) -> tuple[Card, ...]:
    """Return every adding card, by role; within "fit", traits in `first` lead."""

    def rank(card: Card) -> tuple[int, int, str]:
        named = card.role == "fit" and any(key in first for key in card.when)
        return ROLES.index(card.role), 0 if named else 1, card.id

    return tuple(sorted((c for c in holding if c.role not in CHOSEN_ONE), key=rank))
