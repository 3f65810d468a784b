"""MediaPipe's face models as graphs without what our squares need not: cutting and moving back.

The models, their options and thresholds are those of MediaPipe's own graphs (face_landmark_cpu and
face_detection_short_range in mediapipe/modules, Apache 2.0). Those cut a region out of the picture
before the model and move what it says back after it. Our pictures are cut already
(engine/square.py), so a fifth of the time went into leaving them as they are.
"""

from __future__ import annotations

from typing import Final

# Parsing a graph needs the options of each calculator that it names.
from mediapipe.calculators.core import split_vector_calculator_pb2  # noqa: F401
from mediapipe.calculators.tensor import (  # noqa: F401
    inference_calculator_pb2,
    tensor_converter_calculator_pb2,
    tensors_to_detections_calculator_pb2,
    tensors_to_floats_calculator_pb2,
)
from mediapipe.calculators.tflite import ssd_anchors_calculator_pb2  # noqa: F401
from mediapipe.calculators.util import non_max_suppression_calculator_pb2  # noqa: F401


def _from_image(*, lowest: int) -> str:
    """Return how our models' graphs begin: the square as numbers, black lowest and white 1."""
    return f"""
input_stream: "image"
node {{
  calculator: "TensorConverterCalculator"
  input_stream: "IMAGE:image"
  output_stream: "TENSORS:square"
  options {{
    [mediapipe.TensorConverterCalculatorOptions.ext] {{
      output_tensor_float_range {{ min: {lowest} max: 1 }}
    }}
  }}
}}
"""


# A square of 192 pixels; landmarks in parts of it, and how sure the model is of a face.
MESH: Final = (
    _from_image(lowest=0)
    + """
output_stream: "landmarks"
output_stream: "presence"
node {
  calculator: "TfLiteCustomOpResolverCalculator"
  output_side_packet: "OP_RESOLVER:operations"
}
node {
  calculator: "InferenceCalculator"
  input_side_packet: "OP_RESOLVER:operations"
  input_stream: "TENSORS:square"
  output_stream: "TENSORS:found"
  options {
    [mediapipe.InferenceCalculatorOptions.ext] {
      model_path: "mediapipe/modules/face_landmark/face_landmark_with_attention.tflite"
      delegate { xnnpack {} }
    }
  }
}
node {
  calculator: "SplitTensorVectorCalculator"
  input_stream: "found"
  output_stream: "parts"
  output_stream: "flag"
  options {
    [mediapipe.SplitVectorCalculatorOptions.ext] {
      ranges { begin: 0 end: 6 }
      ranges { begin: 6 end: 7 }
    }
  }
}
node {
  calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:flag"
  output_stream: "FLOAT:presence"
  options { [mediapipe.TensorsToFloatsCalculatorOptions.ext] { activation: SIGMOID } }
}
node {
  calculator: "TensorsToFaceLandmarksWithAttention"
  input_stream: "TENSORS:parts"
  output_stream: "LANDMARKS:landmarks"
}
"""
)
# A square of 128 pixels; boxes and key points in parts of it.
SHORT_RANGE: Final = (
    _from_image(lowest=-1)
    + """
output_stream: "detections"
node {
  calculator: "SsdAnchorsCalculator"
  output_side_packet: "anchors"
  options {
    [mediapipe.SsdAnchorsCalculatorOptions.ext] {
      input_size_width: 128 input_size_height: 128
      num_layers: 4 strides: 8 strides: 16 strides: 16 strides: 16
      min_scale: 0.1484375 max_scale: 0.75 fixed_anchor_size: true
      anchor_offset_x: 0.5 anchor_offset_y: 0.5
      aspect_ratios: 1 interpolated_scale_aspect_ratio: 1
    }
  }
}
node {
  calculator: "InferenceCalculator"
  input_stream: "TENSORS:square"
  output_stream: "TENSORS:found"
  options {
    [mediapipe.InferenceCalculatorOptions.ext] {
      model_path: "mediapipe/modules/face_detection/face_detection_short_range.tflite"
      delegate { xnnpack {} }
    }
  }
}
node {
  calculator: "TensorsToDetectionsCalculator"
  input_stream: "TENSORS:found"
  input_side_packet: "ANCHORS:anchors"
  output_stream: "DETECTIONS:all"
  options {
    [mediapipe.TensorsToDetectionsCalculatorOptions.ext] {
      num_classes: 1 num_boxes: 896 num_coords: 16
      x_scale: 128 y_scale: 128 w_scale: 128 h_scale: 128
      box_coord_offset: 0 reverse_output_order: true
      keypoint_coord_offset: 4 num_keypoints: 6 num_values_per_keypoint: 2
      sigmoid_score: true score_clipping_thresh: 100 min_score_thresh: 0.5
    }
  }
}
node {
  calculator: "NonMaxSuppressionCalculator"
  input_stream: "all"
  output_stream: "detections"
  options {
    [mediapipe.NonMaxSuppressionCalculatorOptions.ext] {
      algorithm: WEIGHTED overlap_type: INTERSECTION_OVER_UNION min_suppression_threshold: 0.3
    }
  }
}
"""
)
# Asked only in doubt: MediaPipe's own graph.
FULL_RANGE: Final = """
input_stream: "image"
output_stream: "detections"
node {
  calculator: "FaceDetectionFullRangeCpu"
  input_stream: "IMAGE:image"
  output_stream: "DETECTIONS:detections"
}
"""
