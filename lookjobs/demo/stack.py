"""The web server and the worker as child processes, started together and stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import IO, Final

import httpx
from django.conf import settings

HOST: Final = "127.0.0.1"
READY_WITHIN_S: Final = 60.0  # importing the face models takes some seconds on a cold machine
STOP_WITHIN_S: Final = 10.0
_PR_SET_PDEATHSIG: Final = 1


class StackError(Exception):
    """The stack cannot run; the message says why and what to do."""


class Stack:
    """`with Stack(port=8000) as stack:` runs both processes; leaving it stops both."""

    def __init__(self, *, port: int, log: IO[bytes] | None = None) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self._log = log
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Stack:
        require_free(self.port)
        try:
            self._spawn("web server", [
                "-m", "uvicorn", "config.asgi:application", "--host", HOST,
                "--port", str(self.port),
                "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3",
            ])  # fmt: skip
            self._spawn("worker", ["manage.py", "worker"])
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def pid(self, name: str) -> int:
        """Return the process id of the "web server" or the "worker"."""
        return self._processes[name].pid

    def check(self) -> None:
        """Raise StackError if one of the two has ended."""
        for name, process in self._processes.items():
            if (code := process.poll()) is not None:
                raise StackError(f"The {name} ended with exit code {code}; its log says why.")

    def stop(self) -> None:
        """Ask both to stop, and kill what does not within ten seconds."""
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_S
        for process in self._processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _spawn(self, name: str, arguments: list[str]) -> None:
        self._processes[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PUBLIC_BASE_URL": self.url},
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop the children in order
            preexec_fn=_die_with(os.getpid()),
        )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            self.check()
            if _is_ready(self.url):
                return
            time.sleep(0.1)
        raise StackError(f"The server did not get ready within {READY_WITHIN_S:.0f} s.")


def _is_ready(url: str) -> bool:
    try:
        return all(
            httpx.get(url + path, timeout=2).status_code == httpx.codes.OK
            for path in ("/readyz", "/healthz/worker")
        )
    except httpx.TransportError:
        return False


def _die_with(parent: int) -> Callable[[], None]:
    """Return a hook for a new child: the kernel ends it when its parent dies, even by SIGKILL."""
    prctl = ctypes.CDLL(None).prctl

    def hook() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return hook


def require_free(port: int) -> None:
    """Raise StackError if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise StackError(
                f"Port {port} is in use. Stop what listens there, or choose another: PORT=8001."
            ) from None


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
