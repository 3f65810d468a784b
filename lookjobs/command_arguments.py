"""What commands are given: photos as files, and locales; what is wrong with one in one line."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

from rest_framework.exceptions import ValidationError

from config.contracts import LocaleField
from layer1.engine.types import RGB
from lookjobs.engine.decode import ImageUnreadableError, decode


class UnreadableFileError(Exception):
    """A file that is no photo we can read; the message names it and says what to do."""


class NoPhotoError(UnreadableFileError):
    """A file that is there, and no photo."""


def read_photo_file(path: Path) -> RGB:
    """Return a photo's pixels. Raises UnreadableFileError, and NoPhotoError where it is there."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise UnreadableFileError(f"{path}: {error.strerror}.") from None
    except ImageUnreadableError as error:
        raise NoPhotoError(f"{path}: {error} {error.tip}") from None


def locale_argument(text: str) -> str:
    """Return a locale that the API would take too."""
    try:
        return str(LocaleField().run_validation(text))
    except ValidationError:
        raise ArgumentTypeError(f"{text!r} is no locale such as en-US or es.") from None
