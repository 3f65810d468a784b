"""The adapter to MediaPipe: photo in, what three face models see out. The only file that uses it.

The short-range detector finds regions; the attention mesh fits 478 points into each, once on the
photo and once on its mirror image, on squares of slightly different size: their mean has half the
noise. Of a photo and its mirror image the detector always sees the same one, so a mirrored photo
gives the mirrored face. The full-range detector, trained apart, costs as much as detector and
mesh together, so it is asked only where the first one leaves a doubt.
"""

from __future__ import annotations

import contextlib
import os
import threading
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layer1.engine.evidence import believed, needs_second_opinion
from layer1.engine.regions import (
    Reduced,
    Region,
    around,
    heavier_right,
    mesh_window,
    mirror_region,
    reduce_photo,
    resized,
    to_photo,
    to_reduced,
)
from layer1.engine.types import RGB, FaceMesh, FacesFound
from layer1.engine.types import FaceBox as Box

MESH_POINTS: Final = 478
MAX_MESHES: Final = 4  # more faces than one are refused in any case; this bounds the time
DETECTOR_SIDE: Final = 256  # px; the detectors' inputs are 128 and 192
MESH_SIDE: Final = 192  # px; the mesh's input
CLOSER_LOOK: Final = 3.0  # times the box that only the full-range detector saw
SQUARES: Final = (0.95, 1.05)  # of the region, for the two looks; apart, their noise is apart too
DETECTOR_SCORE: Final = 0.5  # MediaPipe's own default
MESH_PRESENCE: Final = 0.5  # MediaPipe's own default
_PRESENCE: Final = "facelandmarkcpu__face_presence_score"
_MESH_GRAPH: Final = """
input_stream: "image"
input_stream: "roi"
input_side_packet: "with_attention"
output_stream: "face_landmarks"
node {
  calculator: "FaceLandmarkCpu"
  input_stream: "IMAGE:image"
  input_stream: "ROI:roi"
  input_side_packet: "WITH_ATTENTION:with_attention"
  output_stream: "LANDMARKS:face_landmarks"
}
"""
_POINT_BYTES: Final = 17  # one landmark on the wire: 2 of frame, then three of tag and float

Floats = NDArray[np.float64]


