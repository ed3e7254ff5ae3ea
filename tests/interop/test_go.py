"""Our checkpoints and proofs are accepted by Go's packages; what was changed is refused by both."""

from __future__ import annotations

import base64
import random
from typing import Any

from ledger.evidence.errors import EvidenceError
from ledger.evidence.proofs import StoredTree, verify_consistency, verify_inclusion
from ledger.evidence.trust import open_checkpoint
from ledger.tree import leaf_hash
from tests.interop.golang import needs_go, verdicts
from tests.ledger.evidence.keys import LOG, LOG_ML_DSA, NOW, ORIGIN, WITNESSES, checkpoint, signed
from tests.ledger.evidence.trees import records, stored

pytestmark = needs_go
RECORDS = records(1000)
READ = stored(RECORDS)
SEED = 20190101


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def receipt(index: int, size: int) -> dict[str, Any]:
    note = signed(checkpoint(size), LOG, LOG_ML_DSA, WITNESSES[0])
    return {
        "leaf_index": index,
        "tree_size": size,
        "record": text(RECORDS[index]),
        "leaf_hash": text(leaf_hash(RECORDS[index])),
        "proof": [text(item) for item in StoredTree(size, READ).prove_inclusion(index)],
        "checkpoint": note.encode().decode(),
    }


def consistency(size_from: int, size_to: int) -> dict[str, Any]:
    tree = StoredTree(size_to, READ)
    return {
        "from": size_from,
        "to": size_to,
        "proof": [text(item) for item in tree.prove_consistency(size_from)],
        "root_from": text(StoredTree(size_from, READ).root()),
        "root_to": text(tree.root()),
    }


def we_refuse_receipt(item: dict[str, Any]) -> bool:
    try:
        opened = open_checkpoint(item["checkpoint"].encode(), ORIGIN, [LOG.verifier], NOW)
        record = base64.b64decode(item["record"])
        assert base64.b64decode(item["leaf_hash"]) == leaf_hash(record)
        verify_inclusion(
            leaf_hash(record),
            item["leaf_index"],
            opened.checkpoint.size,
            [base64.b64decode(step) for step in item["proof"]],
            opened.checkpoint.root,
        )
    except EvidenceError:
        return True
    return False


def we_refuse_consistency(item: dict[str, Any]) -> bool:
    try:
        verify_consistency(
            item["from"],
            item["to"],
            [base64.b64decode(step) for step in item["proof"]],
            base64.b64decode(item["root_from"]),
            base64.b64decode(item["root_to"]),
        )
    except EvidenceError:
        return True
    return False


def flipped(encoded: str) -> str:
    data = bytearray(base64.b64decode(encoded))
    data[len(data) // 2] ^= 1
    return text(bytes(data))


def changes(item: dict[str, Any], index: str, proof: str = "proof") -> list[dict[str, Any]]:
    """The item with one thing changed, in each way."""
    steps = item[proof]
    return [
        item | {proof: [*steps[:-1], flipped(steps[-1])]},
        item | {proof: [flipped(steps[0]), *steps[1:]]},
        item | {proof: steps[1:]},
        item | {proof: [*steps, steps[-1]]},
        item | {index: item[index] ^ 1},
    ]


def test_go_accepts_our_receipts_at_any_size() -> None:
    draw = random.Random(SEED)
    sizes = [1, 2, 255, 256, 257, 1000, *(draw.randint(1, 1000) for _ in range(60))]
    receipts = [receipt(draw.randrange(size), size) for size in sizes]
    assert not any(map(we_refuse_receipt, receipts))
    assert verdicts(LOG.verifier.vkey, receipts, [])[0] == [""] * len(receipts)


def test_go_accepts_our_consistency_proofs_between_any_sizes() -> None:
    draw = random.Random(SEED)
    pairs = [(1, 1), (256, 257), (256, 512), (999, 1000)]
    pairs += [(draw.randint(1, size), size) for size in draw.choices(range(1, 1001), k=60)]
    proofs = [consistency(*pair) for pair in pairs]
    assert not any(map(we_refuse_consistency, proofs))
    assert verdicts(LOG.verifier.vkey, [], proofs)[1] == [""] * len(proofs)


def test_both_refuse_a_changed_receipt() -> None:
    item = receipt(333, 700)
    changed = [
        *changes(item, "leaf_index"),
        item | {"record": flipped(item["record"]), "leaf_hash": item["leaf_hash"]},
        item | {"checkpoint": receipt(333, 701)["checkpoint"], "tree_size": 701},
        item | {"checkpoint": item["checkpoint"].replace("\n700\n", "\n701\n"), "tree_size": 701},
        item | {"checkpoint": item["checkpoint"].replace(ORIGIN, "other.example", 1)},
    ]
    for one in changed:
        one["leaf_hash"] = text(leaf_hash(base64.b64decode(one["record"])))
    assert all(map(we_refuse_receipt, changed))
    assert all(verdicts(LOG.verifier.vkey, changed, [])[0])


def test_both_refuse_a_changed_consistency_proof() -> None:
    item = consistency(300, 700)
    changed = [
        *changes(item, "from"),
        item | {"to": 701, "root_to": consistency(300, 701)["root_to"]},
        item | {"to": 1400},
        item | {"root_from": flipped(item["root_from"])},
        item | {"root_to": flipped(item["root_to"])},
    ]
    assert all(map(we_refuse_consistency, changed))
    assert all(verdicts(LOG.verifier.vkey, [], changed)[1])
