"""`qingce key`: keys made, listed, shown to the public, retired, revoked."""

from __future__ import annotations

import subprocess
from pathlib import Path

from ledger.evidence.signing import parse_vkey
from tests.tools.commanding import answered, qingce, refused

SIZED = ["--size", "0", "--json"]


def test_keys_are_made_shown_retired_and_revoked(tmp_path: Path) -> None:
    data = ["--data", tmp_path]
    named = {"QINGCE_ORIGIN": "huancui.example/log"}
    made = answered(qingce("key", "new", *data, "--unattended", *SIZED, environment=named))
    assert [parse_vkey(vkey).type.name for vkey in made["vkeys"]] == [
        "ed25519",
        "ml-dsa-44-cosignature",
    ]
    assert {parse_vkey(vkey).name for vkey in made["vkeys"]} == {"huancui.example/log"}
    later = ["--type", "ed25519", "--size", "50", "--json"]
    follower = answered(qingce("key", "new", *data, *later))["vkeys"][0]
    old, new = parse_vkey(made["vkeys"][0]), parse_vkey(follower)
    answered(qingce("key", "retire", old.key_id.hex(), *data, "--size", "60", "--json"))
    shown = answered(qingce("key", "show", "--public", *data, "--json"))["vkeys"]
    assert shown == [made["vkeys"][1], follower]
    reason = ["--reason", "stolen", "--size", "70", "--json"]
    answered(qingce("key", "revoke", new.key_id.hex(), *data, *reason))
    listed = answered(qingce("key", "list", *data, "--json"))["keys"]
    assert [key.get("retired") for key in listed] == [60, None, None]
    assert listed[2]["revoked"]["reason"] == "stolen"
    assert answered(qingce("key", "show", *data, "--json"))["vkeys"] == [made["vkeys"][1]]
    for path in (tmp_path / "signing").glob("*.key"):
        assert path.stat().st_mode & 0o077 == 0


def test_without_a_passphrase_or_under_another_origin_nothing_is_made(tmp_path: Path) -> None:
    data = ["--data", tmp_path]
    error = refused(qingce("key", "new", *data, *SIZED))
    assert "QINGCE_PASSPHRASE" in error["advice"]
    answered(
        qingce("key", "new", *data, *SIZED, environment={"QINGCE_PASSPHRASE": "correct horse"})
    )
    other = {"QINGCE_PASSPHRASE": "correct horse", "QINGCE_ORIGIN": "other.example"}
    error = refused(qingce("key", "new", *data, *SIZED, environment=other))
    assert "not other.example" in error["message"]
    spaced = {"QINGCE_PASSPHRASE": "correct horse", "QINGCE_ORIGIN": "two words"}
    refused(qingce("key", "new", "--data", tmp_path / "x", *SIZED, environment=spaced))


def test_no_key_is_said_and_exits_1(tmp_path: Path) -> None:
    done = qingce("key", "show", "--data", tmp_path)
    assert done.returncode == 1
    assert "qingce key new" in done.stdout


def test_a_key_kept_elsewhere_is_attached_and_needs_no_passphrase(tmp_path: Path) -> None:
    secret, public = tmp_path / "secret.pem", tmp_path / "public.pem"
    _openssl("genpkey", "-algorithm", "ed25519", "-out", secret)
    _openssl("pkey", "-in", secret, "-pubout", "-out", public)
    sign = ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", str(secret), "-in", "{message}"]
    attach = ("key", "attach", public, "--data", tmp_path / "data", *SIZED, "--", *sign)
    vkeys = answered(qingce(*attach))["vkeys"]
    assert parse_vkey(vkeys[0]).type.name == "ed25519"
    shown = answered(qingce("key", "show", "--public", "--data", tmp_path / "data", "--json"))
    assert shown["vkeys"] == vkeys
    assert "listed already" in refused(qingce(*attach))["message"]


def _openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
