"""The tree with SM3 through the command line."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.evidence.hashing import SM3
from ledger.evidence.proofs import verify_consistency, verify_inclusion
from ledger.evidence.signing import parse_vkey
from ledger.evidence.trust import open_checkpoint
from tests.ledger.embedding import folder, server
from tests.tools.commanding import answered, qingce, refused
from tests.tools.logging_office import ORIGIN, Office

NOW = 2**40
SM3_ORIGIN = ORIGIN + "/sm3"
raw = base64.b64decode


class Sm3Office(Office):
    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "QINGCE_SM3": "1"}


@pytest.fixture(scope="module")
def office() -> Iterator[Sm3Office]:
    """An office that signs both trees. Each test stands alone: it may be the only one here."""
    with folder("sm3") as data, server(data).running():
        office = Sm3Office(data)
        office.makes_keys()
        office.asks("key", "new", "--sm3", "--unattended")
        yield office


def test_the_second_tree_has_no_name_before_the_log_has(tmp_path: Path) -> None:
    new = ("key", "new", "--sm3", "--data", tmp_path, "--json")
    assert refused(qingce(*new))["advice"] == "Run: qingce key new"


def test_the_second_tree_is_signed_proved_and_checked_offline(
    office: Sm3Office, tmp_path: Path
) -> None:
    (vkey,) = office.asks("key", "show", "--sm3")["vkeys"]
    assert vkey not in office.asks("key", "show")["vkeys"]
    office.records(300)
    first = office.asks("checkpoint")
    assert (first["origin"], first["sm3"]["origin"]) == (ORIGIN, SM3_ORIGIN)
    assert first["size"] == first["sm3"]["size"] == 300
    office.records(5)
    second = office.asks("checkpoint")["sm3"]
    opened = open_checkpoint(second["checkpoint"].encode(), SM3_ORIGIN, [parse_vkey(vkey)], NOW)

    told = office.asks("prove", "301", "--sm3")
    proof = [raw(item) for item in told["proof"]]
    leaf = SM3.leaf(raw(told["record"]))
    assert raw(told["leaf_hash"]) == leaf
    verify_inclusion(leaf, 300, 305, proof, opened.checkpoint.root, SM3)
    grown = office.asks("prove", "--from", "300", "--to", "305", "--sm3")
    roots = raw(grown["root_from"]), raw(grown["root_to"])
    assert roots == (raw(first["sm3"]["root"]), opened.checkpoint.root)
    verify_consistency(300, 305, [raw(item) for item in grown["proof"]], *roots, SM3)

    words = ["prove", "301", "--sm3", "--data", office.data]
    (tmp_path / "slip").write_text(qingce(*words, environment=office.environment).stdout)
    (tmp_path / "record").write_bytes(raw(told["record"]))
    (tmp_path / "policy").write_text(f"log {vkey}\nquorum none\n")
    check = ["receipt", "check", tmp_path / "slip", tmp_path / "record"]
    check += ["--policy", tmp_path / "policy", "--data", tmp_path, "--json"]
    assert answered(qingce(*check))["origin"] == SM3_ORIGIN
    (tmp_path / "record").write_bytes(raw(told["record"]) + b" ")
    assert refused(qingce(*check))["code"] == "invalid-proof"

    listed = office.asks("checkpoint", "list", "--sm3")["checkpoints"]
    assert [row["size"] for row in listed] == [305, 300]
    assert office.asks("key", "announce")["positions"] == [306, 307, 308]
    assert office.asks("show", "308")["data"]["algorithm"] == "sm2-sm3"


def test_sm2_stands_beside_ed25519_on_the_log_itself(office: Sm3Office) -> None:
    own = ("key", "new", "--type", "sm2-sm3")
    (vkey,) = office.asks(*own)["vkeys"]
    assert office.asks("key", "show")["vkeys"][-1] == vkey
    office.records(1)
    types = [one["type"] for one in office.asks("checkpoint")["signatures"]]
    assert types == ["ed25519", "ml-dsa-44-cosignature", "sm2-sm3"]
