"""A finished job as a person reads it in a terminal."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

Wire = dict[str, Any]
LOOK_FIELDS: Final = {
    "base": ("finish", "coverage"),
    "eye": ("shadowFamily", "coverage", "finish", "liner", "linerDirection", "lashes", "brow"),
    "lip": ("colorFamily", "coverage", "finish"),
}


def print_summary(console: Console, result: Wire) -> None:
    """Print gate, fit, look, steps and kit of a LookReplicateResultV1."""
    console.print(Panel(Group(*_head(result)), title=result["lookSpec"]["lookTitle"]))
    console.print(_look(result["lookSpec"]))
    console.print(_steps(result["steps"]))
    console.print(_kit(result["kit"]))
    for degraded in result["degraded"]:
        console.print(f"[dim]Not answered: {degraded['field']} ({degraded['cause']})[/dim]")


def _head(result: Wire) -> list[RenderableType]:
    gate = result["gate"]
    lines: list[RenderableType] = [
        Text(f"Gate: {gate['gate']} {', '.join(gate['reasons'])}".strip())
    ]
    bundle = result["layer1"]
    if bundle:
        report = bundle["similarityReport"]
        lines.append(Text(f"Fit: {report['fitScore']} of 100, confidence {report['confidence']}"))
        lines += [Text(f"  {reason['title']}: {reason['copy']}") for reason in report["reasons"]]
    return lines


def _swatch(color: Wire | None) -> Text:
    if not color:
        return Text("-")
    return Text.assemble(("  ", f"on {color['hex']}"), f" {color['name']} {color['hex']}")


def _look(look: Wire) -> Table:
    table = Table("Area", "What it is", "Colours", "Confidence", title="The look", expand=True)
    for area, fields in LOOK_FIELDS.items():
        part = look["breakdown"][area]
        words = ", ".join(f"{name} {part[name]}" for name in fields)
        if area == "base":
            words += f", blush {part['blush']['intensity']} {part['blush']['hue']}"
        table.add_row(area, words, Group(*_colours(area, part)), f"{part['confidence']:.2f}")
    return table


def _colours(area: str, part: Wire) -> list[Text]:
    if area == "eye":
        return [_swatch(color) for color in part["colors"]] or [Text("-")]
    colors = [part["color"]]
    if area == "base" and part["blush"]["color"]:
        colors.append(part["blush"]["color"])
    return [_swatch(color) for color in colors]


def _steps(steps: Wire) -> Table:
    table = Table("", "Step", "How", title="Nine steps", expand=True)
    for section in steps["sections"]:
        for step in section["steps"]:
            table.add_row(str(step["order"]), step["title"], step["instruction"])
        table.add_section()
    return table


def _kit(kit: Wire) -> RenderableType:
    slots = [slot for area in kit["areas"].values() for slot in area["slots"]]
    if not any(slot["needed"] for slot in slots):
        return Text("Kit: this look uses no product that we sell; nothing to buy.")
    table = Table(
        "Slot", "Best", "Price", "dE00", "Dupe", "Price", "dE00", title="Kit", expand=True
    )
    for slot in slots:
        if slot["needed"]:
            best = _item(slot["best"], slot["bestReason"])
            table.add_row(slot["slot"], *best, *_item(slot["dupe"], slot["dupeReason"]))
    totals = kit["totals"]
    table.caption = (
        f"best ${totals['best']['amount']}, with dupes ${totals['dupe']['amount']}, "
        f"you save ${totals['savings']['amount']} (demo prices of fictional brands)"
    )
    return table


def _item(item: Wire | None, reason: str | None) -> tuple[Text, str, str]:
    if not item:
        return Text(reason or "-", style="dim"), "", ""
    shade = item["shade"]
    block = Text("  ", style=f"on {shade['hex']}") if shade["hex"] else Text()
    name = Text.assemble(block, f" {item['brand']} {item['name']} {shade['name']}")
    distance = "-" if item["deltaE00"] is None else f"{item['deltaE00']:.1f}"
    return name, f"${item['effectivePrice']['amount']}", distance
