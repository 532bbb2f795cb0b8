"""Mail leaves encrypted, by STARTTLS or by TLS from the first byte, and never to a server that can't prove its name."""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.jobs.mail import Mail
from tests.processes.test_post import SENDER, free_port

ACCOUNT, SECRET = "polku", "sala/sana@1"
LETTER = "Subject: Hei\r\n\r\nTerve."


@dataclass
class Box:
    """What a server took: whether each mail came encrypted, and from whom."""

    taken: list[tuple[bool, bytes | None]]

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        transport: Any = server.transport
        encrypted = session.ssl is not None or transport.get_extra_info("sslcontext") is not None
        self.taken.append((encrypted, session.auth_data))
        return "250 taken" if envelope.content else "554 empty"


def certificate(folder: Path, name: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate that was made here, and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.IPAddress(ip_address(name))] if name[0].isdigit() else [x509.DNSName(name)]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=given == LoginPassword(ACCOUNT.encode(), SECRET.encode()), auth_data=given.login)


@dataclass
class Server:
    box: Box
    port: int
    certificate: Path


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Any]:
    running: list[Controller] = []

    def start(*, implicit: bool, name: str = "127.0.0.1") -> Server:
        pem, key = certificate(tmp_path, name)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem, key)
        box, port = Box([]), free_port()
        more: dict[str, Any] = (
            {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
        )
        controller = Controller(
            box, hostname="127.0.0.1", port=port, authenticator=signed_in, auth_required=True,
            auth_require_tls=not implicit, **more,
        )  # fmt: skip
        controller.start()
        running.append(controller)
        return Server(box, port, pem)

    yield start
    for controller in running:
        controller.stop()


def send(server: Server, scheme: str) -> None:
    address = f"{scheme}://{ACCOUNT}:sala%2Fsana%401@127.0.0.1:{server.port}"
    with Mail(address, SENDER).connected() as connection:
        connection.sendmail("palvelut@toimisto.example", ["kaarlo@asiakas.example"], LETTER)


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_a_mail_goes_encrypted_to_a_server_that_is_trusted(
    serve: Any, monkeypatch: pytest.MonkeyPatch, scheme: str, implicit: bool
) -> None:
    server = serve(implicit=implicit)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))

    send(server, scheme)

    assert server.box.taken == [(True, ACCOUNT.encode())]


@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_a_server_with_a_certificate_that_nobody_knows_gets_nothing(serve: Any, scheme: str, implicit: bool) -> None:
    server = serve(implicit=implicit)

    with pytest.raises(ssl.SSLCertVerificationError):
        send(server, scheme)

    assert server.box.taken == []


def test_a_server_with_the_certificate_of_another_name_gets_nothing(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(implicit=False, name="mail.toimisto.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))

    with pytest.raises(ssl.SSLCertVerificationError):
        send(server, "smtp")

    assert server.box.taken == []


def test_a_server_without_encryption_gets_neither_password_nor_mail() -> None:
    box, port = Box([]), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            send(Server(box, port, Path()), "smtp")
    finally:
        controller.stop()

    assert box.taken == []
