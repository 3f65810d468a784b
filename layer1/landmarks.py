"""The adapter to MediaPipe: photo in, what three face models see out.

The short-range detector finds regions; the attention mesh fits 478 points into each, once in the
detector's square and once more, on the mirror image, in the square that the first fit draws around
the face: that one hardly hangs on the detector's noise, and the mean of both hangs less on the
mesh's own. Where the face is small in the photo the detector's square is rough, and the mesh looks
once more. Of a photo and its mirror image the models always see the same one first, so a mirrored
photo gives the mirrored face. The full-range detector, trained apart, costs as much as detector and
mesh together, so it is asked only where the first one leaves a doubt,
or where all faces are small.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.evidence import believed, is_among, is_sure, needs_second_opinion
from layer1.engine.pyramid import Pyramid, Window
from layer1.engine.regions import (
    Region,
    around,
    around_face,
    is_small,
    mesh_to_photo,
    mesh_window,
    mirror_mesh,
    mirror_region,
    to_photo,
    to_reduced,
)
from layer1.engine.square import MESH_SIDE, cut_square, from_square, letterbox, soften
from layer1.engine.types import RGB, FaceMesh, FacesFound
from layer1.engine.types import FaceBox as Box
from layer1.plain_mediapipe import leave_out_solutions

MESH_POINTS: Final = 478
MAX_MESHES: Final = 4  # more faces than one are refused in any case; this bounds the time
SHORT_SIDE: Final = 128  # px; the detectors' inputs
FULL_SIDE: Final = 192
CLOSER_LOOK: Final = 3.0  # times the box that only the full-range detector saw
PRESENCE: Final = 0.5  # the model's own limit
# One landmark on the wire: its frame, then a tag and a float each for x, y and z.
_POINT: Final = np.dtype(
    {"names": ["x", "y", "z"], "formats": ["<f4"] * 3, "offsets": [3, 8, 13], "itemsize": 17}
)

Floats = NDArray[np.float64]


class FaceFinder:
    """The models, loaded. One call at a time; no call leaves a trace in the next one."""

    def __init__(self) -> None:
        with _quiet_stderr(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations inside mediapipe and protobuf
            leave_out_solutions()
            # Imports for who asks for faces.
            from layer1.face_graphs import FULL_RANGE, MESH, SHORT_RANGE
            from layer1.mediapipe_graph import Graph

            self._short = Graph(SHORT_RANGE, {"detections": "detections"})
            self._full = Graph(FULL_RANGE, {"detections": "detections"})
            self._mesh = Graph(MESH, {"landmarks": "bytes", "presence": "float"})
            self._warm_up()
        self._lock = threading.Lock()

    def find(self, photo: Pyramid) -> FacesFound:
        """Return what the models see in a photo; boxes and points in its pixels."""
        with self._lock:
            regions = self._look(photo, photo.whole)
            second: list[Region] | None = None
            small = any(is_small(region, photo.rgb) for region in regions)
            if small or needs_second_opinion(_boxes(regions)):
                second = self._look(photo, photo.whole, full_range=True)
                regions = self._nearer(photo, regions, second)
            trusted = believed(_boxes(regions), _boxes(second or []))
            fits = [self._fit(photo, r) for r in regions if r.box in trusted][:MAX_MESHES]
        return FacesFound(
            boxes=_boxes(regions),
            meshes=tuple(mesh for mesh in fits if mesh is not None),
            second_boxes=None if second is None else _boxes(second),
        )

    def _nearer(self, photo: Pyramid, regions: list[Region], second: list[Region]) -> list[Region]:
        """Return the regions, looked at again from nearer by where only the full-range detector is
        sure: of what is missing among them, and of small ones that leave a doubt."""
        found = [r for r in regions if is_sure(r.box) or not is_small(r, photo.rgb)]
        for region in second[:MAX_MESHES]:
            if not is_among(region.box, _boxes(found)):
                closer = self._look(photo, around(region.box, photo.rgb, CLOSER_LOOK))
                found += [each for each in closer if not is_among(each.box, _boxes(found))]
        return found + [r for r in regions if not is_among(r.box, _boxes(found))]

    def _look(self, photo: Pyramid, window: Window, *, full_range: bool = False) -> list[Region]:
        """Return what a detector sees in a window of the photo, in the photo's pixels."""
        detector, side = (self._full, FULL_SIDE) if full_range else (self._short, SHORT_SIDE)
        image = photo.near(side, window)
        box = letterbox(image.mirrored() if photo.flip else image.rgb, side)
        seen = [box.back(region) for region in _regions(detector, box.rgb)]
        if photo.flip:
            seen = [mirror_region(region, image.rgb.shape[1]) for region in seen]
        return [to_photo(region, image) for region in seen]

    def _fit(self, photo: Pyramid, region: Region) -> FaceMesh | None:
        """Return the face in a region; None where a look shows none."""
        times = round(math.log2(region.mesh_side / MESH_SIDE))
        image = photo.halved(times, mesh_window(region, photo.rgb))
        width = image.rgb.shape[1]
        target = to_reduced(region, image)
        if photo.flip:
            target = mirror_region(target, width)
        pixels = soften(image.mirrored() if photo.flip else image.rgb, target)
        if is_small(region, photo.rgb):
            seen = self._run_mesh(cut_square(pixels, target))
            target = target if seen is None else around_face(from_square(seen[0], target))
        first = self._run_mesh(cut_square(pixels, target))
        if first is None:
            return None
        points = from_square(first[0], target)
        closer = around_face(points)
        second = self._run_mesh(np.asarray(cv2.flip(cut_square(pixels, closer), 1), np.uint8))
        if second is None:
            return None
        points = (points + from_square(mirror_mesh(second[0], 1.0), closer)) / 2
        if photo.flip:
            points = mirror_mesh(points, width)
        return FaceMesh(points=mesh_to_photo(points, image), presence=min(first[1], second[1]))

    def _run_mesh(self, square: RGB) -> tuple[Floats, float] | None:
        """Return (478, 3) points in sides of the square, and the presence; None without a face."""
        seen = self._mesh.run(square)
        if seen["presence"] <= PRESENCE:
            return None
        return _points(seen["landmarks"]), seen["presence"]

    def _warm_up(self) -> None:
        """Run each model once, so that the first photo is as fast as the next ones."""
        for side, model in ((SHORT_SIDE, self._short), (FULL_SIDE, self._full)):
            model.run(np.full((side, side, 3), 128, np.uint8))
        self._run_mesh(np.full((MESH_SIDE, MESH_SIDE, 3), 128, np.uint8))


@lru_cache(maxsize=1)
def get_finder() -> FaceFinder:
    """Return this process's finder; the first call loads the models."""
    return FaceFinder()


def _regions(detector: Any, rgb: RGB) -> list[Region]:
    """Return what a detector sees in rgb, in its pixels, most certain first."""
    height, width = rgb.shape[:2]
    found = []
    for detection in detector.run(rgb).get("detections", ()):
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


def _points(message: bytes) -> Floats:
    """Return (478, 3) as MediaPipe gives them, from the bytes of its list of landmarks."""
    rows = np.frombuffer(message, _POINT)
    if len(rows) != MESH_POINTS:
        raise RuntimeError(f"MediaPipe's message holds {len(message)} bytes")
    points = np.empty((MESH_POINTS, 3))
    for column, name in enumerate("xyz"):
        points[:, column] = rows[name]
    return points


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