class FaceFinder:
    """The models, loaded. One call at a time; no call leaves a trace in the next one."""

    def __init__(self) -> None:
        with _quiet_stderr(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations inside mediapipe and protobuf
            self._short = _load_detector(full_range=False)
            self._full = _load_detector(full_range=True)
            self._mesh, self._rectangle = _load_mesh()
            self._warm_up()
        self._lock = threading.Lock()

    def find(self, rgb: RGB) -> FacesFound:
        """Return what the models see in rgb, (H, W, 3); boxes and points in its pixels."""
        with self._lock:
            small = reduce_photo(rgb, DETECTOR_SIDE)
            flip = heavier_right(small.rgb)
            regions = _look(self._short, small, flip)
            second: list[Region] | None = None
            if needs_second_opinion(_boxes(regions)):
                second = _look(self._full, small, flip)
                regions = regions or self._look_closer(rgb, second, flip)
            trusted = believed(_boxes(regions), _boxes(second or []))
            fits = [self._fit(rgb, r, flip) for r in regions if r.box in trusted][:MAX_MESHES]
        return FacesFound(
            boxes=_boxes(regions),
            meshes=tuple(mesh for mesh in fits if mesh is not None),
            second_boxes=None if second is None else _boxes(second),
        )

    def _look_closer(self, rgb: RGB, second: list[Region], flip: bool) -> list[Region]:
        """Return what the short-range detector sees around what only the full-range one saw."""
        for region in second[:MAX_MESHES]:
            window = around(region.box, rgb, CLOSER_LOOK)
            if seen := _look(self._short, reduce_photo(rgb, DETECTOR_SIDE, window), flip):
                return seen
        return []

    def _fit(self, rgb: RGB, region: Region, flip: bool) -> FaceMesh | None:
        """Return the face in a region; None where either look shows none."""
        image = reduce_photo(rgb, MESH_SIDE, mesh_window(region, rgb))
        target = to_reduced(region, image)
        square, mirror_square = reversed(SQUARES) if flip else SQUARES
        width = image.rgb.shape[1]
        direct = self._run_mesh(image.rgb, resized(target, square))
        mirrored = mirror_region(resized(target, mirror_square), width)
        reflected = self._run_mesh(image.mirrored(), mirrored)
        if direct is None or reflected is None:
            return None
        scale = float(image.factor)
        mirror_x0 = rgb.shape[1] - image.x0 - width * image.factor
        return FaceMesh(
            points=direct[0] * scale + (image.x0, image.y0, 0.0),
            mirror_points=reflected[0] * scale + (mirror_x0, image.y0, 0.0),
            presence=min(direct[1], reflected[1]),
        )

    def _run_mesh(self, rgb: RGB, region: Region) -> tuple[Floats, float] | None:
        """Return (478, 3) points in pixels of rgb, and the presence; None without a face."""
        height, width = rgb.shape[:2]
        (cx, cy), side = region.centre, region.mesh_side
        roi = self._rectangle(
            x_center=cx / width, y_center=cy / height, width=side / width, height=side / height,
            rotation=region.angle,
        )  # fmt: skip
        seen: Any = self._mesh.process({"image": rgb, "roi": roi})
        if seen.face_landmarks is None:
            return None
        # MediaPipe gives x and z in widths of the image, y in heights.
        points = _points(seen.face_landmarks) * (width, height, width)
        return points, float(getattr(seen, _PRESENCE))

    def _warm_up(self) -> None:
        """Run each model once, so that the first photo is as fast as the next ones."""
        grey = np.full((MESH_SIDE, MESH_SIDE, 3), 128, np.uint8)
        _regions(self._short, grey)
        _regions(self._full, grey)
        whole = Box(0.0, 0.0, float(MESH_SIDE), float(MESH_SIDE), 1.0)
        self._run_mesh(grey, Region(box=whole, eyes=(1.0, 0.0)))


@lru_cache(maxsize=1)
def get_finder() -> FaceFinder:
    """Return this process's finder; the first call loads the models."""
    return FaceFinder()


def _load_detector(*, full_range: bool) -> Any:
    from mediapipe.python.solutions.face_detection import FaceDetection

    return FaceDetection(
        model_selection=1 if full_range else 0, min_detection_confidence=DETECTOR_SCORE
    )


def _load_mesh() -> tuple[Any, Any]:
    from google.protobuf import text_format  # type: ignore[import-untyped]
    from mediapipe.framework import calculator_pb2
    from mediapipe.framework.formats import rect_pb2
    from mediapipe.python.solution_base import SolutionBase
    from mediapipe.python.solutions import face_mesh  # noqa: F401  (registers the graph's options)

    mesh = SolutionBase(
        graph_config=text_format.Parse(_MESH_GRAPH, calculator_pb2.CalculatorGraphConfig()),
        calculator_params={"facelandmarkcpu__ThresholdingCalculator.threshold": MESH_PRESENCE},
        side_inputs={"with_attention": True},
        outputs=["face_landmarks", _PRESENCE],
    )
    return mesh, rect_pb2.NormalizedRect


def _look(detector: Any, image: Reduced, flip: bool) -> list[Region]:
    """Return what a detector sees in an image or its mirror image, in the photo's pixels."""
    seen = _regions(detector, image.mirrored() if flip else image.rgb)
    width = image.rgb.shape[1]
    return [to_photo(mirror_region(r, width) if flip else r, image) for r in seen]


def _regions(detector: Any, rgb: RGB) -> list[Region]:
    """Return what a detector sees in rgb, in its pixels, most certain first."""
    height, width = rgb.shape[:2]
    found = []
    for detection in detector.process(rgb).detections or ():
        place = detection.location_data
        box, eyes = place.relative_bounding_box, place.relative_keypoints[:2]
        across, down = (eyes[1].x - eyes[0].x) * width, (eyes[1].y - eyes[0].y) * height
        length = max(float(np.hypot(across, down)), 1e-9)
        corners = (
            box.xmin * width, box.ymin * height,
            (box.xmin + box.width) * width, (box.ymin + box.height) * height,
        )  # fmt: skip
        found.append(
            Region(
                box=Box(*corners, score=float(detection.score[0])),
                eyes=(across / length, down / length),
            )
        )
    return sorted(found, key=lambda r: (-r.box.score, r.box.x0, r.box.y0))


def _boxes(regions: list[Region]) -> tuple[Box, ...]:
    return tuple(region.box for region in regions)


def _points(landmarks: Any) -> Floats:
    """Return (478, 3) as MediaPipe gives them, read from the message's bytes: ten times faster."""
    raw = landmarks.SerializeToString()
    if len(raw) == MESH_POINTS * _POINT_BYTES:
        rows = np.frombuffer(raw, np.uint8).reshape(MESH_POINTS, _POINT_BYTES)
        values = np.stack([rows[:, start : start + 4] for start in (3, 8, 13)], axis=1)
        return np.ascontiguousarray(values).view("<f4")[..., 0].astype(np.float64)
    return np.array([(p.x, p.y, p.z) for p in landmarks.landmark], np.float64)


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Keep what the C++ side writes while it loads out of the logs; errors still raise."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        kept = os.dup(2)
        try:
            os.dup2(nowhere.fileno(), 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
