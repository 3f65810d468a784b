"""Which cheaper shade deserves to be called a dupe of another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.engine.taxonomy import FINISH_CLASSES
from layer3.engine.candidates import Candidate
from layer3.engine.rules import dupe_limit


@dataclass(frozen=True, slots=True)
class DupeMatch:
    """A dupe, its CIEDE2000 distance to the original (None where one has no colour), its saving."""

    candidate: Candidate
    delta_e_to_best: float | None
    saving_cents: int


def is_dupe(original: Candidate, other: Candidate, delta_e: float | None) -> bool:
    """Whether other is a dupe of original: cheaper, per unit too, of like finish, near in colour.

    delta_e: CIEDE2000 between the two, None where it was not measured; then both must lie outside
    the colour-matched categories and have the same stated coverage (a mascara's lash effect).
    """
    return (
        other.product_id != original.product_id
        and other.category == original.category
        and other.effective_cents < original.effective_cents
        and _cheaper_per_unit(original, other)
        and _same_finish(original, other)
        and _near(original, other, delta_e)
    )


def _cheaper_per_unit(original: Candidate, other: Candidate) -> bool:
    if original.size is None or other.size is None or original.size[1] != other.size[1]:
        return True  # not comparable: the differences say so
    return other.effective_cents * original.size[0] < original.effective_cents * other.size[0]


def _same_finish(original: Candidate, other: Candidate) -> bool:
    """Whether both finishes are stated and of one class; on lashes an unstated one is no bar."""
    classes = {FINISH_CLASSES[original.finish], FINISH_CLASSES[other.finish]}
    if original.category == "mascara":
        return len(classes - {"unknown"}) <= 1
    return len(classes) == 1 and "unknown" not in classes


def _near(original: Candidate, other: Candidate, delta_e: float | None) -> bool:
    if original.category == "mascara":
        return original.coverage == other.coverage != "unknown"
    return delta_e is not None and delta_e <= dupe_limit(original.category)


def rank_dupes(
    original: Candidate, pool: Iterable[tuple[Candidate, float | None]]
) -> list[DupeMatch]:
    """Return the dupes of original, best first: nearness plus saving, out of stock last.

    Nearness is 1 at no distance and 0 at the limit; saving is its share of the original's price.
    Ties go to the cheaper, then by SKU.
    """
    found = [
        DupeMatch(other, delta_e, original.effective_cents - other.effective_cents)
        for other, delta_e in pool
        if is_dupe(original, other, delta_e)
    ]
    return sorted(found, key=lambda match: _rank(original, match))


def _rank(original: Candidate, match: DupeMatch) -> tuple[bool, float, int, str]:
    distance = match.delta_e_to_best
    near = 0.0 if distance is None else 1 - distance / dupe_limit(original.category)
    worth = round(near + match.saving_cents / original.effective_cents, 6)
    one = match.candidate
    return one.availability == "out_of_stock", -worth, one.effective_cents, one.sku
