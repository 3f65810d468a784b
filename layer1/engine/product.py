"""Products of few numbers, by OpenCV: NumPy's wake BLAS up, which costs ten times the sums."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def product(one: Any, other: Any, *, turned: bool = False) -> NDArray[np.float64]:
    """Return one @ other, or one.T @ other where turned."""
    flags = cv2.GEMM_1_T if turned else 0
    found = cv2.gemm(one, other, 1.0, None, 0.0, flags=flags)  # type: ignore[call-overload]
    return np.asarray(found, np.float64)


def moved(points: Any, matrix: Any) -> NDArray[np.float64]:
    """Return points (N, K) through a matrix (K, K), or (K, K + 1) whose last column is added."""
    return np.asarray(cv2.transform(points[:, None], np.asarray(matrix))[:, 0], np.float64)
