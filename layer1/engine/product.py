"""One product of matrices that many measures share."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def product(one: Any, other: Any, *, turned: bool = False) -> NDArray[np.float64]:
    """Return one @ other, or one.T @ other where turned; for few numbers.

    By OpenCV: NumPy's own wakes BLAS up, which costs ten times what the products do.
    """
    flags = cv2.GEMM_1_T if turned else 0
    found = cv2.gemm(one, other, 1.0, None, 0.0, flags=flags)  # type: ignore[call-overload]
    return np.asarray(found, np.float64)
