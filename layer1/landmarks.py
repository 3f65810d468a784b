"""The adapter to MediaPipe: photo in, what three face models see out. The only file that uses it.

The short-range detector finds regions, the attention mesh fits 478 points into each; both look at
the photo and at its mirror image, and what they see is averaged: a mirrored photo then gives the
mirrored face, and the noise of one look is halved. The full-range detector, trained apart, costs
as much as detector and mesh together, so it is asked only where the first one leaves a doubt.
"""

from __future__ import annotations

import os
import threading
import warnings
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layer1.engine.evidence import believed, needs_second_opinion
from layer1.engine.regions import (
    Reduced,
    Region,
    agree,
    around,
    mesh_window,
    mirror_region,
    reduce_photo,
    to_photo,
    to_reduced,
)
from layer1.engine.types import RGB, FaceBox, FaceMesh, FacesFound

MESH_POINTS: Final = 478
MAX_MESHES: Final = 4  # more faces than one are refused in any case; this bounds the time
DETECTOR_SIDE: Final = 256  # px; the detectors' inputs are 128 and 192
MESH_SIDE: Final = 192  # px; the mesh's input
CLOSER_LOOK: Final = 3.0  # times the box that only the full-range detector saw
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


class FaceFinder:
    """The models, loaded. One call at a time; no call leaves a trace in the next one."""

    def __init__(self) -> None:
        os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe writes its own lines to stderr
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations inside mediapipe and protobuf
            self._short = _load_detector(full_range=False)
            self._full = _load_detector(full_range=True)
            self._mesh, self._rectangle = _load_mesh()
        self._lock = threading.Lock()

    def find(self, rgb: RGB) -> FacesFound:
        """Return what the models see in rgb, (H, W, 3); boxes and points in its pixels."""
        with self._lock:
            small = reduce_photo(rgb, DETECTOR_SIDE)
            regions = self._look_twice(small)
            second = None
            if needs_second_opinion(tuple(region.box for region in regions)):
                second = [to_photo(r, small) for r in _regions(self._full, small.rgb)]
                regions = regions or self._look_closer(rgb, second)
            boxes = tuple(region.box for region in regions)
            second_boxes = None if second is None else tuple(region.box for region in second)
            trusted = believed(boxes, second_boxes)
            fits = [self._fit(rgb, r) for r in regions if r.box in trusted][:MAX_MESHES]
        meshes = tuple(mesh for mesh in fits if mesh is not None)
        return FacesFound(boxes=boxes, meshes=meshes, second_boxes=second_boxes)

    def _look_twice(self, image: Reduced) -> tuple[Region, ...]:
        """Return the short-range detector's regions in photo pixels, with its doubts."""
        width = image.rgb.shape[1]
        mirrored = [mirror_region(r, width) for r in _regions(self._short, image.mirrored())]
        seen = agree(_regions(self._short, image.rgb), mirrored)
        return tuple(to_photo(region, image) for region in seen)

    def _look_closer(self, rgb: RGB, second: list[Region]) -> tuple[Region, ...]:
        """Return what the short-range detector sees around what only the full-range one saw."""
        for region in second[:MAX_MESHES]:
            window = around(region.box, rgb, CLOSER_LOOK)
            if seen := self._look_twice(reduce_photo(rgb, DETECTOR_SIDE, window)):
                return seen
        return ()

    def _fit(self, rgb: RGB, region: Region) -> FaceMesh | None:
        image = reduce_photo(rgb, 2 * MESH_SIDE, mesh_window(region, rgb))
        width = image.rgb.shape[1]
        target = to_reduced(region, image)
        direct = self._run_mesh(image.rgb, target)
        mirrored = self._run_mesh(image.mirrored(), mirror_region(target, width))
        if direct is None or mirrored is None:
            return None
        (points, presence), (mirror_points, mirror_presence) = direct, mirrored
        scale = float(image.factor)
        return FaceMesh(
            points=points * scale + (image.x0, image.y0, 0.0),
            mirror_points=mirror_points * scale
            + (rgb.shape[1] - image.x0 - width * scale, image.y0, 0.0),
            presence=min(presence, mirror_presence),
        )

    def _run_mesh(self, rgb: RGB, region: Region) -> tuple[NDArray[np.float64], float] | None:
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
        flat = np.array([(p.x, p.y, p.z) for p in seen.face_landmarks.landmark], np.float64)
        # MediaPipe gives x and z in widths of the image, y in heights.
        return flat * (width, height, width), float(getattr(seen, _PRESENCE))


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
                box=FaceBox(*corners, score=float(detection.score[0])),
                eyes=(across / length, down / length),
            )
        )
    return sorted(found, key=lambda r: (-r.box.score, r.box.x0, r.box.y0))
