"""`qingce checkpoint` with time stamps, and its subcommands; `qingce key announce`."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.ledger.checkpoints.rewriting import unguarded
from tests.ledger.embedding import folder, server
from tests.ledger.evidence.authority import Authority
from tests.tools.commanding import refused
from tests.tools.logging_office import ORIGIN, Office

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
AWAY = "http://127.0.0.1:1/tsa"


class StampingOffice(Office):
    certificates: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        trusted = {"QINGCE_TSA_CERTIFICATES": str(self.certificates)} if self.certificates else {}
        return {**super().environment, **trusted}

    def of(self, code: int, *words: str | Path) -> tuple[dict[str, Any], str]:
        """The JSON answer of a command that ends with an exit code, and what it told."""
        done = self.runs(*words)
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout), done.stderr


@pytest.fixture
def office() -> Iterator[StampingOffice]:
    with folder("stamps") as data, server(data).running():
        office = StampingOffice(data)
        office.makes_keys()
        office.records(3)
        yield office


@pytest.fixture
def authorities(tmp_path: Path, office: StampingOffice) -> Iterator[list[Authority]]:
    two = [Authority.new(tmp_path / name) for name in ("first", "second")]
    office.certificates = tmp_path / "trusted.pem"
    office.certificates.write_bytes(b"".join(one.root.read_bytes() for one in two))
    with two[0].serving(), two[1].serving():
        yield two


def test_a_stamp_bounds_the_time_from_both_sides(
    office: StampingOffice, authorities: list[Authority]
) -> None:
    urls = [one.url for one in authorities]
    signed = office.asks("checkpoint", "--stamp", urls[0], "--stamp", urls[1])
    assert (signed["size"], signed["recorded"], signed["missing_stamps"]) == (3, 2, {})
    assert [one["authority"] for one in signed["stamps"]] == urls
    for position, stamp in enumerate(signed["stamps"], 4):
        assert stamp["note"] == signed["checkpoint"]
        record = office.asks("show", str(position))
        assert record["type"] == "signing.time-bounded.v1"
        assert record["data"] == {
            "origin": ORIGIN,
            "size": 3,
            "root": base64.b64decode(signed["root"]).hex(),
            "authority": stamp["authority"],
            "stated": stamp["stated"],
            "note_digest": sha256(stamp["note"].encode()).hexdigest(),
            "token_digest": sha256(base64.b64decode(stamp["token"])).hexdigest(),
        }
        assert record["tags"][0] == f"log:{ORIGIN}"
    assert office.asks("checkpoint", "show", "3")["stamps"] == signed["stamps"]
    again = office.asks("checkpoint", "stamp", "3", "--stamp", urls[0])
    assert (again["stamps"], again["recorded"]) == (signed["stamps"][:1], 0)
    assert office.asks("verify")["records"] == 5
    listed = office.asks("checkpoint", "list")["checkpoints"]
    assert [(row["size"], row["signatures"], row["stamps"]) for row in listed] == [(3, 2, 2)]


def test_an_authority_that_is_away_leaves_the_checkpoint_and_is_asked_later(
    office: StampingOffice, authorities: list[Authority]
) -> None:
    good = authorities[0].url
    signed, told = office.of(1, "checkpoint", "--stamp", AWAY, "--stamp", good)
    assert "cannot be reached" in signed["missing_stamps"][AWAY]
    assert "qingce checkpoint stamp" in told
    assert [one["authority"] for one in signed["stamps"]] == [good]
    assert office.asks("checkpoint", "--newest")["size"] == 3
    office.records(2)
    office.asks("checkpoint")
    later = office.asks("checkpoint", "stamp", "3", "--stamp", authorities[1].url)
    assert len(later["stamps"]) == 1
    assert len(office.asks("checkpoint", "show", "3")["stamps"]) == 2


def test_what_is_not_trusted_is_not_kept(
    office: StampingOffice, authorities: list[Authority], tmp_path: Path
) -> None:
    office.certificates = Authority.new(tmp_path / "stranger").root
    signed, _ = office.of(1, "checkpoint", "--stamp", authorities[0].url)
    assert signed["stamps"] == []
    assert office.asks("checkpoint", "show", "3")["stamps"] == []
    office.certificates = None
    error = refused(office.runs("checkpoint", "--stamp", authorities[0].url))
    assert "QINGCE_TSA_CERTIFICATES" in error["advice"]
    assert refused(office.runs("checkpoint", "stamp"), exit_code=2)["code"] == "usage"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("token = substr(token, 1, 300)", "not a whole TimeStampResp"),
        ("token = overlay(token placing 'x' from 700)", ""),
        ("note = convert_to(replace(convert_from(note, 'UTF8'), E'\\n3\\n', E'\\n2\\n'), 'UTF8')",
         "another checkpoint"),
        ("note = note || convert_to('— a.example AAAAAAAA' || E'\\n', 'UTF8')", "Mismatch"),
    ],
)  # fmt: skip
def test_a_stamp_changed_in_the_database_is_found(
    office: StampingOffice, authorities: list[Authority], change: str, problem: str
) -> None:
    office.asks("checkpoint", "--stamp", authorities[0].url)
    with unguarded(office.dsn) as connection:
        connection.execute(f"UPDATE ledger.checkpoint_stamps SET {change}")
    shown, _ = office.of(1, "checkpoint", "show", "3")
    assert shown["stamps"][0]["stated"] is None
    assert problem in shown["stamps"][0]["problem"]


def test_stamps_cannot_be_taken_back(office: StampingOffice, authorities: list[Authority]) -> None:
    office.asks("checkpoint", "--stamp", authorities[0].url)
    for role in ("qingce_writer", "qingce_owner"):
        for act in ("DELETE FROM", "TRUNCATE", "UPDATE"):
            change = " SET size = size" if act == "UPDATE" else ""
            with psycopg.connect(office.dsn) as connection:
                connection.execute(f"SET ROLE {role}")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"{act} ledger.checkpoint_stamps{change}")


def test_old_checkpoints_are_signed_again_and_keep_their_signatures(
    office: StampingOffice,
) -> None:
    first = office.asks("checkpoint")
    office.records(2)
    office.asks("checkpoint")
    (vkey,) = office.asks("key", "new", "--type", "ed25519")["vkeys"]
    retired = first["signatures"][0]["key_id"]
    office.asks("key", "retire", retired, "--size", "5")
    office.asks("key", "revoke", first["signatures"][1]["key_id"], "--reason", "lost")
    assert office.asks("checkpoint", "resign", "3") == {
        "checkpoints": [{"size": 3, "signatures": 3}]
    }
    again = office.asks("checkpoint", "resign")["checkpoints"]
    assert again == [{"size": 5, "signatures": 3}, {"size": 3, "signatures": 3}]
    shown = office.asks("checkpoint", "show", "3")
    assert shown["checkpoint"].startswith(first["checkpoint"])
    names = [one["key_id"] for one in shown["signatures"]]
    assert {retired, vkey.split("+")[1]} <= set(names)
    assert refused(office.runs("checkpoint", "resign", "4"))["code"] == "no-checkpoint"


def test_the_log_says_which_keys_sign_it(office: StampingOffice) -> None:
    assert office.asks("key", "announce") == {"positions": [4, 5]}
    assert office.asks("key", "announce") == {"positions": []}
    vkeys = office.asks("key", "show")["vkeys"]
    assert [office.asks("show", at)["data"]["vkey"] for at in ("4", "5")] == vkeys
    old = vkeys[0].split("+")[1]
    office.asks("key", "new", "--type", "ed25519")
    office.asks("key", "retire", old, "--size", "5")
    assert office.asks("key", "announce") == {"positions": [6, 7]}
    office.asks("key", "revoke", old, "--reason", "seen by others", "--size", "4")
    assert office.asks("key", "announce") == {"positions": [8]}
    history = office.asks("trace", f"key:{old}")["records"]
    assert [record["type"].split(".")[1] for record in history] == [
        "key-revoked",
        "key-retired",
        "key-announced",
    ]
    assert history[0]["data"]["size_first"] == 4
    assert history[0]["data"]["reason"] == "seen by others"
