"""The analysis of one photo, as a ratio to decoding it plus one inference of the face mesh."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from typing import Any, Final

import skimage.data
from PIL import Image

from layer1.engine.pyramid import Photo, Pyramid
from layer1.engine.types import RGB, FaceMesh, FaceProfile, Layer1Bundle
from layer1.services import compare_faces, make_bundle, read_face
from layer2.engine.types import LookSpec, Preferences
from layer2.services import plan_steps, read_look
from lookjobs.bench.clock import medians_ms, one_cpu
from lookjobs.bench.moment import MOMENT
from lookjobs.engine.decode import decode

RUNS: Final = 15
MEGAPIXELS: Final = (1, 12)
ANALYSIS: Final = ("decode", "faces", "compare", "look", "steps")


def measure() -> dict[str, Any]:
    """Return {photo: {part: ms, ratio}} for JPEGs of the sample portrait at 1 and 12 megapixels."""
    with one_cpu():
        return {f"{size} megapixels": _measure_one(portrait(size)) for size in MEGAPIXELS}


def portrait(megapixels: int) -> bytes:
    """Return the sample portrait as a JPEG of that size."""
    picture = Image.fromarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]
    side = round((megapixels * 1_000_000) ** 0.5)
    out = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
    return out.getvalue()


def _stock_inference(rgb: RGB) -> Callable[[], object]:
    """Return MediaPipe's own face mesh on rgb, as anybody would call it: the yardstick."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mediapipe.python.solutions.face_mesh import FaceMesh

        mesh = FaceMesh(static_image_mode=True, refine_landmarks=True, max_num_faces=1)
    return lambda: mesh.process(rgb)


def sample_look() -> LookSpec:
    """Return the look of the sample portrait."""
    return _read(decode(portrait(1)))[3]


def _read(photo: Photo) -> tuple[FaceMesh, FaceProfile, Layer1Bundle, LookSpec]:
    reading = read_face(photo, source="reference", locale="en")
    mesh, profile = reading.mesh, reading.profile
    if mesh is None or profile is None:
        raise RuntimeError("the sample portrait shows no face that can be measured")
    report = compare_faces(user=None, ref=profile, mode="structure", locale="en")
    bundle = make_bundle(
        user=None, ref=profile, report=report, mode="structure", locale="en", created_at=MOMENT
    )
    look = read_look(photo, mesh=mesh, profile=profile, locale="en").look
    return mesh, profile, bundle, look


def _measure_one(data: bytes) -> dict[str, float]:
    rgb = decode(data)
    photo = Pyramid(rgb)  # halved by who looks for faces, and handed on
    mesh, profile, bundle, look = _read(photo)
    nothing = Preferences()
    parts = {
        "decode": lambda: decode(data),
        "one inference": _stock_inference(rgb),
        "faces": lambda: read_face(rgb, source="reference", locale="en"),
        "compare": lambda: compare_faces(user=None, ref=profile, mode="structure", locale="en"),
        "look": lambda: read_look(photo, mesh=mesh, profile=profile, locale="en"),
        "steps": lambda: plan_steps(
            look, bundle=bundle, mode="structure", preferences=nothing, locale="en"
        ),
    }
    found = medians_ms(parts, runs=RUNS)
    whole = sum(found[name] for name in ANALYSIS)
    yardstick = found["decode"] + found["one inference"]
    return found | {"analysis": round(whole, 2), "ratio": round(whole / yardstick, 2)}
