"""The analysis of one photo, as a ratio to decoding it plus MediaPipe's inference.

Whose inference, two yardsticks say. The first is what the models take within this very analysis:
detector and two fits, for small faces a second detector and a third fit too. The aim is for that
one: all that is ours may take as long as what is not. The other is one call of MediaPipe's own face
mesh, as anybody would make it, so that what more we ask of models counts as ours.
"""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, Final
from unittest.mock import patch

import skimage.data
from PIL import Image

from config.paths import shared
from layer1.engine.pyramid import Photo, Pyramid
from layer1.engine.types import RGB, FaceMesh, FaceProfile, Layer1Bundle
from layer1.mediapipe_graph import Graph
from layer1.services import compare_faces, make_bundle, read_face
from layer2.engine.types import LookSpec, Preferences
from layer2.services import plan_steps, read_look
from lookjobs.bench.clock import medians_ms, one_cpu
from lookjobs.bench.moment import MOMENT
from lookjobs.engine.decode import decode

RUNS: Final = 15
RUNS_A_PHOTO: Final = 9  # of real photos, which are many
MEGAPIXELS: Final = (1, 12)
ANALYSIS: Final = ("decode", "faces", "compare", "look", "steps")
YARDSTICKS: Final = {"ratio": "inference", "ratio with one stock inference": "stock inference"}
AIM: Final = 2.0  # times the yardstick
PHOTOS: Final = {".jpg", ".png", ".webp"}


class NoFaceError(ValueError):
    """A photo shows no one face that can be used."""


def measure() -> dict[str, Any]:
    """Return {photo: {part: ms, ratio}} for JPEGs of the sample portrait at 1 and 12 megapixels,
    and how the ratios of real photos at 1 megapixel spread, where there are any."""
    with one_cpu():
        found = {
            f"{size} megapixels": _measure_one(portrait(size), runs=RUNS) for size in MEGAPIXELS
        }
        photos = shared_photos()
        return found | ({"real photos, 1 megapixel": _spread(photos)} if photos else {})


def portrait(megapixels: int) -> bytes:
    """Return the sample portrait as a JPEG of that size."""
    picture = Image.fromarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]
    return _jpeg(picture, megapixels)


def _jpeg(picture: Image.Image, megapixels: int) -> bytes:
    """Return a picture as a JPEG of that size, its sides in proportion."""
    grow = (megapixels * 1_000_000 / (picture.width * picture.height)) ** 0.5
    size = (round(picture.width * grow), round(picture.height * grow))
    out = io.BytesIO()
    picture.resize(size, Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
    return out.getvalue()


def shared_photos() -> list[Path]:
    """Return the labelled photos beside the project; none where there are none."""
    return sorted(path for path in shared("photos").glob("*") if path.suffix in PHOTOS)


def _spread(photos: list[Path]) -> dict[str, float]:
    """Return how the ratios of photos spread, those without one usable face left out."""
    measured = []
    for path in photos:
        with Image.open(path) as picture:
            data = _jpeg(picture.convert("RGB"), 1)
        try:
            measured.append(_measure_one(data, runs=RUNS_A_PHOTO))
        except NoFaceError:
            continue
    found: dict[str, float] = {"photos": len(measured)}
    for name in YARDSTICKS:
        ratios = [one[name] for one in measured]
        found |= {
            f"{name}: within {AIM:g}": sum(ratio <= AIM for ratio in ratios),
            f"{name}: lowest": min(ratios),
            f"{name}: median": round(median(ratios), 2),
            f"{name}: highest": max(ratios),
        }
    return found


@cache
def _stock() -> Any:
    """Return MediaPipe's own face mesh, as anybody would make it: the yardstick."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mediapipe.python.solutions.face_mesh import FaceMesh

        return FaceMesh(static_image_mode=True, refine_landmarks=True, max_num_faces=1)


def sample_look() -> LookSpec:
    """Return the look of the sample portrait."""
    return _read(decode(portrait(1)))[3]


def _read(photo: Photo) -> tuple[FaceMesh, FaceProfile, Layer1Bundle, LookSpec]:
    reading = read_face(photo, source="reference", locale="en")
    mesh, profile = reading.mesh, reading.profile
    if mesh is None or profile is None or not profile.quality.valid:
        raise NoFaceError("the photo shows no one face that can be used")
    report = compare_faces(user=None, ref=profile, mode="structure", locale="en")
    bundle = make_bundle(
        user=None, ref=profile, report=report, mode="structure", locale="en", created_at=MOMENT
    )
    look = read_look(photo, mesh=mesh, profile=profile, locale="en").look
    return mesh, profile, bundle, look


@contextmanager
def _timed_models() -> Iterator[list[float]]:
    """Gather the milliseconds of each call of a model, where and when an analysis makes it."""
    run = Graph.run
    spent: list[float] = []

    def timed(graph: Graph, square: RGB) -> dict[str, Any]:
        started = time.process_time()
        seen = run(graph, square)
        spent.append((time.process_time() - started) * 1000)
        return seen

    with patch.object(Graph, "run", timed):
        yield spent


def _median_of_rounds(spent: list[float], rounds: int) -> float:
    """Return the median over rounds of what calls took, as many in each, the first left out."""
    calls = len(spent) // rounds
    sums = [sum(spent[at : at + calls]) for at in range(calls, len(spent), calls)]
    return round(median(sums), 2)


def _measure_one(data: bytes, *, runs: int) -> dict[str, float]:
    """Return each part's milliseconds and the ratios. Raises NoFaceError."""
    rgb, stock = decode(data), _stock()
    photo = Pyramid(rgb)  # halved by who looks for faces, and handed on
    mesh, profile, bundle, look = _read(photo)
    nothing = Preferences()
    parts = {
        "decode": lambda: decode(data),
        "stock inference": lambda: stock.process(rgb),
        "faces": lambda: read_face(rgb, source="reference", locale="en"),
        "compare": lambda: compare_faces(user=None, ref=profile, mode="structure", locale="en"),
        "look": lambda: read_look(photo, mesh=mesh, profile=profile, locale="en"),
        "steps": lambda: plan_steps(
            look, bundle=bundle, mode="structure", preferences=nothing, locale="en"
        ),
    }
    with _timed_models() as spent:
        found = medians_ms(parts, runs=runs)
    found["inference"] = _median_of_rounds(spent, runs + 1)  # with the one that warms up
    whole = sum(found[name] for name in ANALYSIS)
    ratios = {
        name: round(whole / (found["decode"] + found[part]), 2) for name, part in YARDSTICKS.items()
    }
    return found | {"analysis": round(whole, 2)} | ratios
