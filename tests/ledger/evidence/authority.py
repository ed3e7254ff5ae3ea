"""A time-stamping authority for tests: certificates of our making, tokens by `openssl ts`, HTTP."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
ess_cert_id_alg = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
"""


@dataclass
class Authority:
    """A folder with a root, a signer and the configuration of `openssl ts`."""

    folder: Path
    url: str = ""

    @classmethod
    def new(
        cls,
        folder: Path,
        *,
        years_ago: int = 0,
        digests: str = "sha256, sha384, sha512",
    ) -> Authority:
        """Certificates good for a year, from `years_ago` years ago on."""
        folder.mkdir()
        name = f"Authority {folder.name}"
        begin = datetime.now(UTC) - timedelta(days=365 * years_ago + 1)
        root_key, signer_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root = _certificate(name, root_key, name, root_key, begin)
        signer = _certificate(f"{name} signer", signer_key, name, root_key, begin)
        (folder / "root.pem").write_bytes(root)
        (folder / "signer.pem").write_bytes(signer)
        (folder / "signer.key").write_bytes(
            signer_key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder, digests=digests))
        return cls(folder)

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        words = ["-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"]
        subprocess.run(
            ["openssl", "ts", "-reply", *words], cwd=self.folder, check=True, capture_output=True
        )
        return (self.folder / "reply").read_bytes()

    def garbled(self, reply: bytes) -> bytes:
        """What goes out in place of the reply; overridden by tests."""
        return reply

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[Authority]:
        """Answer over HTTP on loopback."""
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/tsa"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _handler(authority: Authority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            query = self.rfile.read(int(self.headers["Content-Length"]))
            reply = authority.garbled(authority.reply(query))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            pass

    return Handler


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    begin: datetime,
) -> bytes:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=name == issuer, path_length=None), critical=True)
    )
    if name != issuer:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    signed = builder.sign(issuer_key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
