"""Photo rows to pixels, and pixels to what may be shown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lookjobs import storage
from lookjobs.decoder import get_decoder
from lookjobs.engine.decode import ImageUnreadableError
from lookjobs.errors import AssetNotFoundError, UnreadablePhotoError
from lookjobs.models import Upload


def read_photo(upload: Upload | None) -> NDArray[np.uint8]:
    """Return the photo's pixels. Raises AssetNotFoundError, UnreadablePhotoError."""
    if upload is None:
        raise AssetNotFoundError("The photo was deleted before it was read.")
    return decode_photo(storage.read(upload))


def decode_photo(data: bytes) -> NDArray[np.uint8]:
    """Decode a stranger's bytes. Raises UnreadablePhotoError with the reason and a tip."""
    try:
        return get_decoder().decode(data)
    except ImageUnreadableError as error:
        raise UnreadablePhotoError(
            f"{error} {error.tip}", details={"reason": error.reason, "tip": error.tip}
        ) from error
