"""Photos on the pages' own ways: posted with a form, and shown again small."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final

import httpx
import numpy as np
from PIL import Image

from layer1 import services as layer1
from layer1.engine.types import RGB
from layer2.engine.outlines import draw_outlines, face_window
from lookjobs import storage
from lookjobs.errors import StorageUnavailableError
from lookjobs.models import Upload
from lookjobs.page_forms import Photo
from lookjobs.services import uploads
from lookjobs.services.photos import read_photo

PREVIEW_PX: Final = 900  # twice the width at which the page shows it
PREVIEW_QUALITY: Final = 82
SEND_TIMEOUT_S: Final = 60.0


def take_form_photo(*, caller: str, kind: str, photo: Photo, now: datetime) -> str:
    """Put a posted photo into the store by its own signed way, and return its asset key.

    It passes the same checks as a browser's direct upload: for the local store the same function
    receives it, for a bucket the same signed URL.
    """
    size = photo.file.size or 0
    upload, signed = uploads.sign_upload(
        caller=caller, kind=kind, content_type=photo.content_type, size_bytes=size, now=now
    )
    if storage.is_local():
        uploads.receive_upload(
            token=signed.url.rsplit("/", 1)[-1], stream=photo.file, length=str(size),
            content_type=photo.content_type, encoding="",
        )  # fmt: skip
    else:
        _put(signed, photo)
    return upload.key


def _put(signed: storage.SignedPut, photo: Photo) -> None:
    try:
        answer = httpx.put(
            signed.url, content=photo.file.read(), headers=signed.headers, timeout=SEND_TIMEOUT_S
        )
    except httpx.HTTPError as error:
        raise StorageUnavailableError("The photo store does not answer.") from error
    if not answer.is_success:
        raise StorageUnavailableError("The photo store refused the photo.")


def preview_jpeg(upload: Upload) -> bytes:
    """Return the photo small, from its pixels alone: no original byte and no metadata is served."""
    return _jpeg(_small(read_photo(upload)))


def regions_jpeg(upload: Upload) -> bytes | None:
    """Return the face of the photo with what was measured outlined; None where it is not one.

    Drawn when somebody asks, for landmarks are never stored: one look of the face models, in this
    process. Raises AssetNotFoundError, UnreadablePhotoError.
    """
    rgb = read_photo(upload)
    mesh = layer1.find_face(rgb).mesh
    if mesh is None:
        return None
    x0, y0, x1, y1 = face_window(mesh.points, rgb.shape)
    part = Image.fromarray(rgb[y0:y1, x0:x1])
    scale = PREVIEW_PX / max(part.size)
    size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
    at = (mesh.points[:, :2] - (x0, y0)) * scale
    return _jpeg(Image.fromarray(draw_outlines(np.asarray(part.resize(size)), at)))


def _small(rgb: RGB) -> Image.Image:
    image = Image.fromarray(rgb)
    image.thumbnail((PREVIEW_PX, PREVIEW_PX))
    return image


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=PREVIEW_QUALITY, optimize=True)
    return out.getvalue()
