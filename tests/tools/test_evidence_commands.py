"""`qingce checkpoint`, `prove` and `tiles`, judged by ours and by Go's own packages."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.proofs import verify_consistency, verify_inclusion
from ledger.evidence.signing import parse_vkey
from ledger.evidence.trust import open_checkpoint
from ledger.tree import leaf_hash
from tests.interop.golang import needs_go, verdicts
from tests.ledger.embedding import folder, server
from tests.tools.commanding import qingce, refused
from tests.tools.logging_office import ORIGIN, Office

NOW = 2**40
raw = base64.b64decode


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with folder("evidence") as data, server(data).running():
        office = Office(data)
        yield office


@pytest.fixture(scope="module")
def vkeys(office: Office) -> list[str]:
    return office.makes_keys()


@pytest.fixture(scope="module")
def checkpoints(office: Office, vkeys: list[str]) -> list[dict[str, Any]]:
    """Of sizes 1, 300 and 700."""
    signed = []
    for count in (1, 299, 400):
        office.records(count)
        signed.append(office.asks("checkpoint"))
    return signed


def test_checkpoints_are_signed_by_both_keys(
    checkpoints: list[dict[str, Any]], vkeys: list[str]
) -> None:
    assert [item["size"] for item in checkpoints] == [1, 300, 700]
    keys = [parse_vkey(vkey) for vkey in vkeys]
    for item in checkpoints:
        opened = open_checkpoint(item["checkpoint"].encode(), ORIGIN, keys, NOW)
        assert len(opened.signed) == 2
        assert raw(item["root"]) == opened.checkpoint.root
        assert [one["type"] for one in item["signatures"]] == ["ed25519", "ml-dsa-44-cosignature"]


def test_receipts_and_growth_verify(
    office: Office, checkpoints: list[dict[str, Any]], vkeys: list[str]
) -> None:
    receipt = office.asks("prove", "257")
    assert (receipt["position"], receipt["leaf_index"], receipt["tree_size"]) == (257, 256, 700)
    opened = open_checkpoint(receipt["checkpoint"].encode(), ORIGIN, [parse_vkey(vkeys[0])], NOW)
    leaf = leaf_hash(raw(receipt["record"]))
    assert raw(receipt["leaf_hash"]) == leaf
    proof = [raw(item) for item in receipt["proof"]]
    verify_inclusion(leaf, 256, 700, proof, opened.checkpoint.root)
    growth = office.asks("prove", "--from", "300", "--to", "700")
    assert growth["root_from"] == checkpoints[1]["root"]
    assert growth["root_to"] == checkpoints[2]["root"]
    proof = [raw(item) for item in growth["proof"]]
    verify_consistency(300, 700, proof, raw(growth["root_from"]), raw(growth["root_to"]))


@needs_go
def test_go_accepts_what_the_commands_print(
    office: Office, checkpoints: list[dict[str, Any]], vkeys: list[str]
) -> None:
    receipts = [
        office.asks("prove", "1", "--size", "1"),
        office.asks("prove", "299", "--size", "300"),
        office.asks("prove", "700"),
    ]
    growths = [office.asks("prove", "--from", "1", "--to", str(size)) for size in (2, 300, 699)]
    assert verdicts(vkeys[0], receipts, growths) == ([""] * 3, [""] * 3)
    receipts[0]["leaf_index"] = 1
    receipts[1]["tree_size"] = 301
    receipts[2]["proof"] = receipts[2]["proof"][1:]
    growths[0]["from"] = 2
    growths[1]["root_from"] = growths[1]["root_to"]
    growths[2]["proof"][0] = growths[2]["proof"][1]
    assert all(reason for said in verdicts(vkeys[0], receipts, growths) for reason in said)


def test_the_printed_slip_is_a_tlog_proof(
    office: Office, checkpoints: list[dict[str, Any]]
) -> None:
    printed = qingce("prove", "5", "--data", office.data, environment=office.environment)
    assert printed.stdout.startswith("c2sp.org/tlog-proof@v1\nindex 4\n")


def test_tiles_are_written_grown_and_checked(
    office: Office, checkpoints: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert office.asks("tiles", tmp_path) == {"size": 700, "added": 700}
    assert office.asks("tiles", tmp_path) == {"size": 700, "added": 0}
    assert office.asks("tiles", tmp_path, "--check") == {"ok": True, "size": 700}
    bundle = tmp_path / "tile/entries/001"
    bundle.write_bytes(bundle.read_bytes().replace(b"1050", b"9050", 1))
    error = refused(office.runs("tiles", tmp_path, "--check"))
    assert "does not agree with the record at position" in error["message"]


def test_what_is_asked_wrongly_is_refused(
    office: Office, checkpoints: list[dict[str, Any]]
) -> None:
    assert refused(office.runs("prove", "701"))["code"] == "no-such-position"
    assert refused(office.runs("prove", "5", "--size", "6"))["code"] == "no-checkpoint"
    assert refused(office.runs("prove", "5", "--size", "1"))["code"] == "invalid-proof"
    assert refused(office.runs("prove", "--from", "9", "--to", "5"))["code"] == "invalid-proof"
    assert refused(office.runs("prove", "--from", "9", "--to", "701"))["code"] == "no-checkpoint"
    for words in ([], ["5", "--from", "1"], ["--from", "1"], ["5", "--from", "1", "--to", "2"]):
        assert refused(office.runs("prove", *words), exit_code=2)["code"] == "usage"


def test_without_keys_nothing_is_signed(office: Office, tmp_path: Path) -> None:
    keyless = {**office.environment, "QINGCE_DSN": office.dsn, "QINGCE_PASSPHRASE": "none"}
    done = qingce("checkpoint", "--data", tmp_path, "--json", environment=keyless)
    assert refused(done)["advice"] == "Run: qingce key new"
