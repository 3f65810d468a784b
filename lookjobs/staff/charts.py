"""The dashboard's charts as numbers for an SVG: bars and lines, drawn by the server."""

from __future__ import annotations

from typing import Any, Final

WIDTH: Final = 720
HEIGHT: Final = 160
TOP: Final = 12  # room for the label of the highest value
Hour = dict[str, Any]


def job_bars(hours: list[Hour]) -> dict[str, Any]:
    """Return a stacked bar for each hour; heights are of the fullest hour."""
    parts = ("completed", "failed", "other")
    most = max((sum(hour[part] for part in parts) for hour in hours), default=0)
    step = WIDTH / max(1, len(hours))
    bars = []
    for place, hour in enumerate(hours):
        y = float(HEIGHT)
        for part in parts:
            tall = (HEIGHT - TOP) * hour[part] / most if most else 0.0
            y -= tall
            if tall:
                bars.append(_bar(place * step + 2, y, step - 4, tall, part))
    return {
        "bars": bars,
        "most": most,
        "width": WIDTH,
        "height": HEIGHT,
        "ticks": _ticks(hours, step),
    }


def _bar(x: float, y: float, width: float, height: float, part: str) -> dict[str, str]:
    return {
        "x": f"{x:.1f}", "y": f"{y:.1f}", "w": f"{width:.1f}", "h": f"{height:.1f}", "part": part,
    }  # fmt: skip


def _ticks(hours: list[Hour], step: float) -> list[dict[str, str]]:
    return [
        {"x": f"{(place + 0.5) * step:.1f}", "label": f"{hour['hour']:%H}"}
        for place, hour in enumerate(hours)
        if hour["hour"].hour % 3 == 0
    ]


def duration_lines(hours: list[Hour]) -> dict[str, Any]:
    """Return the median and the 95th percentile as lines; an hour without a job is a gap."""
    most = max((hour["p95_s"] or 0.0 for hour in hours), default=0.0)
    step = WIDTH / max(1, len(hours))
    lines = {key: _line(hours, key, most, step) for key in ("median_s", "p95_s")}
    return {
        "lines": lines,
        "most": most,
        "width": WIDTH,
        "height": HEIGHT,
        "ticks": _ticks(hours, step),
    }


def _line(hours: list[Hour], key: str, most: float, step: float) -> dict[str, Any]:
    points, path, drawing = [], [], False
    for place, hour in enumerate(hours):
        if hour[key] is None or not most:
            drawing = False
            continue
        x, y = (place + 0.5) * step, HEIGHT - (HEIGHT - TOP) * hour[key] / most
        path.append(f"{'L' if drawing else 'M'}{x:.1f} {y:.1f}")
        points.append({"x": f"{x:.1f}", "y": f"{y:.1f}"})
        drawing = True
    return {"path": " ".join(path), "points": points}
