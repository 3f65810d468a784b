"""Plain streams under ASGI: static files, staff's exports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

PARTS: Final = 256  # read in one step of a thread: a file's parts have 4 kB, an export's one row


def async_streams(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Give an ASGI server streams that it can wait for.

    Django would read the whole of a plain one into memory first, and warn.
    """

    def answer(request: HttpRequest) -> Any:
        response = get_response(request)
        if isinstance(request, ASGIRequest) and response.streaming and not response.is_async:
            response.streaming_content = _in_steps(response.streaming_content)
        return response

    return answer


async def _in_steps(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    source = iter(parts)
    while chunk := await sync_to_async(_read)(source):
        yield b"".join(chunk)


def _read(source: Iterator[bytes]) -> list[bytes]:
    return list(islice(source, PARTS))
