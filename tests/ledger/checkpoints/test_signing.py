"""Checkpoints on a real database: signed from what is read back, never against an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from ledger.checkpoints.errors import ContradictionError
from ledger.checkpoints.signing import sign_checkpoint
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.proofs import EMPTY_ROOT, verify_consistency, verify_inclusion
from ledger.evidence.signing import Signer
from ledger.evidence.trust import open_checkpoint
from ledger.log import Log
from ledger.tree import leaf_hash
from tests.ledger.checkpoints.rewriting import cut_records, rewrite_record, unguarded
from tests.ledger.evidence.keys import LOG, LOG_ML_DSA, NOW, ORIGIN
from tests.ledger.recording import draft


@pytest.fixture
def log(database: str) -> Iterator[Log]:
    with Log.open(database) as log:
        yield log


@pytest.fixture
def store(database: str) -> Iterator[CheckpointStore]:
    with CheckpointStore(database) as store:
        yield store


def grow(log: Log, count: int) -> None:
    for start in range(0, count, 300):
        log.append([draft("fund:care", amount_fen=1000) for _ in range(min(300, count - start))])


def sign(store: CheckpointStore, *signers: Signer) -> Note:
    return sign_checkpoint(store, ORIGIN, lambda _: signers or [LOG], lambda: NOW)


def test_a_checkpoint_says_what_the_log_holds(log: Log, store: CheckpointStore) -> None:
    grow(log, 700)
    opened = open_checkpoint(sign(store).encode(), ORIGIN, [LOG.verifier], NOW)
    assert (opened.checkpoint.size, opened.checkpoint.root) == (700, log.head().root)
    tree = store.tree(700)
    for position in (1, 256, 257, 512, 700):
        record = log.at(position).event.data
        proof = tree.prove_inclusion(position - 1)
        verify_inclusion(leaf_hash(record), position - 1, 700, proof, opened.checkpoint.root)


def test_checkpoints_are_kept_and_consistent(log: Log, store: CheckpointStore) -> None:
    kept = [parse_checkpoint(sign(store))]
    for count in (1, 255, 300, 44):
        grow(log, count)
        kept.append(parse_checkpoint(sign(store)))
    assert [checkpoint.size for checkpoint in kept] == [0, 1, 256, 556, 600]
    assert kept[0].root == EMPTY_ROOT
    stored = [parse_checkpoint(note) for note in store.newest(ORIGIN, count=10)]
    assert stored == kept[::-1]
    tree = store.tree(600)
    for one in kept:
        proof = tree.prove_consistency(one.size)
        verify_consistency(one.size, 600, proof, one.root, kept[-1].root)


def test_signing_again_adds_new_keys_and_keeps_the_old_signature(
    log: Log, store: CheckpointStore
) -> None:
    grow(log, 3)
    first = sign(store)
    assert sign(store) == first, "the same key does not sign the same checkpoint twice"
    again = sign(store, LOG, LOG_ML_DSA)
    assert again.signatures[0] == first.signatures[0]
    opened = open_checkpoint(again.encode(), ORIGIN, [LOG_ML_DSA.verifier], NOW)
    assert len(opened.signed) == 1


def test_a_changed_record_is_not_signed(database: str, log: Log, store: CheckpointStore) -> None:
    grow(log, 300)
    sign(store)
    grow(log, 10)
    with unguarded(database) as connection:
        connection.execute("UPDATE ledger.records SET bytes = bytes || ' ' WHERE position = 305")
    with pytest.raises(ContradictionError, match="records read back lead to another root"):
        sign(store)
    assert store.at(ORIGIN, 310) is None


def test_a_changed_subtree_is_not_signed(database: str, log: Log, store: CheckpointStore) -> None:
    grow(log, 300)
    with unguarded(database) as connection:
        connection.execute("UPDATE ledger.subtrees SET hash = sha256('x') WHERE level = 1")
    with pytest.raises(ContradictionError, match="in its tree"):
        sign(store)


def test_a_past_rewritten_consistently_is_not_signed_over(
    database: str, log: Log, store: CheckpointStore
) -> None:
    grow(log, 300)
    sign(store)
    rewrite_record(database, 17, b'"amount_fen":1000', b'"amount_fen":9000')
    with pytest.raises(ContradictionError, match="another root at size 300"):
        sign(store)


def test_a_log_that_lost_records_is_not_signed_over(
    database: str, log: Log, store: CheckpointStore
) -> None:
    grow(log, 300)
    sign(store)
    cut_records(database, 290)
    with pytest.raises(ContradictionError, match="has 290 records; a checkpoint of 300"):
        sign(store)


def test_missing_records_are_not_signed(database: str, log: Log, store: CheckpointStore) -> None:
    grow(log, 300)
    with unguarded(database) as connection:
        connection.execute("DELETE FROM ledger.records WHERE position = 150")
    with pytest.raises(ContradictionError, match="1 are missing"):
        sign(store)


@pytest.mark.parametrize("table", ["checkpoints", "checkpoint_signatures"])
@pytest.mark.parametrize("act", ["DELETE FROM", "TRUNCATE", "UPDATE"])
def test_what_was_signed_is_not_taken_back(
    database: str, log: Log, store: CheckpointStore, table: str, act: str
) -> None:
    grow(log, 3)
    sign(store)
    change = " SET size = size" if act == "UPDATE" else ""
    cascade = " CASCADE" if act == "TRUNCATE" else ""
    for role in ("qingce_writer", "qingce_owner"):
        with psycopg.connect(database) as connection:
            connection.execute(f"SET ROLE {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"{act} ledger.{table}{change}{cascade}")
