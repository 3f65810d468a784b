"""Liner, lashes and finish of the lids, from what was measured on both eyes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from layer2.engine.finding import Finding, certainty, evidence
from layer2.engine.lids import Eye
from layer2.engine.measure import SMALL_EYE
from layer2.engine.types import Evidence, EyeCoverage, EyeFinish, Lashes, Liner, LinerDirection
from layer2.engine.wing import DRAWN_DARK, DRAWN_LENGTH, DRAWN_THICKNESS, Wing

# Darkness in parts of the skin's lightness; the eye that shows less decides.
CORNER_INK: Final = 0.14  # beside the outer corner. Labelled liner: 0.11; bare eyes: from 0.17
# With shadow worn, or a line beside the eye, a lash line as dark as this carries liner. Painted
# lines on six faces: to 0.26 but for one; creases beside bare eyes: four of eight from 0.3.
LASH_LINE: Final = 0.285
BOLD_BELOW: Final = 0.085  # dark under the lower lashes too, in eye widths
THIN: Final = 0.07  # eye widths; painted lines of 0.045 measure 0.05 to 0.09, of 0.08 from 0.09
SHIMMER, SATIN = 14.0, 7.0  # L* of the lid's small bright spots
# Degrees above the line through the eye's corners. On six painted faces of 280 px at yaw -15 to 15,
# up 20 to 40 reads 12.6 to 56, straight -5 to 5 reads -8.3 to 12.2, down -20 to -38 reads -50 to
# -11.9: the limits are the middles of the gaps.
UP, DOWN = 12.4, -10.1
ALIKE: Final = 35.0  # degrees between both eyes' lines: a turn of the head tilts the far one


def corner_ink(eyes: Sequence[Eye]) -> float:
    """Return the darkness beside the outer corner that both eyes reach."""
    return max(eye.corner for eye in eyes)


def lash_line(eyes: Sequence[Eye]) -> float:
    """Return the darkness of the lash line that both eyes reach."""
    return max(eye.lash_outer for eye in eyes)


def drawn_lines(wings: Sequence[Wing | None]) -> list[Wing]:
    """Return the drawn lines, where no visible eye speaks against them.

    Paint is on both eyes: each has a line, or one has a clear one and the other, turned away, a
    shorter one that goes the same way; an eye in shade says nothing.
    """
    shown = [wing for wing in wings if wing is not None]
    drawn = [wing for wing in shown if wing.drawn]
    if len(drawn) == len(wings) > 1:
        return drawn
    clear = [wing for wing in drawn if wing.clear]
    others = [wing for wing in shown if not wing.drawn]
    agree = all(o.faint and abs(o.angle - c.angle) <= ALIKE for o in others for c in clear)
    return clear if agree else []


def liner(eyes: Sequence[Eye], wings: Sequence[Wing | None], shadow: EyeCoverage) -> Finding[Liner]:
    """Return how much liner is worn."""
    ink, line = corner_ink(eyes), lash_line(eyes)
    lines = drawn_lines(wings)
    shade = "is worn" if shadow not in ("none", "unknown") else "is worn, which it is not"
    seen = (
        evidence("corner.darkness", ink, "of skin L*", "outer corners",
                 f"liner below {CORNER_INK}: darkest tenth beside the corner, the lighter eye"),
        evidence("wing.lines", len(lines), "eyes", "outer corners",
                 f"else liner from 1 where the lash line is below {LASH_LINE}: drawn lines that no "
                 "eye in view speaks against"),
        evidence("lash_line.darkness", line, "of skin L*", "lash lines",
                 f"else thin below {LASH_LINE} where shadow {shade}: the lighter eye"),
    )  # fmt: skip
    if ink < CORNER_INK:
        below = min(eye.below for eye in eyes)
        bold = below >= BOLD_BELOW
        more = evidence("lower_lashes.thickness", below, "eye widths", "lower lash lines",
                        f"bold from {BOLD_BELOW}, else defined: dark under the lower lashes, the "
                        "eye that shows less")  # fmt: skip
        value: Liner = "bold" if bold else "defined"
        return Finding(value, certainty(ink - CORNER_INK, 0.1), (*seen, more))
    if lines and line < LASH_LINE:  # who draws a wing draws along the lashes too
        thickness = max(wing.thickness for wing in lines)
        more = evidence("wing.thickness", thickness, "eye widths", "outer corners",
                        f"thin below {THIN}, else defined: the broader line")  # fmt: skip
        return Finding("thin" if thickness < THIN else "defined", 0.8, (*seen, more))
    if shadow not in ("none", "unknown") and line < LASH_LINE:
        return Finding("thin", certainty(line - LASH_LINE, 0.2), seen)
    return Finding("none", certainty(ink - CORNER_INK, 0.3), seen)


def too_narrow(eyes: Sequence[Eye]) -> Evidence:
    """Return what leaves lids and lines of small eyes unknown."""
    width = min(eye.width for eye in eyes)
    rule = f"shadow, liner and lashes are told from {SMALL_EYE:.0f}: the narrower eye"
    return evidence("eye.width", width, "pixels", "eyes", rule)


def direction(wings: Sequence[Wing | None], worn: Liner) -> Finding[LinerDirection]:
    """Return where the liner points beyond the outer corner."""
    if worn in ("none", "unknown"):
        return Finding("none", 0.8, ())
    lines = [wing for wing in wings if wing is not None and wing.drawn]
    if not lines:
        return Finding("unknown", 0.2, _undrawn(wings))
    angle = sum(wing.angle * wing.length for wing in lines) / sum(wing.length for wing in lines)
    seen = evidence("wing.angle", angle, "degrees", "outer corners",
                    f"up above {UP}, down below {DOWN}, else straight: the drawn lines, each as "
                    "much as it is long")  # fmt: skip
    value: LinerDirection = "up" if angle > UP else "down" if angle < DOWN else "straight"
    return Finding(value, 0.7 if len(lines) == 2 else 0.45, (seen,))


def _undrawn(wings: Sequence[Wing | None]) -> tuple[Evidence, ...]:
    """Return why no line beside a corner is one that was drawn: the longest that shows."""
    shown = [wing for wing in wings if wing is not None]
    if not shown:
        return (evidence("wing.shown", 0, "eyes", "outer corners",
                         "a direction needs one: corners out of view or in shade"),)  # fmt: skip
    longest = max(shown, key=lambda wing: wing.length)
    return (
        evidence("wing.length", longest.length, "eye widths", "outer corners",
                 f"a direction needs {DRAWN_LENGTH} or more: the longer line"),
        evidence("wing.thickness", longest.thickness, "eye widths", "outer corners",
                 f"a direction needs {DRAWN_THICKNESS} or less: the same line"),
        evidence("wing.darkness", longest.darkness, "of skin L*", "outer corners",
                 f"a direction needs {DRAWN_DARK} or less: the same line"),
    )  # fmt: skip


def lashes(eyes: Sequence[Eye], line: Liner, shadow: EyeCoverage) -> Finding[Lashes]:
    """Return how much the lashes are made up."""
    dark = lash_line(eyes)
    made_up = line not in ("none", "unknown") or shadow not in ("none", "unknown")
    worn = "is worn" if made_up else "is worn, which neither is"
    seen = (
        evidence("lash_line.darkness", dark, "of skin L*", "lash lines",
                 f"defined below {LASH_LINE} where liner or shadow {worn}; else natural"),
    )  # fmt: skip
    if made_up and dark < LASH_LINE:
        return Finding("defined", 0.6, seen)
    return Finding("natural", 0.6, seen)


def finish(eyes: Sequence[Eye], shadow: EyeCoverage) -> Finding[EyeFinish]:
    """Return the finish of the shadow; "none" without any."""
    sheen = min(eye.sheen for eye in eyes)
    seen = evidence("lids.sheen", sheen, "L*", "eyelids",
                    f"shimmer from {SHIMMER}, satin from {SATIN}, else matte, none without shadow: "
                    "small bright spots, the eye that shows fewer")  # fmt: skip
    if shadow == "none":
        return Finding("none", 0.8, (seen,))
    value: EyeFinish = "shimmer" if sheen >= SHIMMER else "satin" if sheen >= SATIN else "matte"
    return Finding(value, 0.5, (seen,))
