"""Fetch the photo that a legacy `referenceImageUrl` names, without being talked into anything else.

Off unless LOOK_REPLICATOR_REFERENCE_URL_HOSTS names hosts. Then: https on port 443 of exactly such
a host; its name is resolved once, every address must be a public one, and the connection goes to
the address that was checked (a second look-up could answer with another); no redirect, no proxy,
at most 15 MB and 5 s. Python 3.11 calls NAT64 and others of the forms below global.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from config.errors import InvalidRequestError
from lookjobs.errors import AssetNotFoundError

MAX_BYTES: Final = 15 * 1024 * 1024
WITHIN_S: Final = 5.0
PORT: Final = 443
_PLAIN: Final = re.compile(r"^https://[!-~]+\Z")  # no space, control or non-ASCII character
# IPv6 that carries an IPv4 address inside: NAT64 (RFC 6052, 8215), 6to4, Teredo, mapped, compatible
_EMBEDDING: Final = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::ffff:0:0/96",
        "::/96",
    )
)
Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet and hides no other."""
    if address.version == 6 and any(address in network for network in _EMBEDDING):
        return False
    return address.is_global and not address.is_multicast


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host, in the resolver's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(entry[4][0])) for entry in found]


def check_url(url: str, *, hosts: Collection[str]) -> SplitResult:
    """Return the parts of an address that may be fetched. Raises InvalidRequestError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidRequestError("referenceImageUrl is not an address.") from None
    if not _PLAIN.match(url) or "@" in parts.netloc or port not in (None, PORT):
        raise InvalidRequestError("referenceImageUrl must be a plain https address, port 443.")
    if parts.hostname not in hosts:
        raise InvalidRequestError("referenceImageUrl names a host that is not allowed here.")
    return parts


@dataclass(frozen=True, slots=True)
class Fetcher:
    """What a fetch needs of the world; a test puts its own server and resolver in."""

    hosts: Collection[str]
    resolve: Callable[[str, int], list[Address]] = resolve
    is_public: Callable[[Address], bool] = is_public
    port: int = PORT
    trusted: ssl.SSLContext | None = None  # None: the usual authorities
    within_s: float = WITHIN_S
    max_bytes: int = MAX_BYTES

    def fetch(self, url: str) -> bytes:
        """Return the bytes at url. Raises InvalidRequestError, AssetNotFoundError."""
        parts = check_url(url, hosts=self.hosts)
        host = str(parts.hostname)
        address = self._address(host)
        target = httpx.URL(
            scheme="https", host=str(address), port=self.port, path=parts.path or "/",
            query=parts.query.encode() or None,
        )  # fmt: skip
        try:
            return self._download(target, host)
        except (httpx.HTTPError, ssl.SSLError, OSError):
            raise AssetNotFoundError("The photo at referenceImageUrl cannot be fetched.") from None

    def _address(self, host: str) -> Address:
        try:
            found = self.resolve(host, self.port)
        except (OSError, ValueError):
            found = []
        if not found or not all(self.is_public(address) for address in found):
            raise AssetNotFoundError("The host of referenceImageUrl has no public address.")
        return found[0]

    def _download(self, target: httpx.URL, host: str) -> bytes:
        end = time.monotonic() + self.within_s
        context = self.trusted or ssl.create_default_context()
        with (
            httpx.Client(verify=context, trust_env=False, timeout=self.within_s) as client,
            client.stream(
                "GET", target, headers={"Host": host, "Accept-Encoding": "identity"},
                extensions={"sni_hostname": host}, follow_redirects=False,
            ) as answer,
        ):  # fmt: skip
            if answer.status_code != httpx.codes.OK:
                raise AssetNotFoundError(
                    f"The address of the photo answered with {answer.status_code}."
                )
            found = bytearray()
            for chunk in answer.iter_raw():
                found += chunk
                if len(found) > self.max_bytes:
                    raise AssetNotFoundError(f"The photo has more than {self.max_bytes} bytes.")
                if time.monotonic() > end:
                    raise AssetNotFoundError("The photo did not arrive in time.")
        return bytes(found)
