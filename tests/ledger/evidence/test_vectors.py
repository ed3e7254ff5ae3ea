"""The frozen test vectors hold: what they call good is believed, what they call bad is refused.

They are for those who write a verifier of their own, and so must never change.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from ledger.evidence.algorithms import HeldKey
from ledger.evidence.authorities import Authorities
from ledger.evidence.errors import EvidenceError, InvalidProofError
from ledger.evidence.hashing import SM3
from ledger.evidence.multiproofs import prove_many, root_of_many
from ledger.evidence.policies import parse_policy
from ledger.evidence.proofs import StoredTree, verify_consistency, verify_inclusion
from ledger.evidence.signing import SIGNATURE_TYPES, Signer, parse_vkey
from ledger.evidence.slips import parse_slip
from ledger.evidence.stamps import StampError
from ledger.evidence.trust import open_checkpoint, verified
from ledger.tree import leaf_hash
from tests.ledger.evidence.trees import records, stored

FOLDER = Path(__file__).parents[2] / "vectors"


def load(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text("utf-8"))  # type: ignore[no-any-return]


MERKLE, CHECKPOINTS, SLIPS, STAMPS, GM = (
    load("merkle.json"),
    load("checkpoints.json"),
    load("slips.json"),
    load("stamps.json"),
    load("sm3.json"),
)
raw = base64.b64decode


def hashes(item: dict[str, Any]) -> list[bytes]:
    return [raw(one) for one in item["proof"]]


@pytest.mark.parametrize("item", MERKLE["inclusion"])
def test_inclusion(item: dict[str, Any]) -> None:
    assert raw(item["leaf_hash"]) == leaf_hash(raw(item["record"]))
    size, index, root = item["size"], item["index"], raw(item["root"])
    verify_inclusion(raw(item["leaf_hash"]), index, size, hashes(item), root)
    with pytest.raises(InvalidProofError):
        verify_inclusion(raw(item["leaf_hash"]), index ^ 1, size, hashes(item), root)


@pytest.mark.parametrize("item", MERKLE["consistency"])
def test_consistency(item: dict[str, Any]) -> None:
    roots = raw(item["root_from"]), raw(item["root_to"])
    verify_consistency(item["from"], item["to"], hashes(item), *roots)
    if item["from"]:
        with pytest.raises(InvalidProofError):
            verify_consistency(item["from"], item["to"], hashes(item), bytes(32), roots[1])


def test_roots() -> None:
    read = stored(records(70_000))
    for size, root in MERKLE["roots"].items():
        assert StoredTree(int(size), read).root() == raw(root)


@pytest.mark.parametrize("item", CHECKPOINTS["keys"], ids=lambda item: item["key_id"])
def test_keys(item: dict[str, Any]) -> None:
    kind = SIGNATURE_TYPES[item["type"]]
    signer = Signer(item["name"], kind, HeldKey(kind.algorithm, bytes.fromhex(item["secret"])))
    assert signer.verifier.vkey == item["vkey"]
    assert signer.verifier.key_id.hex() == item["key_id"]


LOG_KEYS = [parse_vkey(key["vkey"]) for key in CHECKPOINTS["keys"] if key["role"] == "log"]
ALL_KEYS = [parse_vkey(key["vkey"]) for key in CHECKPOINTS["keys"]]


@pytest.mark.parametrize("item", CHECKPOINTS["good"], ids=lambda item: item["name"])
def test_good_checkpoints(item: dict[str, Any]) -> None:
    now = CHECKPOINTS["now"]
    opened = open_checkpoint(item["note"].encode(), CHECKPOINTS["origin"], LOG_KEYS, now)
    assert opened.checkpoint.size == 600
    signed = verified(opened.note, ALL_KEYS, now)
    assert [one.verifier.key_id.hex() for one in signed] == item["signed_by"]


@pytest.mark.parametrize("item", CHECKPOINTS["bad"], ids=lambda item: item["name"])
def test_bad_checkpoints(item: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError) as refused:
        open_checkpoint(item["note"].encode(), CHECKPOINTS["origin"], LOG_KEYS, CHECKPOINTS["now"])
    assert refused.value.code == item["why"]


POLICY = parse_policy(SLIPS["policy"].encode())


@pytest.mark.parametrize("item", SLIPS["good"], ids=lambda item: item["name"])
def test_good_slips(item: dict[str, Any]) -> None:
    parse_slip(item["slip"].encode()).verify(raw(SLIPS["record"]), POLICY, SLIPS["now"])


@pytest.mark.parametrize("item", SLIPS["bad"], ids=lambda item: item["name"])
def test_bad_slips(item: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError) as refused:
        parse_slip(item["slip"].encode()).verify(raw(SLIPS["record"]), POLICY, SLIPS["now"])
    assert refused.value.code == item["why"]


@pytest.mark.parametrize("item", load("multiproofs.json")["proofs"])
def test_proofs_of_many_leaves(item: dict[str, Any]) -> None:
    size, indexes = item["size"], item["indexes"]
    leaves = [leaf_hash(records(size)[index]) for index in indexes]
    assert root_of_many(indexes, leaves, size, hashes(item)) == raw(item["root"])
    assert prove_many(StoredTree(size, stored(records(size))), indexes) == hashes(item)


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> Authorities:
    file = tmp_path_factory.mktemp("vectors") / "certificates.pem"
    file.write_text(STAMPS["certificates"])
    return Authorities.read(file)


@pytest.mark.parametrize("item", STAMPS["good"], ids=lambda item: item["name"])
def test_good_stamps(item: dict[str, Any], authorities: Authorities) -> None:
    stated = authorities.time(raw(item["token"]), STAMPS["note"].encode(), STAMPS["now"])
    assert stated.isoformat() == item["stated"]


@pytest.mark.parametrize("item", STAMPS["bad"], ids=lambda item: item["name"])
def test_bad_stamps(item: dict[str, Any], authorities: Authorities) -> None:
    with pytest.raises(StampError):
        authorities.time(raw(item["token"]), STAMPS["note"].encode(), STAMPS["now"])


@pytest.mark.parametrize("item", GM["inclusion"])
def test_inclusion_with_sm3(item: dict[str, Any]) -> None:
    leaf, root = SM3.leaf(raw(item["record"])), raw(item["root"])
    assert leaf == raw(item["leaf_hash"])
    assert GM["roots"][str(item["size"])] == item["root"]
    verify_inclusion(leaf, item["index"], item["size"], hashes(item), root, SM3)
    if item["proof"]:
        with pytest.raises(InvalidProofError):
            verify_inclusion(leaf, item["index"], item["size"], hashes(item), root)


@pytest.mark.parametrize("item", GM["consistency"])
def test_consistency_with_sm3(item: dict[str, Any]) -> None:
    roots = raw(item["root_from"]), raw(item["root_to"])
    verify_consistency(item["from"], item["to"], hashes(item), *roots, SM3)
    assert GM["roots"][str(item["from"])] == item["root_from"]


GM_KEY = parse_vkey(GM["key"]["vkey"])


def test_key_with_sm2() -> None:
    kind = SIGNATURE_TYPES[GM["key"]["type"]]
    held = HeldKey(kind.algorithm, bytes.fromhex(GM["key"]["secret"]))
    assert Signer(GM["key"]["name"], kind, held).verifier == GM_KEY
    assert GM_KEY.key_id.hex() == GM["key"]["key_id"]


@pytest.mark.parametrize("item", GM["good"], ids=lambda item: item["name"])
def test_good_checkpoints_with_sm2(item: dict[str, Any]) -> None:
    opened = open_checkpoint(item["note"].encode(), GM["origin"], [GM_KEY], GM["now"])
    assert opened.checkpoint.root == raw(GM["roots"]["600"])


@pytest.mark.parametrize("item", GM["bad"], ids=lambda item: item["name"])
def test_bad_checkpoints_with_sm2(item: dict[str, Any]) -> None:
    with pytest.raises(EvidenceError) as refused:
        open_checkpoint(item["note"].encode(), GM["origin"], [GM_KEY], GM["now"])
    assert refused.value.code == item["why"]
