# ruff: noqa: E501 (sentences and rows of data)
"""A believable result, built from the contract's own dataclasses, and what hostile text does in it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from config.colour import lab_from_hex
from config.contracts import to_wire
from layer1.engine import types as l1
from layer2.engine import types as l2
from layer3.engine import types as l3

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'"


def swatch(hex_color: str, name: str) -> l2.Swatch:
    lightness, a, b = (round(float(part), 2) for part in lab_from_hex(hex_color))
    return l2.Swatch(hex_color, (lightness, a, b), name)


def make_profile(source: l1.Source, *, tilt: float = 4.2, fullness: float = 0.36) -> l1.FaceProfile:
    geometry = l1.Geometry(1.34, 0.82, 0.19, 0.33, 0.41, tilt, 0.31, fullness)
    values = (1.34, 0.82, 0.19, 0.33, 0.41, tilt, 0.31, fullness)
    return l1.FaceProfile(
        version="v0",
        market="US",
        source=source,
        locale="en-US",
        quality=l1.Quality(
            True, 84.0, 78.0, 88.0, 1, l1.Pose(3.1, -2.0, 1.2),
            l1.OcclusionFlags(False, False, False), (),
        ),
        geometry=geometry,
        categorical=l1.Categorical("oval", "almond", "balanced"),
        derived=l1.Derived(values, "geom-v0"),
    )  # fmt: skip


def make_bundle() -> l1.Layer1Bundle:
    report = l1.SimilarityReport(
        version="v0",
        schema_version="v0",
        engine_version="compat-us-1.0.0",
        market="US",
        preference_mode="structure",
        confidence="high",
        fit_score=81,
        score_breakdown=l1.ScoreBreakdown(47.6, 4.1, 12.5),
        reasons=(
            l1.Reason(
                "Your face has nearly the same length",
                "Face length to width differs by less than the eye notices, so blush can sit where the photo has it.",
                ("user.geometry.faceAspect", "ref.geometry.faceAspect", "delta:geometry.faceAspect"),
            ),
            l1.Reason(
                "Your eyes are set alike",
                "The distance between the eyes is the same, so the shadow keeps its place.",
                ("user.geometry.eyeSpacingRatio", "ref.geometry.eyeSpacingRatio"),
            ),
            l1.Reason(
                "Your eyes tilt a little less",
                "A wing drawn at the photo's angle would climb; a flatter one reads the same on you.",
                ("user.geometry.eyeTiltDeg", "ref.geometry.eyeTiltDeg"),
            ),
        ),
        top_deltas=(
            l1.Delta("geometry.eyeTiltDeg", 4.2, 8.7, 0.17, "eyeTilt", ("delta:geometry.eyeTiltDeg",)),
            l1.Delta("geometry.lipFullnessRatio", 0.36, 0.43, 0.3, "lips", ("user.geometry.lipFullnessRatio",)),
        ),
        adjustments=(
            l1.Adjustment("base", "Blush where the photo has it", "the faces are as long", "Start at the apple and lift toward the temple.", "high", ("fallback:base",)),
            l1.Adjustment("eye", "A flatter wing", "your eyes tilt 4.5° less", "Aim the wing at the end of the brow, not above it.", "high", ("user.geometry.eyeTiltDeg",)),
            l1.Adjustment("lip", "A hair outside the line", "your lips are a little less full", "Overdraw by the width of the pencil at the bow only.", "medium", ("user.geometry.lipFullnessRatio",)),
        ),
        user_controls=l1.UserControls(
            (
                l1.UserControlMode("structure", "Structure", "Keeps shapes"),
                l1.UserControlMode("vibe", "Vibe", "Keeps mood"),
                l1.UserControlMode("ease", "Ease", "Keeps it easy"),
            )
        ),
    )  # fmt: skip
    return l1.Layer1Bundle(
        "v0", "US", "en-US", "structure", "2026-11-20T10:00:00Z", make_profile("selfie"),
        make_profile("reference", tilt=8.7, fullness=0.43), report,
    )  # fmt: skip


def make_look() -> l2.LookSpec:
    skin, berry = swatch("#d8a98b", "sand"), swatch("#8e2c48", "mulberry")
    taupe, bronze = swatch("#8a6a58", "warm taupe"), swatch("#b3824f", "antique bronze")
    rose, black = swatch("#c4737a", "dusty rose"), swatch("#231c1d", "soft black")
    story: tuple[tuple[l2.Swatch, l1.ImpactArea, float], ...] = (
        (berry, "lip", 0.38), (taupe, "eye", 0.24), (bronze, "eye", 0.14), (rose, "base", 0.19),
        (black, "eye", 0.05),
    )  # fmt: skip
    return l2.LookSpec(
        schema_version="v0",
        market="US",
        locale="en-US",
        engine_version="look-us-1.0.0",
        look_title="Berry lip and bronze eyes",
        style_tags=("evening", "satin skin", "winged"),
        color_story=tuple(
            l2.StorySwatch(color.hex, color.lab, color.name, area, share)
            for color, area, share in story
        ),
        emphasis_areas=("lip", "eye", "base"),
        warnings=(),
        breakdown=l2.Breakdown(
            base=l2.BaseLook(
                "Even, skin-like, with a lit cheek", "dewy", "light", skin,
                l2.Blush("soft", "pink", rose),
                ("Highlights on cheekbone and nose, not on the forehead",),
                (l2.Evidence("highlight.share", 0.041, "ratio", "cheeks", "dewy where over 0.03"),
                 l2.Evidence("texture.spread", 2.1, "L*", "cheeks", "light under 3.0")),
                0.82,
            ),
            eye=l2.EyeLook(
                "Bronze lid with a fine wing", "shimmer", "medium", "gold_bronze", (bronze, taupe),
                "defined", "up", black, "defined", "natural",
                ("Deepest at the outer third",),
                (l2.Evidence("lid.contrast", 11.4, "CIEDE2000", "upper lids", "present where over 6.0"),),
                0.66,
            ),
            lip=l2.LipLook(
                "Full berry with a soft sheen", "satin", "full", "berry", berry,
                ("Upper and lower lip in one color",),
                (l2.Evidence("lip.color", 38.9, "hue°", "lips", "berry from 330 to 20"),
                 l2.Evidence("lip.contrast", 24.7, "CIEDE2000", "lips", "product where over 8.0")),
                0.91,
            ),
        ),
    )  # fmt: skip


def make_steps() -> l2.Steps:
    def step(order: int, area: str, title: str, zone: str, tool: str, slot: l2.Slot | None,
             text: str, level: l2.Difficulty = "easy") -> l2.Step:  # fmt: skip
        return l2.Step(
            step_id=f"{area}.{order}", order=order, title=title, instruction=text,
            tips=("Less first; it is quicker to add than to take away.",) if order % 2 else (),
            cautions=("Keep it off the waterline.",) if order == 5 else (),
            fit_conditions=("because your eyes tilt less than in the photo",) if order == 5 else (),
            evidence=(l2.Evidence("eye.liner", "defined", "", "upper lids", "card liner.wing"),),
            zone=zone, tool=tool, product_slot=slot, difficulty=level,
        )  # fmt: skip

    base = (
        step(1, "base", "Even the skin, thinly", "complexion", "damp sponge", "foundation", "Press a thin layer from the center outward and stop before the hairline."),
        step(2, "base", "Lift the cheek", "cheeks", "fluffy brush", "blush", "Sweep dusty rose (#c4737a) from the apple toward the temple, two light passes."),
        step(3, "base", "Leave the light", "center", "fingertip", None, "Powder only the center of the face; the cheekbone keeps its sheen."),
    )  # fmt: skip
    eye = (
        step(4, "eye", "Bronze on the lid", "lids", "flat brush", "eyeshadow", "Press antique bronze on the mobile lid, deepest at the outer third."),
        step(5, "eye", "A flatter wing", "lash_line", "fine felt tip", "eyeliner", "Draw along the lashes and lift the end toward the tail of the brow.", "advanced"),
        step(6, "eye", "Define the lashes", "lashes_brows", "mascara wand", "mascara", "Two coats from root to tip, wiggling at the root."),
    )  # fmt: skip
    lip = (
        step(7, "lip", "Smooth the lips", "lip_center", "lip balm", None, "Balm for two minutes, then blot until the lips are dry."),
        step(8, "lip", "Draw the edge", "lip_edge", "sharp pencil", "lip_liner", "Follow the natural line; at the bow go outside by the width of the pencil.", "medium"),
        step(9, "lip", "Fill with berry", "lips", "bullet", "lipstick", "Fill in mulberry (#8e2c48), blot once, fill again."),
    )  # fmt: skip
    return l2.Steps(
        (
            l2.Section("base", "Skin and cheeks", base),
            l2.Section("eye", "Eyes, lashes and brows", eye),
            l2.Section("lip", "Lips", lip),
        )
    )


def make_item(**overrides: Any) -> l3.KitItem:
    item = l3.KitItem(
        sku_id="DEMO-LIP-042",
        product_id="DEMO-LIP",
        name="Velvet Hours Lipstick",
        brand="Maison Verre",
        shade=l3.KitShade("Mulberry Lane", "#8c2e49", (35.0, 42.0, 4.0)),
        finish="satin",
        coverage="full",
        size=l3.Size(3.5, "g"),
        price=l3.Money("34.00"),
        effective_price=l3.Money("34.00"),
        unit_price=l3.Money("9.71"),
        promotion=None,
        availability="in_stock",
        image_url="",
        product_url="https://example.com/p/42",
        score=0.93,
        score_parts={"color": 0.55, "finish": 0.2, "coverage": 0.1, "price": 0.03, "availability": 0.05},
        delta_e00=0.9,
        why="Nearest berry in a satin finish",
        differences=(),
        evidence=(l2.Evidence("deltaE00", 0.9, "CIEDE2000", "lipstick", "at most 6.0"),),
    )  # fmt: skip
    return replace(item, **overrides)


def _slot(slot: l2.Slot, target: l2.Swatch | None, finish: str | None, best: l3.KitItem | None,
          dupe: l3.KitItem | None, **overrides: Any) -> l3.KitSlot:  # fmt: skip
    made = l3.KitSlot(
        slot, True, l3.Target(target, finish, "medium"), best, None, dupe,
        None if dupe else "NO_CHEAPER_MATCH", (),
    )  # fmt: skip
    return replace(made, **overrides)


def make_kit() -> l3.Kit:
    look = make_look().breakdown
    bronze, rose, berry = look.eye.colors[0], look.base.blush.color, look.lip.color
    lip_dupe = make_item(
        sku_id="DEMO-LIP-118", brand="Plain Jane", name="Everyday Color Stick",
        shade=l3.KitShade("Jam", "#93304a", (36.0, 42.0, 5.0)), price=l3.Money("9.50"),
        effective_price=l3.Money("7.60"), promotion="November 20% off", unit_price=l3.Money("2.17"),
        delta_e00=1.8, score=0.86, why="As near as the eye can tell, for a fifth of the price",
        differences=("a little lighter and warmer", "satin as well", "the same size"),
    )  # fmt: skip
    shadow = make_item(
        sku_id="DEMO-EYE-9", brand="Ash & Alder", name="Single Shadow", finish="shimmer",
        shade=l3.KitShade("Old Coin", "#b08050", (57.0, 14.0, 33.0)), price=l3.Money("22.00"),
        effective_price=l3.Money("22.00"), delta_e00=1.1, size=None, unit_price=None,
    )  # fmt: skip
    blush = make_item(
        sku_id="DEMO-BLU-3", brand="Fenwick Studio", name="Cheek Wash", finish="dewy",
        shade=l3.KitShade("Petal 03", "#c6757b", (58.0, 32.0, 12.0)), price=l3.Money("18.00"),
        effective_price=l3.Money("18.00"), delta_e00=0.8, availability="unknown",
    )  # fmt: skip
    mascara = make_item(
        sku_id="DEMO-MAS-1", brand="Fenwick Studio", name="Long Lash Mascara", finish="matte",
        shade=l3.KitShade("Black", None, None), delta_e00=None, price=l3.Money("14.00"),
        effective_price=l3.Money("14.00"),
    )  # fmt: skip
    base = l3.KitArea(
        (
            _slot("foundation", None, "dewy", None, None, best_reason="NEEDS_SELFIE", dupe_reason=None),
            _slot("blush", rose, "dewy", blush, None),
        )
    )  # fmt: skip
    eye = l3.KitArea(
        (
            _slot("eyeshadow", bronze, "shimmer", shadow, replace(shadow, sku_id="DEMO-EYE-12", brand="Plain Jane", name="Pan No. 12", price=l3.Money("6.00"), effective_price=l3.Money("6.00"), differences=("a little darker", "size was not measured"), delta_e00=2.2)),
            _slot("eyeliner", look.eye.liner_color, "matte", None, None, best_reason="OVER_BUDGET", dupe_reason=None),
            _slot("mascara", None, None, mascara, None),
        )
    )  # fmt: skip
    lip = l3.KitArea(
        (
            _slot("lipstick", berry, "satin", make_item(), lip_dupe, alternates=(replace(shadow, sku_id="DEMO-LIP-7", brand="Ash & Alder", name="Cushion Lip", shade=l3.KitShade("Bramble", "#8a2a44", (34.0, 41.0, 5.0))),)),
            _slot("lip_liner", berry, "matte", None, None, needed=False, best_reason="NOT_IN_LOOK", dupe_reason=None),
        )
    )  # fmt: skip
    return l3.Kit(
        l3.KitAreas(base, eye, lip),
        l3.Totals(l3.Money("88.00"), l3.Money("45.60"), l3.Money("42.40")),
        "2026-11-20T10:00:00.000Z",
        ("PRICES_EXCLUDE_SHIPPING",),
        "us-12",
    )


def make_result() -> dict[str, Any]:
    """Return LookReplicateResultV1 as it is stored."""
    wearer = l2.Wearer(None, 0.0, "none")
    gate = l1.Gate(
        "soft_degrade",
        ("SELFIE_SOFT_DEGRADE_REASON",),
        (l1.GateDetail("SELFIE_SOFT_DEGRADE_REASON", "selfie", 21.4, 18.0, "Look straight at the camera."),),
    )  # fmt: skip
    degraded = (l2.Degraded("breakdown.eye.brow", "EYES_BORDER_RISK"),)
    return {
        "schemaVersion": "v1",
        "market": "US",
        "locale": "en-US",
        "engineVersions": {"layer1": "compat-us-1.0.0", "layer2": "look-us-1.0.0", "layer3": "kit-us-1.0.0"},
        "layer1": to_wire(make_bundle()),
        "gate": to_wire(gate),
        "lookSpec": to_wire(make_look()),
        "steps": to_wire(make_steps()),
        "kit": to_wire(make_kit()),
        "wearer": to_wire(wearer),
        "degraded": [to_wire(item) for item in degraded],
        "warnings": [],
    }  # fmt: skip


def make_hostile_result() -> dict[str, Any]:
    """Return a result in which every text that a merchant or an engine could set is an attack."""
    result = deepcopy(make_result())
    _poison(result)
    return result


_FREE_TEXT = frozenset(
    {"lookTitle", "name", "brand", "why", "title", "copy", "do", "because", "instruction", "intent",
     "promotion", "tool", "zone", "metric", "rule", "region", "unit", "tip", "cause"}
)  # fmt: skip
_FREE_LISTS = frozenset(
    {"styleTags", "keyNotes", "tips", "cautions", "differences", "warnings", "fitConditions"}
)


def _poison(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _poison(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _FREE_TEXT and isinstance(value, str):
                node[key] = HOSTILE
            elif key in _FREE_LISTS and isinstance(value, list):
                node[key] = [HOSTILE]
            elif key == "productUrl":
                node[key] = "javascript:alert(1)"
            elif key == "hex":
                node[key] = '#123456"/><script>alert(1)</script>'
            else:
                _poison(value)
