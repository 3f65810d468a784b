"""Liner, lashes and brow hairs: strokes that follow the lash line's curve (a cubic Bezier)."""

from __future__ import annotations

from math import hypot
from typing import Final

from layer2.engine.chart_lines import LASH_LINE, LOWER_LINE
from layer2.engine.svg import path

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

WIDTH: Final = {"thin": 2.4, "defined": 6.0, "bold": 12.0}  # at the outer end, in chart units
BELOW_WIDTH: Final = 4.0
TIPS: Final[dict[str, Point]] = {"up": (604, 410), "straight": (608, 434), "down": (598, 462)}
FILLED: Final = {"natural": 0.16, "defined": 0.55, "bold": 0.9}  # opacity of a brow's shape
_BROW_LOW: Final[Curve] = ((444, 387), (482, 358), (548, 344), (608, 384))
_BROW_HIGH: Final[Curve] = ((446, 368), (480, 346), (546, 321), (608, 384))
_OPEN_END: Final = "M572 436L604 422M573 441L606 444"  # dashed: it may end either way
_BELOW: Final = (
    "M568 440C553.7 453.8 530.3 459.9 506.9 460.2"  # LOWER_LINE from its outer end to the iris
)
_INK: Final = "currentColor"


def liner(strength: str, direction: str, color: str) -> str:
    """Return the line on one eye; a strength that is unknown is a dashed hint of it."""
    if strength not in WIDTH:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = LASH_LINE
        line = f"M{x0:g} {y0:g}C{x1:g} {y1:g} {x2:g} {y2:g} {x3:g} {y3:g}"
        return path(
            line, fill="none", stroke=_INK, stroke_width=3, stroke_dasharray="3 6", opacity=0.6
        )
    width = WIDTH[strength]
    lower = [point_on(LASH_LINE, step / 12) for step in range(13)]
    upper = [
        away(LASH_LINE, step / 12, width * (0.22 + 0.78 * (step / 12) ** 1.4)) for step in range(13)
    ]
    if direction in TIPS:  # the wing leaves the upper edge before the corner, so it has a base
        upper = [*upper[:11], TIPS[direction]]
    outline = [*lower, *reversed(upper)]
    points = "L".join(f"{x:.1f} {y:.1f}" for x, y in outline)
    line = path(f"M{points}Z", fill=color, stroke=color, stroke_width=1, stroke_linejoin="round")
    if strength == "bold":  # bold is dark under the lower lashes too
        line += path(
            _BELOW, fill="none", stroke=color, stroke_width=BELOW_WIDTH, stroke_linecap="round"
        )
    if direction != "unknown":
        return line
    return line + path(_OPEN_END, fill="none", stroke=_INK, stroke_width=2, stroke_dasharray="2 5")


def lashes(strength: str) -> str:
    """Return the lashes of one eye; unknown ones are few and faint."""
    count, length, width, opacity = {
        "natural": (11, 10.0, 1.1, 0.7),
        "defined": (15, 17.0, 1.6, 1.0),
        "dramatic": (19, 26.0, 2.1, 1.0),
    }.get(strength, (7, 9.0, 1.0, 0.35))
    upper = "".join(
        _lash(LASH_LINE, 0.12 + 0.86 * i / (count - 1), length, up=True) for i in range(count)
    )
    drawn: dict[str, str | float | None] = {
        "fill": "none",
        "stroke": _INK,
        "stroke_linecap": "round",
        "opacity": opacity,
    }
    lower = ""
    if strength in {"defined", "dramatic"}:
        size = 6.0 if strength == "defined" else 10.0
        strokes = "".join(_lash(LOWER_LINE, 0.3 + 0.62 * i / 8, size, up=False) for i in range(9))
        lower = path(strokes, stroke_width=1, **drawn)
    dash = "2 4" if strength == "unknown" else None
    return path(upper, stroke_width=width, stroke_dasharray=dash, **drawn) + lower


def brow(strength: str) -> str:
    """Return one brow: hairs over a filled shape; unknown is hatched."""
    wide = 5 if strength == "bold" else 0
    low, high = _wider(_BROW_LOW, wide * 0.6), _wider(_BROW_HIGH, -wide)
    (x0, y0), *bend = low
    (x1, y1), *back = high[::-1]
    there = " ".join(f"{x:g} {y:g}" for x, y in bend)
    again = " ".join(f"{x:g} {y:g}" for x, y in back)
    shape = f"M{x0:g} {y0:g}C{there}L{x1:g} {y1:g}C{again}Z"
    if strength not in FILLED:
        return path(shape, fill="url(#fc-hatch)", stroke=_INK, stroke_opacity=0.35)
    filled = path(shape, fill="url(#fc-brow)", fill_opacity=FILLED[strength])
    hairs = "".join(_hair(low, high, i / 25) for i in range(20))
    drawn = path(
        hairs, fill="none", stroke=_INK, stroke_width=1.2, stroke_linecap="round", opacity=0.6
    )
    return filled + drawn


def _hair(low: Curve, high: Curve, t: float) -> str:
    """One hair from the lower edge to the upper one, leaning outward along the arch."""
    (x, y), (tip_x, tip_y) = point_on(low, t), point_on(high, min(t + 0.03 + 0.1 * t, 1))
    return f"M{x:.1f} {y:.1f}Q{x + 1:.1f} {(y + 2 * tip_y) / 3:.1f} {tip_x:.1f} {tip_y:.1f}"


def _wider(curve: Curve, by: float) -> Curve:
    """Return the curve moved down; its outer end, where the brow is a point, stays."""
    a, b, c = ((x, y + by) for x, y in curve[:3])
    return a, b, c, curve[3]


def point_on(curve: Curve, t: float) -> Point:
    """Return the point of a cubic Bezier at t, 0 to 1."""
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def away(curve: Curve, t: float, distance: float) -> Point:
    """Return the point at that distance from the curve, on its upper side."""
    (x, y), (nx, ny) = point_on(curve, t), _normal(curve, t)
    return x + nx * distance, y + ny * distance


def _normal(curve: Curve, t: float) -> Point:
    """The unit normal that points up; the curve runs from left to right."""
    (xa, ya), (xb, yb) = point_on(curve, max(t - 0.01, 0)), point_on(curve, min(t + 0.01, 1))
    dx, dy = xb - xa, yb - ya
    size = hypot(dx, dy)
    return dy / size, -dx / size


def _lash(curve: Curve, t: float, length: float, *, up: bool) -> str:
    """One lash: it leaves the lid along the normal and leans outward, more toward the corner."""
    x, y = point_on(curve, t)
    nx, ny = _normal(curve, t) if up else (0.0, 1.0)
    lean = 0.2 + 0.75 * t if up else 0.15 + 0.5 * t
    size = length * (0.62 + 0.55 * t)
    dx, dy = nx * size + lean * size * 0.7, ny * size
    return f"M{x:.1f} {y:.1f}q{nx * size * 0.6:.1f} {ny * size * 0.45:.1f} {dx:.1f} {dy:.1f}"
