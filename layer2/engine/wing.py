"""The wing: the dark line that may leave the outer corner of an eye, and where it points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer2.engine.canvas import Mask
from layer2.engine.corner import Depths
from layer2.engine.eye_patch import ABOVE, BEFORE, EYE_WIDTH
from layer2.engine.stats import median, ranks

ROOT: Final = 4  # a wing must begin within this distance of the corner
START: Final = 2  # columns beyond the corner that are left out: the corner's own shadow
CONTRAST: Final = 0.25  # of the skin's lightness, between the window's skin and its darkest line
LEVEL: Final = 0.5  # how far from skin to the darkest a pixel must be to belong to the line
SHORTEST: Final = 5  # columns; 0.08 of an eye's width
# In eye widths. Painted lines, eleven faces: length 0.19 and more, thickness mostly to 0.11. No
# bare face of the labelled photos has such a line beside both eyes.
DRAWN_LENGTH, DRAWN_THICKNESS = 0.185, 0.115
# In parts of the skin's lightness. Painted lines on five depths of skin: to 0.215; creases beside
# smiling bare eyes that are as long and fine: six of eight from 0.23.
DRAWN_DARK: Final = 0.22
# So long and fine that one eye's says it for both; and what the eye that is turned away shows of
# the same line. Six painted faces at yaw -15 to 15; no bare face has a clear one beside either eye.
CLEAR_LENGTH, CLEAR_THICKNESS = 0.22, 0.105
CLEAR_STEEP: Final = 50.0  # degrees; lashes and creases of bare eyes fall away at 56 and more
FAINT_LENGTH, FAINT_THICKNESS = 0.12, 0.14
LIT: Final = 0.6  # of the skin's lightness; skin darker than this beside an eye shows no line
ROOTED: Final = 3  # the first part in so many of a line is not used for its angle


@dataclass(frozen=True, slots=True)
class Wing:
    """angle: degrees above the line through the eye's corners; length and thickness in eye widths;
    darkness: 0 black, 1 skin."""

    angle: float
    length: float
    thickness: float
    darkness: float

    @property
    def drawn(self) -> bool:
        """Return whether it is a drawn line: creases are lighter, lashes shorter or broader."""
        fine = self.length >= DRAWN_LENGTH and self.thickness <= DRAWN_THICKNESS
        return fine and self.darkness <= DRAWN_DARK

    @property
    def clear(self) -> bool:
        """Return whether it is a drawn line beyond doubt."""
        fine = self.drawn and self.reach >= CLEAR_LENGTH and self.thickness <= CLEAR_THICKNESS
        return fine and abs(self.angle) <= CLEAR_STEEP

    @property
    def faint(self) -> bool:
        """Return whether it may be a drawn line that the head's turn foreshortens."""
        return self.reach >= FAINT_LENGTH and self.thickness <= FAINT_THICKNESS

    @property
    def reach(self) -> float:
        """Return the length along the line; `length` is how far it goes sideways."""
        return self.length / math.cos(math.radians(self.angle))


def find_wing(depth: Depths) -> Wing | None:
    """Return the line that leaves the outer corner, of no length where there is none.

    depth: (H, W) of one of corners(). None where none could be seen: the corner is in shade.
    """
    dark = ranks(depth[:, : BEFORE + 2 * ROOT], 2)[0]
    plain = ranks(depth, 75)[0]
    if plain < LIT:
        return None
    if plain - dark < CONTRAST:
        return Wing(0.0, 0.0, 0.0, dark)
    return _fit(_rooted(depth < plain - LEVEL * (plain - dark)), dark)


def _rooted(mask: Mask) -> Mask:
    """Keep the dark that hangs together with the corner."""
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    kept = np.zeros(count, np.bool_)
    kept[labels[ABOVE - ROOT : ABOVE + ROOT, BEFORE - ROOT : BEFORE + ROOT]] = True
    kept[0] = False  # what is not dark
    return np.asarray(kept[labels], np.bool_)


def _fit(line: Mask, dark: float) -> Wing:
    """Return the straight line through the middle of each column beyond the corner."""
    beyond = line[:, BEFORE + START :]
    counts = beyond.sum(0)
    empty = np.flatnonzero(counts == 0)
    length = int(empty[0]) if empty.size else beyond.shape[1]
    if length < SHORTEST:
        return Wing(0.0, 0.0, 0.0, dark)
    rows: NDArray[np.intp] = np.arange(line.shape[0])[:, None]
    middles = (beyond * rows).sum(0)[:length] / counts[:length]
    free = length // ROOTED  # what lies nearer bends into the lash line
    across = np.arange(free, length) - (free + length - 1) / 2
    slope = float(across @ middles[free:] / (across @ across))
    return Wing(
        angle=math.degrees(math.atan(-slope)),
        length=(length + START) / EYE_WIDTH,
        thickness=float(median(counts[:length])) / math.hypot(slope, 1.0) / EYE_WIDTH,
        darkness=dark,
    )
