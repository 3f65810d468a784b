"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from layer1.engine.compatibility.words import Text
from layer1.engine.types import Delta, ImpactArea

Effort = Literal["easy", "medium", "advanced"]


@dataclass(frozen=True, slots=True)
class Advice:
    """Words may hold {user}, {ref} and {gap}. hint is a code for the layer that writes steps."""

    title: Text
    because: Text
    do: Text
    hint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Advice for one difference; choose gives it from the delta, or None where none is written."""

    key: str
    area: ImpactArea
    effort: Effort
    choose: Callable[[Delta], Advice | None]


def by_direction(*, less: Advice, more: Advice) -> Callable[[Delta], Advice | None]:
    """Return a choice for numbers: less where the user's is lower than the reference's."""

    def choose(delta: Delta) -> Advice | None:
        if isinstance(delta.user_value, str) or isinstance(delta.ref_value, str):
            return None
        return less if delta.user_value < delta.ref_value else more

    return choose


def by_user_type(
    because: Text, recipes: dict[str, tuple[Text, Text, str]]
) -> Callable[[Delta], Advice | None]:
    """Return a choice for types: by the type that the user has.

    because is said of all of them; a recipe is its title, what to do, and the hint.
    """
    advice = {
        kind: Advice(title=title, because=because, do=do, hint=hint)
        for kind, (title, do, hint) in recipes.items()
    }
    return lambda delta: advice.get(str(delta.user_value))
