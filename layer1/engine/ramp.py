"""One small curve that many measures share."""


def ramp(value: float, start: float, end: float) -> float:
    """Return 0 up to start, 1 from end on, and a straight line between them."""
    return min(1.0, max(0.0, (value - start) / (end - start)))
