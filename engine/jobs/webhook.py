"""Jobs of the type `webhook`: call an address of another system, and take its answer.

The task's headers say `url` and, if need be, `method` (POST) and `resultVariable` (`response`); they may be set by
input mappings too, as variables of these names. What is sent is the variable `body` as JSON, or else all variables.
The result has `status` and `body`. Anything but a 2xx is a failed try.

Only hosts that the administrator has named are called, with TLS, at public addresses; for hosts named as
`internal:HOST` plain HTTP and private addresses will do. The address that was checked is the one that is connected to,
and redirects are not followed: nothing in an answer or in the name service leads anywhere else. The job's key is sent
as Idempotency-Key, the same at every try, and the call is signed.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from engine.errors import Refused
from engine.feel.codec import to_json
from engine.jobs.handlers import OUTSIDE, Handler, Job

TYPE = "webhook"
INTERNAL = "internal:"
SECONDS = 20
LARGEST_ANSWER = 1_000_000
#: Whose last four bytes are an IPv4 address, which a translator on the way may call (RFC 6052, RFC 4291).
WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
LOCAL_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Webhook:
    """Which hosts may be called (as POLKU_WEBHOOK_HOSTS names them), and what calls are signed with."""

    hosts: Collection[str]
    secret: str = ""

    def handler(self) -> Handler:
        return Handler(TYPE, self.call, leaves_machine=True, lease=OUTSIDE)

    def call(self, job: Job) -> dict[str, Any]:
        target = urlsplit(said(job, "url"))
        method = (said(job, "method") or "POST").upper()
        if method not in METHODS:
            raise Refused(f"The webhook of {job.element_id} has the method {method}: give one of {sorted(METHODS)}.")
        connection = self.connected(target)
        try:
            connection.request(method, path_of(target), *self.content(job, method))
            answer = connection.getresponse()
            body = answer.read(LARGEST_ANSWER + 1)
        finally:
            connection.close()
        return {said(job, "resultVariable") or "response": result(target, answer.status, body)}

    def content(self, job: Job, method: str) -> tuple[bytes | None, dict[str, str]]:
        """The body and the headers."""
        headers = {"User-Agent": "Polku", "Accept": "application/json"}
        headers["Idempotency-Key"] = f"{job.instance_id}/{job.key}"
        content = None
        if method not in ("GET", "DELETE"):
            values = {name: to_json(value) for name, value in job.variables.items()}
            content = json.dumps(values.get("body", values), ensure_ascii=False, default=str).encode()
            headers["Content-Type"] = "application/json"
        if self.secret:
            headers["X-Polku-Signature"] = signature(self.secret, job.now, content or b"")
        return content, headers

    def connected(self, target: SplitResult) -> http.client.HTTPConnection:
        """A connection to an address of the host that may be called. Raises `Refused`."""
        host, port, internal = self.allowed(target)
        address = checked_address(host, port, internal)
        raw = socket.create_connection(address, SECONDS)
        if target.scheme == "http":
            connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
            connection.sock = raw
        else:
            connection = http.client.HTTPSConnection(host, port, timeout=SECONDS)
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        return connection

    def allowed(self, target: SplitResult) -> tuple[str, int, bool]:
        """The host, its port, and whether it is an internal one."""
        host = (target.hostname or "").lower()
        port = target.port or {"http": 80, "https": 443}.get(target.scheme, 0)
        if not host or target.scheme not in ("http", "https") or target.username:
            raise Refused(f"{target.geturl()!r} can't be called: give https://HOST/PATH, without a user name.")
        names = {host, f"{host}:{port}"}
        internal = not names.isdisjoint(name.removeprefix(INTERNAL) for name in self.hosts if name.startswith(INTERNAL))
        if not internal and names.isdisjoint(self.hosts):
            raise Refused(
                f"Calls to {host} are not allowed. An administrator can allow them: add it to POLKU_WEBHOOK_HOSTS."
            )
        if target.scheme == "http" and not internal:
            raise Refused(f"{host} is called over TLS only: write https:// in the address.")
        return host, port, internal


def checked_address(host: str, port: int, internal: bool) -> tuple[str, int]:
    """The first address of the host; every one of them must be public, unless it is an internal host."""
    found = [info[4] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not internal:
        for address in found:
            if not is_public(ipaddress.ip_address(str(address[0]))):
                raise Refused(
                    f"{host} has the private address {address[0]}. If it is meant, an administrator can allow it: "
                    f"write {INTERNAL}{host} in POLKU_WEBHOOK_HOSTS."
                )
    return str(found[0][0]), int(found[0][1])


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether the address is one machine of the internet: also where it is written inside a longer one."""
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and any(address in network for network in WITH_IPV4):
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(inside)
        if address.is_site_local or address in LOCAL_TRANSLATION:
            return False
    return address.is_global and not address.is_multicast


def path_of(target: SplitResult) -> str:
    return (target.path or "/") + (f"?{target.query}" if target.query else "")


def said(job: Job, name: str) -> str:
    value = job.headers.get(name) or job.variables.get(name)
    return str(value) if value is not None else ""


def result(target: SplitResult, status: int, body: bytes) -> Mapping[str, Any]:
    """What the answer means. Raises `Refused` for one that is no success."""
    if 300 <= status < 400:
        raise Refused(f"{target.hostname} answered with a redirect ({status}), which is not followed.")
    if not 200 <= status < 300:
        raise Refused(f"{target.hostname} answered {status}: {body[:200].decode(errors='replace')}")
    if len(body) > LARGEST_ANSWER:
        raise Refused(f"{target.hostname} answered with more than {LARGEST_ANSWER} bytes.")
    text = body.decode(errors="replace")
    try:
        return {"status": status, "body": json.loads(text) if text else None}
    except ValueError:
        return {"status": status, "body": text}


def signature(secret: str, now: datetime, content: bytes) -> str:
    """The moment and an HMAC over the moment and the body: an old call that somebody recorded shows its age."""
    at = str(int(now.timestamp()))
    mac = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"
