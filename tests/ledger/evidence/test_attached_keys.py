"""Keys kept elsewhere: a program signs with them, and is believed no further than its signature."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from ledger.evidence.errors import InvalidKeyError
from ledger.evidence.keys.folder import KeyFolder
from ledger.evidence.keys.listing import Revocation
from ledger.evidence.keys.public import read_public_key
from ledger.evidence.notes import Note
from ledger.evidence.trust import require_signed
from tests.ledger.evidence.keys import NOW, ORIGIN, checkpoint

SECRET = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SECRET).public_key()
SIGN = """
import base64, pathlib, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
file = pathlib.Path(sys.argv[2])
message = file.read_bytes() if file.exists() else sys.stdin.buffer.read()
signature = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sys.argv[1])).sign(message)
sys.stdout.buffer.write(base64.encodebytes(signature) if "text" in sys.argv else signature)
"""


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys", ORIGIN)


def program(*more: str, secret: bytes = SECRET) -> list[str]:
    return [sys.executable, "-c", SIGN, secret.hex(), *(more or ["-"])]


def attach(folder: KeyFolder, command: Sequence[str]) -> str:
    return folder.attach("ed25519", PUBLIC.public_bytes_raw(), command, 0).key_id.hex()


@pytest.mark.parametrize(
    "command",
    [program(), program("{message}"), program("-", "text")],
    ids=["reads its input", "reads a file", "answers in base64"],
)
def test_a_program_signs_for_the_log(folder: KeyFolder, command: list[str]) -> None:
    key_id = attach(folder, command)
    (signer,) = KeyFolder(folder.path).signers("", 7)
    text = checkpoint(7).text()
    note = Note(text, (signer.sign(text, NOW),))
    assert require_signed(note, folder.listed().verifiers(7), NOW)
    assert (folder.path / f"{key_id}.command").stat().st_mode & 0o777 == 0o600
    assert not folder.needs_passphrase()
    folder.add("ed25519", "correct horse", 0, 2)
    assert folder.needs_passphrase()
    assert len(folder.signers("correct horse", 7)) == 2


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (program(secret=bytes(32)), "not good under its key"),
        (["cat"], "a signature of ed25519 has 64"),
        (["false"], "did not sign"),
        (["/nowhere/sign"], "does not run"),
        ([], "no program that signs"),
    ],
    ids=["another key", "the message back", "fails", "is not there", "none"],
)
def test_a_program_that_does_not_sign_is_not_attached(
    folder: KeyFolder, command: list[str], why: str
) -> None:
    with pytest.raises(InvalidKeyError, match=why):
        attach(folder, command)
    assert not list(folder.path.iterdir())


def test_a_program_that_changes_its_key_later_signs_nothing(
    folder: KeyFolder, tmp_path: Path
) -> None:
    script = tmp_path / "sign.py"
    script.write_text(SIGN)
    attach(folder, [sys.executable, str(script), SECRET.hex(), "-"])
    script.write_text(SIGN.replace("sys.argv[1]", "'00' * 32"))
    (signer,) = folder.signers("", 7)
    with pytest.raises(InvalidKeyError, match="not good under its key"):
        signer.sign(checkpoint(7).text(), NOW)


def test_who_else_may_write_the_command_is_not_obeyed(folder: KeyFolder) -> None:
    path = folder.path / f"{attach(folder, program())}.command"
    path.chmod(0o620)
    with pytest.raises(InvalidKeyError, match="chmod 600"):
        folder.signers("", 7)
    path.chmod(0o600)
    path.write_text('{"format":"qingce.key-command.v1","vkey":"x","command":[]}')
    with pytest.raises(InvalidKeyError, match="is not a command file"):
        folder.signers("", 7)


def test_a_revoked_key_loses_its_program(folder: KeyFolder) -> None:
    key_id = attach(folder, program())
    folder.add("ed25519", "correct horse", 0, 2)
    folder.revoke(key_id, Revocation(size=0, time=NOW, reason="the token was lost"))
    assert not (folder.path / f"{key_id}.command").exists()


def test_public_keys_are_read_as_others_write_them(tmp_path: Path) -> None:
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    file = tmp_path / "public.pem"
    raw = PUBLIC.public_bytes_raw()
    file.write_bytes(PUBLIC.public_bytes(*form))
    assert read_public_key(str(file)) == read_public_key(raw.hex()) == ("ed25519", raw)
    stronger = MLDSA44PrivateKey.from_seed_bytes(SECRET).public_key()
    file.write_bytes(stronger.public_bytes(*form))
    assert read_public_key(str(file)) == ("ml-dsa-44-cosignature", stronger.public_bytes_raw())
    file.write_text("nothing")
    with pytest.raises(InvalidKeyError, match="no public key in PEM"):
        read_public_key(str(file))


MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.mark.skipif(
    not MODULE.exists() or not shutil.which("pkcs11-tool"), reason="needs softhsm2 and opensc"
)
def test_a_pkcs11_token_signs_for_the_log(
    folder: KeyFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tokens").mkdir()
    (tmp_path / "token.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "token.conf"))
    _run("softhsm2-util", "--init-token", "--free", "--label=log", "--so-pin=1234", "--pin=5678")
    tool = ("pkcs11-tool", "--module", str(MODULE), "--token-label=log", "--login", "--pin=5678")
    _run(*tool, "--keypairgen", "--key-type=EC:edwards25519", "--id=01")
    shown = _run(*tool, "--list-objects", "--type=pubkey")
    (point,) = (line.split()[-1] for line in shown.splitlines() if "EC_POINT:" in line)
    sign = ("--sign", "--mechanism=EDDSA", "--id=01", "--input-file={message}")
    type_name, public = read_public_key(point.removeprefix("0420"))
    verifier = folder.attach(type_name, public, [*tool, *sign, "--output-file=/dev/stdout"], 0)
    text = checkpoint(7).text()
    note = Note(text, (folder.signers("", 7)[0].sign(text, NOW),))
    assert require_signed(note, [verifier], NOW)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
