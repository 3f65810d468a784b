"""Plain streams under ASGI; a warning is an error in tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import AsyncClient, AsyncRequestFactory, Client

from config.streams import PARTS, async_streams

pytestmark = pytest.mark.anyio
FILE = "/static/admin/css/base.css"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_static_file_is_whole_under_asgi() -> None:
    answer: Any = await AsyncClient().get(FILE)
    assert (answer.status_code, answer.is_async) == (200, True)
    parts = [part async for part in answer.streaming_content]
    assert len(b"".join(parts)) == int(answer["Content-Length"]) > 1000


def test_a_static_file_is_whole_without_asgi() -> None:
    answer: Any = Client().get(FILE)
    assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"]) > 1000


async def test_a_long_stream_is_read_step_by_step() -> None:
    read: list[int] = []

    def rows() -> Any:
        for number in range(PARTS * 3):
            read.append(number)
            yield f"{number}\n".encode()

    view = async_streams(lambda _: StreamingHttpResponse(rows()))
    answer = view(AsyncRequestFactory().get("/"))
    content = answer.streaming_content
    first = await anext(content)
    assert len(read) == PARTS
    rest = [part async for part in content]
    assert b"".join([first, *rest]) == b"".join(b"%d\n" % n for n in range(PARTS * 3))
