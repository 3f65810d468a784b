"""A MediaPipe graph that is kept running. With face_graphs.py the only file that uses MediaPipe.

It does what `mediapipe.solutions` does, without what that adds to each call: copies and checks of
the messages, and the hand-over from thread to thread between the nodes of a graph.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import mediapipe
from google.protobuf import text_format  # type: ignore[import-untyped]
from mediapipe.framework import calculator_pb2
from mediapipe.framework.formats.detection_pb2 import Detection
from mediapipe.python import (
    CalculatorGraph,
    ImageFormat,
    packet_creator,
    packet_getter,
    resource_util,
)
from mediapipe.python._framework_bindings import _packet_getter

from layer1.engine.types import RGB

# "bytes": a message as it stands on the wire; reading it into Python and out again costs ten times
# as much as the numbers in it.
Kind = Literal["bytes", "detections", "float"]
_GETTERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    "bytes": _packet_getter._get_serialized_proto,
    "detections": lambda packet: [
        Detection.FromString(each) for each in _packet_getter._get_serialized_proto_list(packet)
    ],
    "float": packet_getter.get_float,
}
# Nodes run one after the other where wait_until_idle() is called: no thread waits for another.
_SAME_THREAD: Final = 'executor { type: "ApplicationThreadExecutor" }\n'

# Where the graphs look for their models: the wheel carries them.
resource_util.set_resource_dir(str(Path(mediapipe.__file__).parent.parent))


class Graph:
    """`Graph(text, {"detections": "detections"}).run(rgb)`; no call leaves a trace in the next."""

    def __init__(self, text: str, outputs: dict[str, Kind]) -> None:
        self._outputs = {name: _GETTERS[kind] for name, kind in outputs.items()}
        self._packets: dict[str, Any] = {}
        self._calls = 0
        config = text_format.Parse(_SAME_THREAD + text, calculator_pb2.CalculatorGraphConfig())
        self._graph = CalculatorGraph(graph_config=config)
        for name in outputs:
            self._graph.observe_output_stream(name, self._packets.__setitem__)
        self._graph.start_run()

    def run(self, rgb: RGB) -> dict[str, Any]:
        """Return what the graph says about rgb; nothing where it is silent."""
        self._packets.clear()
        self._calls += 1
        image = packet_creator.create_image_frame(rgb, image_format=ImageFormat.SRGB)
        self._graph.add_packet_to_input_stream(stream="image", packet=image.at(self._calls))
        self._graph.wait_until_idle()
        return {name: self._outputs[name](packet) for name, packet in self._packets.items()}
