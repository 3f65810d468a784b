"""A MediaPipe graph that is kept running. With landmarks.py the only file that uses MediaPipe.

It does what `mediapipe.solutions` does, without what that adds to each call: 0.4 of 2.9 ms for a
mesh. Thresholds are the models' own: a score and a presence of 0.5.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import mediapipe as mp
from google.protobuf import text_format  # type: ignore[import-untyped]
from mediapipe.framework import calculator_pb2
from mediapipe.framework.formats import rect_pb2

from layer1.engine.types import RGB

Kind = Literal["proto", "proto_list", "float"]

# Where the graphs look for their models: the wheel carries them.
mp.resource_util.set_resource_dir(str(Path(mp.__file__).parent.parent))


class Graph:
    """`Graph(text, {"detections": "proto_list"}).run(rgb)`; no call leaves a trace in the next."""

    def __init__(self, text: str, outputs: dict[str, Kind], **flags: bool) -> None:
        self._outputs = outputs
        self._packets: dict[str, Any] = {}
        self._calls = 0
        self._graph = mp.CalculatorGraph(
            graph_config=text_format.Parse(text, calculator_pb2.CalculatorGraphConfig())
        )
        for name in outputs:
            self._graph.observe_output_stream(name, self._packets.__setitem__)
        self._graph.start_run({k: mp.packet_creator.create_bool(v) for k, v in flags.items()})

    def run(self, rgb: RGB, **rectangle: float) -> dict[str, Any]:
        """Return what the graph says about rgb, or about a rectangle of it; nothing where it is
        silent. rectangle: x_center, y_center, width, height in parts of the image, and rotation."""
        self._packets.clear()
        self._calls += 1
        frame = mp.ImageFrame(image_format=mp.ImageFormat.SRGB, data=rgb)
        self._add("image", mp.packet_creator.create_image_frame(frame))
        if rectangle:
            self._add("roi", mp.packet_creator.create_proto(rect_pb2.NormalizedRect(**rectangle)))
        self._graph.wait_until_idle()
        return {
            name: getattr(mp.packet_getter, f"get_{self._outputs[name]}")(packet)
            for name, packet in self._packets.items()
        }

    def _add(self, stream: str, packet: Any) -> None:
        self._graph.add_packet_to_input_stream(stream=stream, packet=packet.at(self._calls))
