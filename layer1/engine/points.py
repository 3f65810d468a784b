"""Which of the mesh's 478 points is which. "Right" and "left" are the person's own.

Indices: MediaPipe's canonical face model, github.com/google-ai-edge/mediapipe,
mediapipe/modules/face_geometry/data (Apache 2.0).
"""

from __future__ import annotations

from typing import Final

FOREHEAD_TOP: Final = 10
CHIN_BOTTOM: Final = 152
BROW_CENTRE: Final = 9  # between the brows
NASION: Final = 168  # root of the nose, between the eyes
NOSE_TIP: Final = 4
NOSE_BASE: Final = 2  # where the nose meets the upper lip

CHEEKS: Final = (234, 454)  # widest points of the face, right and left
JAWS: Final = (172, 397)  # corners of the jaw

EYE_OUTER: Final = (33, 263)
EYE_INNER: Final = (133, 362)
EYE_TOP: Final = (159, 386)
EYE_BOTTOM: Final = (145, 374)
# Upper and lower lid in matching pairs from the outer to the inner corner, right eye and left eye.
EYE_LIDS: Final = (
    ((160, 144), (159, 145), (158, 153)),
    ((387, 373), (386, 374), (385, 380)),
)
# The eye opening, corner to corner and back.
EYE_RINGS: Final = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249),
)
IRISES: Final = ((468, 469, 470, 471, 472), (473, 474, 475, 476, 477))
BROWS: Final = (
    (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    (300, 293, 334, 296, 336, 285, 295, 282, 283, 276),
)

MOUTH_CORNERS: Final = (61, 291)
UPPER_LIP_TOP: Final = 0
UPPER_LIP_BOTTOM: Final = 13
LOWER_LIP_TOP: Final = 14
LOWER_LIP_BOTTOM: Final = 17
# Columns of the lips: upper lip's outer and inner edge, lower lip's inner and outer edge.
LIP_COLUMNS: Final = ((37, 82, 87, 84), (0, 13, 14, 17), (267, 312, 317, 314))
LIPS_OUTER: Final = (
    61,
    185,
    40,
    39,
    37,
    0,
    267,
    269,
    270,
    409,
    291,
    375,
    321,
    405,
    314,
    17,
    84,
    181,
    91,
    146,
)
LIPS_INNER: Final = (
    78,
    191,
    80,
    81,
    82,
    13,
    312,
    311,
    310,
    415,
    308,
    324,
    318,
    402,
    317,
    14,
    87,
    178,
    88,
    95,
)

# The outline, clockwise from the forehead as the viewer sees it.
FACE_OVAL: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip

# The lips' outer edges from the right corner to the left one.
LIP_TOP_EDGE: Final = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
LIP_BOTTOM_EDGE: Final = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)

# Points on the middle of the face; all others come in pairs, one on each side.
MIDLINE: Final = (
    0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175,
    195, 197, 199, 200,
)  # fmt: skip
_FIRST_LEFT: Final = 248  # the left side's points follow the right side's, in the same order
_RIGHT: Final = [i for i in range(_FIRST_LEFT) if i not in MIDLINE]
_PAIRS: Final = (
    *zip(_RIGHT, range(_FIRST_LEFT, 468), strict=True),
    (468, 473), (469, 476), (470, 475), (471, 474), (472, 477),
)  # fmt: skip


def _twins() -> list[int]:
    found = list(range(478))
    for right, left in _PAIRS:
        found[right], found[left] = left, right
    return found


# For each point its twin on the other side of the face. Found by fitting 36 photos and their mirror
# images: the assignment with the least distance is its own inverse, and is this rule.
TWINS: Final = _twins()
