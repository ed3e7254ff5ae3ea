"""SM2 and SM3 beside the `openssl` command line, which shares no code with the library."""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from ledger.evidence import sm2
from ledger.evidence.algorithms import SM2_SM3, HeldKey
from ledger.evidence.errors import InvalidKeyError, InvalidSignatureError
from ledger.evidence.notes import Signature
from ledger.evidence.signing import SM2_SM3_NOTE, Signer, parse_vkey
from ledger.evidence.trust import open_checkpoint
from tests.ledger.evidence.keys import LOG, NOW, ORIGIN, checkpoint, signed

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
IDENTITY = "distid:1234567812345678"
SPKI_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
"""SubjectPublicKeyInfo of a point on the SM2 curve, as far as the point."""
MESSAGE = b"\xe5\xbd\x93\xe6\x97\xa5\xe8\xae\xb0\xe5\xbd\x95 record\n"


def openssl(*words: str | Path, given: bytes = b"") -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], input=given, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def pem(public: bytes) -> str:
    body = base64.encodebytes(SPKI_HEAD + public).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----\n"


def new_signer() -> Signer:
    return Signer(ORIGIN, SM2_SM3_NOTE, HeldKey(SM2_SM3, SM2_SM3.new_secret()))


@needs_openssl
def test_openssl_accepts_what_we_sign(tmp_path: Path) -> None:
    secret = sm2.new_secret()
    raw = sm2.sign(secret, MESSAGE)
    (tmp_path / "key").write_text(pem(sm2.public_key(secret)))
    (tmp_path / "message").write_bytes(MESSAGE)
    numbers = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    (tmp_path / "signature").write_bytes(encode_dss_signature(*numbers))
    words = ["pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "key", "-rawin", "-digest", "sm3"]
    words += ["-in", tmp_path / "message", "-sigfile", tmp_path / "signature", "-pkeyopt", IDENTITY]
    assert b"Successfully" in openssl(*words)
    (tmp_path / "message").write_bytes(MESSAGE + b" ")
    assert subprocess.run(["openssl", *map(str, words)], capture_output=True).returncode


@needs_openssl
def test_we_accept_what_openssl_signs(tmp_path: Path) -> None:
    key, message = tmp_path / "key", tmp_path / "message"
    openssl("genpkey", "-algorithm", "SM2", "-out", key)
    public = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")
    message.write_bytes(MESSAGE)
    words = ["-sign", "-inkey", key, "-rawin", "-digest", "sm3", "-in", message]
    r, s = decode_dss_signature(openssl("pkeyutl", *words, "-pkeyopt", IDENTITY))
    raw = r.to_bytes(32) + s.to_bytes(32)
    assert public.startswith(SPKI_HEAD)
    assert sm2.verify(public.removeprefix(SPKI_HEAD), MESSAGE, raw)
    assert not sm2.verify(public.removeprefix(SPKI_HEAD), MESSAGE + b" ", raw)


def test_every_changed_bit_of_a_signature_is_refused() -> None:
    signer = new_signer()
    public, raw = signer.verifier.public_key, signer.key.sign(MESSAGE)
    assert sm2.verify(public, MESSAGE, raw)
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert not sm2.verify(public, MESSAGE, bytes(changed))
    assert not sm2.verify(public, MESSAGE, bytes(64))
    assert not sm2.verify(public, MESSAGE, b"\xff" * 64)
    assert not sm2.verify(bytes(64), MESSAGE, raw), "a key that is no point of the curve"


def test_sm2_stands_beside_ed25519_on_a_checkpoint() -> None:
    signer = new_signer()
    assert parse_vkey(signer.verifier.vkey) == signer.verifier
    note = signed(checkpoint(300), LOG, signer)
    both = open_checkpoint(note.encode(), ORIGIN, [LOG.verifier, signer.verifier], NOW)
    assert [one.verifier.type.name for one in both.signed] == ["ed25519", "sm2-sm3"]
    assert open_checkpoint(note.encode(), ORIGIN, [LOG.verifier], NOW).signed == both.signed[:1]
    assert open_checkpoint(note.encode(), ORIGIN, [signer.verifier], NOW).signed == both.signed[1:]


def test_a_signature_of_another_length_is_refused() -> None:
    signer = new_signer()
    text = checkpoint(300).text()
    good = signer.sign(text, NOW)
    for data in (good.data[:-1], good.data + b"\0", b"\0" + good.data):
        with pytest.raises(InvalidSignatureError):
            signer.verifier.verify(text, Signature(good.name, good.key_id, data))


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gmssl_pyx", None)
    with pytest.raises(InvalidKeyError, match=r"qingce\[gm\]"):
        sm2.new_secret()
