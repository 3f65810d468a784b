"""The face chart: the look drawn on a paper face, its zones numbered by step.

The drawing needs no script, no style sheet and no font of its own. A page themes it by CSS: the
ink is `currentColor`; the classes are fc-paper, fc-skin, fc-hair, fc-white, fc-zone, fc-badge. Each
zone is `<g class="fc-zone" data-step="4" data-zone="lids">`, so that a page can light it up.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from layer2.engine import chart_legend as foot
from layer2.engine import chart_lines as lines
from layer2.engine import chart_paint as paint
from layer2.engine.chart_fills import PAPER, definitions
from layer2.engine.chart_words import WORDS
from layer2.engine.svg import path, tag, text
from layer2.engine.types import LookSpec, Step, Steps
from layer2.engine.wording import language_of

WIDTH: Final = 800
FACE_HEIGHT: Final = 970
HEAD: Final = 44  # what stands above the face when title and legend are shown
INK_COLOR: Final = "#43332f"
SANS: Final = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
SERIF: Final = "Georgia, 'Times New Roman', serif"
# Where each zone's number stands in the margin, and the point on the face that it leads to.
BADGES: Final[dict[str, tuple[tuple[float, float], tuple[float, float]]]] = {
    "complexion": ((730, 200), (584, 262)),
    "lids": ((730, 364), (536, 398)),
    "cheeks": ((730, 536), (560, 540)),
    "lips": ((730, 664), (446, 645)),
    "lip_center": ((730, 776), (412, 680)),
    "lashes_brows": ((70, 300), (206, 368)),
    "lash_line": ((70, 432), (214, 432)),
    "center": ((70, 560), (393, 528)),
    "lip_edge": ((70, 690), (328, 656)),
}


def face_chart(look: LookSpec, steps: Steps, *, locale: str, with_legend: bool = True) -> str:
    """Return the chart as one SVG element.

    with_legend=False leaves out title, colours and legend, for a page that shows them itself.
    """
    language = language_of(locale)
    words = WORDS[language]
    told = [step for section in steps.sections for step in section.steps]
    title = look.look_title or words["untitled"]
    body, height = face(look, told), float(FACE_HEIGHT)
    if with_legend:
        strip = foot.swatch_strip(look, language)
        top = foot.STRIP_TOP + (foot.STRIP_HEIGHT if strip else 0) + 24
        below = strip + foot.legend(look, told, words, top=top)
        body = _heading(title, words["chart"]) + tag("g", body, transform=f"translate(0 {HEAD})")
        body += below
        height = top + foot.ROW * (len(told) + foot.has_unknown(look)) + 4
    return tag(
        "svg",
        tag("title", text(f"{words['chart']}: {title}"), id="fc-title"),
        tag("desc", text(_description(look, told, locale)), id="fc-desc"),
        definitions(look),
        tag("rect", class_="fc-paper", width=WIDTH, height=height, rx=18, fill=PAPER),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        class_="face-chart",
        role="img",
        aria_labelledby="fc-title",
        aria_describedby="fc-desc",
        lang=language,
        color=INK_COLOR,
        fill="currentColor",
        font_family=SANS,
    )


def face(look: LookSpec, steps: list[Step]) -> str:
    """Return the drawn face with its zones; without steps the zones carry no number."""
    by_zone = {step.zone: step for step in steps}
    finish = _dealt(by_zone.get("center"), "preferences.finish") or look.breakdown.base.finish
    shape = _dealt(by_zone.get("cheeks"), "user.categorical.faceShape") or "general"
    painted = {
        "complexion": paint.complexion(look),
        "center": paint.center(finish),
        "cheeks": paint.cheeks(look, shape),
        "lids": paint.lids(look),
        "lash_line": paint.lash_line(look),
        "lashes_brows": paint.lashes_brows(look),
        "lips": paint.lips(look),
        "lip_edge": paint.lip_edge(look),
        "lip_center": paint.lip_center(look),
    }
    zone = {name: _zone(name, markup, by_zone.get(name)) for name, markup in painted.items()}
    skin = zone["complexion"] + zone["center"] + zone["cheeks"]
    eyes = zone["lids"] + lines.ink_eyes() + zone["lash_line"] + zone["lashes_brows"]
    mouth = zone["lips"] + lines.ink_lips() + zone["lip_edge"] + zone["lip_center"]
    return lines.ink_back() + skin + lines.ink_face() + eyes + mouth


def _zone(name: str, markup: str, step: Step | None) -> str:
    if step is None:
        return tag("g", markup) if markup else ""
    (x, y), (to_x, to_y) = BADGES[name]
    leader = path(
        f"M{x + (18 if to_x > x else -18)} {y}L{to_x} {to_y}",
        stroke="currentColor", stroke_width=1.1, stroke_dasharray="1 4", stroke_linecap="round",
    )  # fmt: skip
    dot = tag("circle", cx=to_x, cy=to_y, r=3.2, stroke="#fff", stroke_width=1)
    return tag(
        "g",
        tag("title", text(f"{step.order}. {step.title}")),
        markup,
        leader + dot + foot.badge(step.order, x, y),
        id=f"fc-step-{step.order}",
        class_="fc-zone",
        data_step=step.order,
        data_zone=name,
    )


def _dealt(step: Step | None, metric: str) -> str | None:
    """Return the value of one condition that chose a step, so that chart and words agree."""
    found = [e.value for e in step.evidence if e.metric == metric] if step else []
    return found[0] if found and isinstance(found[0], str) else None


def _heading(title: str, kind: str) -> str:
    first, *rest = wrap(title, 46) or [title]
    second = foot.shortened(" ".join(rest), 46)
    lines_ = tag("text", text(first), x=40, y=58, font_size=30, font_family=SERIF)
    if second:
        lines_ += tag("text", text(second), x=40, y=92, font_size=30, font_family=SERIF)
    label = tag(
        "text", text(kind.upper()), x=760, y=56, font_size=13, letter_spacing=2,
        text_anchor="end", opacity=0.7,
    )  # fmt: skip
    return lines_ + label


def _description(look: LookSpec, steps: list[Step], locale: str) -> str:
    """Return the chart in words: what stands in the legend, for who cannot see it."""
    language = language_of(locale)
    words = WORDS[language]
    numbered = " ".join(f"{step.order}. {step.title}." for step in steps)
    colors = "; ".join(
        f"{where}: {swatch.name} {swatch.hex.lower()}"
        for where, swatch in foot.swatches(look, language)
    )
    parts = [f"{words['desc']} {numbered}"]
    if colors:
        parts.append(f"{words['colors']} {colors}.")
    if foot.has_unknown(look):
        parts.append(f"{words['unknown']}.")
    return " ".join(parts)
