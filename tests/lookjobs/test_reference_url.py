"""referenceImageUrl: off by default; behind an allow-list it reaches public https hosts alone."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from rest_framework.test import APIClient

from config.errors import DomainError, InvalidRequestError
from lookjobs import reference_url
from lookjobs.errors import AssetNotFoundError
from lookjobs.models import LookJob
from lookjobs.reference_url import Fetcher, check_url, is_public
from lookjobs.services import work
from lookjobs.services.retention import purge
from tests.lookjobs.conftest import job_body

HOST = "photos.example"
LOOPBACK = ipaddress.ip_address("127.0.0.1")


class Answers(BaseHTTPRequestHandler):
    """A server of photos, and of what a hostile one would answer."""

    photo = b""
    seen: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.seen.append((self.headers["Host"], self.path))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "https://127.0.0.1/photo")
            self.end_headers()
        elif self.path == "/slow":
            self._send(b"x" * 100, pause_s=0.1)
        elif self.path == "/gone":
            self.send_error(404)
        else:
            self._send(self.photo, pause_s=0)

    def _send(self, data: bytes, *, pause_s: float) -> None:
        self.send_response(200)
        self.end_headers()
        for at in range(0, len(data), max(1, len(data) // 100)):
            self.wfile.write(data[at : at + max(1, len(data) // 100)])
            time.sleep(pause_s)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of HOST, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def fetcher(certificate: Path, photo: bytes) -> Iterator[Fetcher]:
    """A fetcher whose HOST is a real TLS server on this machine."""
    Answers.photo, Answers.seen = photo, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Fetcher(
        [HOST], resolve=lambda host, port: [LOOPBACK], is_public=lambda _: True,
        port=server.server_port, trusted=ssl.create_default_context(cafile=str(certificate)),
        within_s=60.0,
    )  # fmt: skip
    server.shutdown()
    server.server_close()


def test_the_photo_is_fetched_from_the_address_that_was_checked(
    fetcher: Fetcher, photo: bytes
) -> None:
    assert fetcher.fetch(f"https://{HOST}/a/b.jpg?size=1") == photo
    assert Answers.seen == [(HOST, "/a/b.jpg?size=1")]


def test_the_name_is_resolved_once(fetcher: Fetcher) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> Any:
        asked.append(host)
        return [LOOPBACK]

    replace(fetcher, resolve=resolve).fetch(f"https://{HOST}/a.jpg")
    assert asked == [HOST]


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("/moved", {}),
        ("/gone", {}),
        ("/slow", {"within_s": 1.0}),
        ("/photo", {"max_bytes": 100}),
        ("/photo", {"trusted": ssl.create_default_context()}),  # a certificate of nobody known
        ("/photo", {"resolve": lambda host, port: []}),
    ],
)
def test_what_is_not_the_photo_is_refused(
    fetcher: Fetcher, path: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(AssetNotFoundError):
        replace(fetcher, **changes).fetch(f"https://{HOST}{path}")
    assert not any(seen == "/photo" and path == "/moved" for _, seen in Answers.seen)


def test_a_certificate_of_another_host_is_refused(fetcher: Fetcher) -> None:
    with pytest.raises(AssetNotFoundError):
        replace(fetcher, hosts=["other.example"]).fetch("https://other.example/a.jpg")


@pytest.mark.parametrize(
    "url",
    [
        "http://photos.example/a.jpg", "https://photos.example:8443/a", "https://u:p@photos.example",
        "https://photos.example@127.0.0.1/", "https://127.0.0.1/a", "https://evil.example/a",
        "https://photos.example.evil.example/a", "https://photos.example./a", "https://2130706433/",
        "https://0x7f000001/", "https://[::1]/", "ftp://photos.example/a", "file:///etc/passwd",
        "https://photos.example/a b", "https://photos.example/\u00e9", "https://",
        "//photos.example",
        "https://photos.example:99999999/", "https://[photos.example/", "https://xphotos.example/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(InvalidRequestError):
        check_url(url, hosts=[HOST])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("198.18.0.1", False),
        ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:8.8.8.8", False), ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False), ("2002:7f00:1::", False), ("2001:0:7f00:1::", False),
        ("::7f00:1", False),
    ],
)  # fmt: skip
def test_only_public_addresses_are_connected_to(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_one_private_address_among_public_ones_is_enough_to_refuse(fetcher: Fetcher) -> None:
    mixed = [ipaddress.ip_address("8.8.8.8"), LOOPBACK]
    strict = replace(fetcher, resolve=lambda host, port: mixed, is_public=is_public)
    with pytest.raises(AssetNotFoundError, match="no public address"):
        strict.fetch(f"https://{HOST}/photo")
    assert Answers.seen == []


def url_body(url: str = f"https://{HOST}/a.jpg") -> dict[str, Any]:
    return job_body("", referenceImage=None, referenceImageUrl=url)


@pytest.mark.django_db
def test_it_is_off_unless_hosts_are_named(alice: APIClient) -> None:
    answer = alice.post("/look-jobs", url_body())
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_REQUEST")
    assert "upload the photo" in answer.json()["message"]


@pytest.mark.django_db
def test_another_host_is_a_400(alice: APIClient, settings: Any) -> None:
    settings.REFERENCE_URL_HOSTS = [HOST]
    answer = alice.post("/look-jobs", url_body("https://127.0.0.1/a.jpg"))
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_REQUEST")
    assert not LookJob.objects.exists()


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fetcher], None]:
    """Let the worker use this fetcher."""
    return lambda fetcher: monkeypatch.setattr(work, "Fetcher", lambda hosts: fetcher)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_a_job_runs_on_a_fetched_photo(
    alice: APIClient, settings: Any, fetcher: Fetcher, through: Callable[[Fetcher], None]
) -> None:
    settings.REFERENCE_URL_HOSTS = [HOST]
    through(fetcher)
    assert alice.post("/look-jobs", url_body()).status_code == 201
    job = LookJob.objects.get()
    work.work(job.pk)
    job.refresh_from_db()
    assert (job.status, Answers.seen) == ("completed", [(HOST, "/a.jpg")])
    assert job.finished_at is not None
    purge(job.created_at + datetime.timedelta(days=7))
    job.refresh_from_db()
    assert job.reference_url == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_a_photo_that_is_not_there_ends_the_job_with_a_reason(
    alice: APIClient, settings: Any, fetcher: Fetcher, through: Callable[[Fetcher], None]
) -> None:
    settings.REFERENCE_URL_HOSTS = [HOST]
    through(fetcher)
    alice.post("/look-jobs", url_body(f"https://{HOST}/gone"))
    job = LookJob.objects.get()
    work.work(job.pk)
    job.refresh_from_db()
    assert job.error is not None
    assert job.error["code"] == "ASSET_NOT_FOUND"
    assert "404" in job.error["message"]


def test_the_real_resolver_takes_hosts_as_the_system_does() -> None:
    found = reference_url.resolve("localhost", 443)
    assert found
    assert not any(is_public(address) for address in found)
    assert issubclass(AssetNotFoundError, DomainError)
