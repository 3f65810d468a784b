"""A LookReplicateResultV1 made ready for a template: words for codes, no decision of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from layer1.engine.types import IMPACT_AREAS
from lookjobs.page_products import present_kit, warning_words
from lookjobs.page_texts import Texts, say, value_word, word

Json = Mapping[str, Any]
View = dict[str, Any]

# A look's own confidence in words. The cuts are ours and only choose a word; the number stands
# beside it.
SURE: Final = 0.75
FAIRLY: Final = 0.5
# The fields of an area in reading order: (text key, path in the area, path of its color).
_FIELDS: Final[Mapping[str, Sequence[tuple[str, str, str | None]]]] = {
    "base": (("finish", "finish", None), ("coverage", "coverage", "color")),
    "eye": (
        ("shadow", "shadowFamily", None), ("strength", "coverage", None),
        ("finish", "finish", None),
        ("liner", "liner", "linerColor"), ("linerDirection", "linerDirection", None),
        ("lashes", "lashes", None), ("brow", "brow", None),
    ),
    "lip": (
        ("colorFamily", "colorFamily", "color"), ("coverage", "coverage", None),
        ("finish", "finish", None),
    ),
}  # fmt: skip
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def present(result: Json, texts: Texts) -> View:
    """Return all that the result page and the share page show of one result."""
    look = result["lookSpec"]
    return {
        "title": look["lookTitle"],
        "tags": look["styleTags"],
        "locale": result["locale"],
        "story": _story(look, texts),
        "areas": [_area(look, area, texts) for area in IMPACT_AREAS],
        "fit": present_fit(result.get("layer1"), texts),
        "adjustments": _adjustments(result.get("layer1"), texts),
        "sections": _sections(result["steps"], texts),
        "kit": present_kit(result["kit"], texts),
        "gate": _gate(result["gate"], texts) if "gate" in result else None,
        "lost": [_lost(item, texts) for item in result.get("degraded", ())],
        "warnings": [warning_words(code, texts) for code in result["warnings"]],
        "skin_source": skin_words(result.get("wearer"), texts),
    }  # fmt: skip


def _story(look: Json, texts: Texts) -> list[View]:
    """The colors as a band: each one's place and width in percent of all colored area."""
    swatches = look["colorStory"]
    total = sum(swatch["share"] for swatch in swatches) or 1.0
    story, start = [], 0.0
    for swatch in swatches:
        width = 100 * swatch["share"] / total
        story.append(
            {
                "hex": swatch["hex"],
                "lab": swatch["lab"],
                "name": swatch["name"],
                "area": _worn_on(swatch, look, texts),
                "finish": look["breakdown"][swatch["area"]]["finish"],
                "percent": f"{round(width)}%",
                "x": f"{start:.2f}",
                "width": f"{width:.2f}",
            }
        )
        start += width
    return story


def _worn_on(swatch: Json, look: Json, texts: Texts) -> str:
    """Return what a color of the story is of: of the base that is the blush, if any is worn."""
    blush = look["breakdown"]["base"]["blush"]["color"]
    if swatch["area"] == "base" and blush and swatch["hex"] == blush["hex"]:
        return str(texts["field"]["blush"])
    return str(texts["area"][swatch["area"]])


def _area(look: Json, key: str, texts: Texts) -> View:
    area = look["breakdown"][key]
    rows = [
        {"label": texts["field"][label], "value": value_word(texts, label, area[path]),
         "code": area[path], "swatch": area[color] if color else None}
        for label, path, color in _FIELDS[key]
    ]  # fmt: skip
    if key == "base":
        rows.append(_blush_row(area["blush"], texts))
    swatches = area["colors"] if key == "eye" else [area["color"]] if area["color"] else []
    return {
        "key": key,
        "label": texts["area"][key],
        "intent": area["intent"],
        "finish": area["finish"],
        "rows": rows,
        "swatches": swatches,
        "notes": area["keyNotes"],
        "evidence": area["evidence"],
        "confidence": _confidence(area["confidence"], texts),
        "percent": round(100 * area["confidence"]),
        "strongest": look["emphasisAreas"][:1] == [key],
    }


def _blush_row(blush: Json, texts: Texts) -> View:
    words = [value_word(texts, "blush", blush["intensity"])]
    if blush["hue"] not in {"none", "unknown"}:
        words.append(word(texts, "value", blush["hue"]))
    return {
        "label": texts["field"]["blush"],
        "value": ", ".join(words),
        "code": blush["intensity"],
        "swatch": blush["color"],
    }


def _confidence(value: float, texts: Texts) -> str:
    level = "high" if value >= SURE else "medium" if value >= FAIRLY else "low"
    return say(texts, f"result.confidence_{level}")


def present_fit(bundle: Json | None, texts: Texts) -> View | None:
    """Return the comparison of the two faces, or None where there is none to show."""
    if bundle is None or bundle["userFaceProfile"] is None:
        return None
    report = bundle["similarityReport"]
    parts = report["scoreBreakdown"]
    return {
        "score": report["fitScore"],
        "confidence": say(texts, f"result.fit_confidence_{report['confidence']}"),
        "reasons": [
            item | {"evidence": _face_evidence(item["evidence"], bundle, texts)}
            for item in report["reasons"]
        ],
        "parts": [
            _part(texts, "geometry", parts["geometryFit"], 60, taken=False),
            _part(texts, "risk", parts["riskPenalty"], 25, taken=True),
            _part(texts, "bonus", parts["adaptabilityBonus"], 15, taken=False),
        ],
        "deltas": [_delta(item, texts) for item in report["topDeltas"]],
    }


