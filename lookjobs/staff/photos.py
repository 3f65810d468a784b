"""Photos for staff: behind a permission, through a link of one minute, each view recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core import signing

from config.errors import ForbiddenError
from lookjobs.models import LookJob, Upload
from lookjobs.page_photos import preview_jpeg
from lookjobs.services.explained import explained_picture

LINK_S: Final = 60
PICTURES: Final = ("reference", "selfie", "explained")
_SALT: Final = "look-replicator.staff-photo"


@dataclass(frozen=True, slots=True)
class Link:
    """What a signed link shows; it works for the person it was made for alone."""

    job_id: UUID
    picture: str


def sign_link(*, job: LookJob, picture: str, user: Any) -> str:
    """Return the token of a link that works for LINK_S seconds, for this person."""
    return signing.dumps([str(job.pk), picture, user.pk], salt=_SALT)


def open_link(token: str, *, user: Any) -> Link:
    """Return what a token shows. Raises ForbiddenError: forged, expired or somebody else's."""
    try:
        job_id, picture, owner = signing.loads(token, salt=_SALT, max_age=LINK_S)
    except signing.BadSignature:
        raise ForbiddenError("The link to the photo has expired. Open it again.") from None
    if owner != user.pk:
        raise ForbiddenError("The link to the photo was made for somebody else.")
    return Link(UUID(job_id), picture)


def upload_of(job: LookJob, picture: str) -> Upload | None:
    """Return the photo that a picture is made from, while it is kept."""
    found: Upload | None = job.selfie if picture == "selfie" else job.reference
    return found if found is not None and found.state == Upload.State.RECEIVED else None


def draw_picture(upload: Upload, picture: str) -> tuple[bytes, str]:
    """Return the picture and its type: the photo small, or explained with regions and measures.

    Explaining measures the photo anew with the engines of today, in this process; it is asked for
    rarely and by staff alone; in English, as the admin is. Raises what reading a photo raises.
    """
    if picture != "explained":
        return preview_jpeg(upload), "image/jpeg"
    return explained_picture(upload), "image/png"