def _adjustments(bundle: Json | None, texts: Texts) -> list[View]:
    """What to change, one an area; without a selfie it is what suits any face."""
    if bundle is None:
        return []
    return [
        item
        | {
            "area": texts["area"][item["impactArea"]],
            "confidence": say(texts, f"result.confidence_{item['confidence']}"),
            "evidence": _face_evidence(item["evidence"], bundle, texts),
        }
        for item in bundle["similarityReport"]["adjustments"]
    ]


def _part(texts: Texts, name: str, value: float, limit: int, *, taken: bool) -> View:
    return {
        "label": texts["result"][f"fit_{name}"],
        "hint": texts["result"][f"fit_{name}_hint"],
        "value": f"{'-' if taken and value else ''}{value:.1f}",
        "width": f"{100 * value / limit:.1f}",
        "taken": taken,
    }


def _delta(item: Json, texts: Texts) -> View:
    name = item["key"].rsplit(".", 1)[-1]
    return {
        "label": word(texts, "geometry", name),
        "user": _measure(name, item["userValue"], texts),
        "ref": _measure(name, item["refValue"], texts),
        "width": f"{100 * item['severity']:.0f}",
        "severity": f"{item['severity']:.2f}",
    }


def _face_evidence(paths: Sequence[str], bundle: Json, texts: Texts) -> list[View]:
    """Evidence of Layer 1 names values, as in user.geometry.eyeTiltDeg: look each one up."""
    found = []
    for path in paths:
        prefix, _, rest = path.partition(":")
        if rest:  # delta:geometry.eyeTiltDeg, missing:userFaceProfile, fallback:base
            who, name = prefix, rest.rsplit(".", 1)[-1]
            value = None
        else:
            who, _, inner = path.partition(".")
            name = inner.rsplit(".", 1)[-1]
            value = _look_up(bundle, who, inner)
        label = word(texts, "area" if name in IMPACT_AREAS else "geometry", name)
        found.append(
            {"label": label, "who": word(texts, "geometry", who), "path": path,
             "value": _measure(name, value, texts)}
        )  # fmt: skip
    return found


def _look_up(bundle: Json, who: str, path: str) -> Any:
    node: Any = bundle.get({"user": "userFaceProfile", "ref": "refFaceProfile"}.get(who, ""))
    for part in path.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _measure(name: str, value: Any, texts: Texts) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.1f}°" if name.endswith("Deg") else f"{value:.3g}"
    return word(texts, "value", value) if isinstance(value, str) else ""


def _sections(steps: Json, texts: Texts) -> list[View]:
    return [
        {
            "key": section["impactArea"],
            "title": section["title"],
            "steps": [
                step
                | {
                    "difficulty_word": word(texts, "value", step["difficulty"]),
                    "slot_name": word(texts, "slot", step["productSlot"])
                    if step["productSlot"]
                    else None,
                    "conditions": [
                        texts["result"]["general"] if line == "general" else line
                        for line in step["fitConditions"]
                    ],
                }
                for step in section["steps"]
            ],
        }
        for section in steps["sections"]
    ]


def _path_words(code: str) -> str:
    """Return a field's path such as layer1.userFaceProfile as plain words."""
    return _CAMEL.sub(" ", code.replace("_", " ")).replace(".", " ").lower()


def _gate(gate: Json, texts: Texts) -> View:
    return {
        "state": gate["gate"],
        "title": word(texts, "gate", gate["gate"]),
        "reasons": present_reasons(gate["reasons"], gate["details"], texts),
    }


def present_reasons(codes: Sequence[str], details: Sequence[Json], texts: Texts) -> list[View]:
    """Return each reason once: its sentence, and its detail's tip and measure if there is one."""
    by_code = {detail["code"]: detail for detail in reversed(details)}
    told = []
    for code in codes:
        detail = by_code.get(code, {})
        value, limit = detail.get("value"), detail.get("limit")
        measured = None
        if isinstance(value, int | float) and isinstance(limit, int | float):
            measured = say(texts, "gate.value", value=_plain(value), limit=_plain(limit))
        told.append(
            {"code": code, "text": word(texts, "reason", code), "tip": detail.get("tip"),
             "measured": measured}
        )  # fmt: skip
    return told


def _plain(value: float) -> str:
    return f"{value:.3g}"


def _lost(item: Json, texts: Texts) -> View:
    cause = word(texts, "reason", item["cause"])
    return {"field": _field_name(item["field"], texts), "cause": cause}


def _field_name(path: str, texts: Texts) -> str:
    """breakdown.lip.color is "Lips: color"; a path that has no words is shown as it is."""
    parts = [part for part in path.split(".") if part not in {"lookSpec", "breakdown"}]
    if parts and parts[0] in IMPACT_AREAS:
        named = [word(texts, "field", part).lower() for part in parts[1:]]
        return ": ".join(filter(None, [texts["area"][parts[0]], ", ".join(named)]))
    return _path_words(path)


def skin_words(wearer: Json | None, texts: Texts) -> str | None:
    """Return whose skin the foundation is for, and what was wrong with the selfie's, if anything.

    Results from before wearers had reasons have none.
    """
    if not wearer:
        return None
    source = wearer["source"]
    why = " ".join(word(texts, "reason", code) for code in wearer.get("reasons", ()))
    told = []
    if source != "none":
        told.append(say(texts, "result.skin", source=texts["result"][f"skin_{source}"]))
    if why:
        key = "result.skin_doubt" if source == "selfie" else "result.skin_not_used"
        told.append(say(texts, key, why=why))
    return " ".join(told) or None
