"""The tree with SM3 on a real database: the same records, another hash, signed apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from ledger.checkpoints.errors import ContradictionError
from ledger.checkpoints.signing import sign_checkpoint
from ledger.checkpoints.sm3 import sign_sm3
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.algorithms import SM2_SM3, HeldKey
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.errors import InvalidProofError
from ledger.evidence.hashing import SHA_256, SM3, tree_hash
from ledger.evidence.notes import Note
from ledger.evidence.proofs import verify_consistency, verify_inclusion
from ledger.evidence.signing import SM2_SM3_NOTE, Signer
from ledger.evidence.trust import open_checkpoint
from ledger.log import Log
from tests.ledger.checkpoints.rewriting import rewrite_record, unguarded
from tests.ledger.evidence.keys import LOG, NOW, ORIGIN
from tests.ledger.recording import draft

SM3_ORIGIN = ORIGIN + "/sm3"
SIGNER = Signer(SM3_ORIGIN, SM2_SM3_NOTE, HeldKey(SM2_SM3, SM2_SM3.new_secret()))


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


def sign(store: CheckpointStore) -> Note:
    main = sign_checkpoint(store, ORIGIN, lambda _: [LOG], lambda: NOW)
    return sign_sm3(store, parse_checkpoint(main), lambda _: [SIGNER], lambda: NOW)


def openssl_sm3(data: bytes) -> bytes:
    """SM3 of OpenSSL, which is not the library that the tree is made with."""
    return hashlib.new("sm3", data).digest()


def plain_root(records: list[bytes]) -> bytes:
    """RFC 9162, section 2.1.1, word by word."""
    if not records:
        return openssl_sm3(b"")
    if len(records) == 1:
        return openssl_sm3(b"\x00" + records[0])
    half = 1 << (len(records) - 1).bit_length() - 1
    return openssl_sm3(b"\x01" + plain_root(records[:half]) + plain_root(records[half:]))


def test_it_is_the_tree_of_the_same_bytes_at_every_size(log: Log, store: CheckpointStore) -> None:
    sizes = []
    for count in (0, 1, 2, 252, 1, 1, 443, 70_000 - 700):
        grow(log, count)
        sizes.append(log.head().size)
        opened = open_checkpoint(sign(store).encode(), SM3_ORIGIN, [SIGNER.verifier], NOW)
        assert opened.checkpoint.size == sizes[-1]
        records = list(store.records(0, sizes[-1]))
        assert opened.checkpoint.root == plain_root(records)
    assert sizes == [0, 1, 3, 255, 256, 257, 700, 70_000]
    tree = store.tree(70_000, SM3)
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        (record,) = store.records(index, 1)
        proof = tree.prove_inclusion(index)
        verify_inclusion(SM3.leaf(record), index, 70_000, proof, tree.root(), SM3)
        with pytest.raises(InvalidProofError):
            verify_inclusion(SHA_256.leaf(record), index, 70_000, proof, tree.root())
    for size in sizes:
        proof = tree.prove_consistency(size)
        root = store.tree(size, SM3).root()
        verify_consistency(size, 70_000, proof, root, tree.root(), SM3)


def test_the_origin_says_which_hash() -> None:
    assert tree_hash(ORIGIN) is SHA_256
    assert tree_hash(SM3_ORIGIN) is SM3
    assert SM3.empty == openssl_sm3(b"")


def test_changed_hashes_are_not_signed_over(
    database: str, log: Log, store: CheckpointStore
) -> None:
    grow(log, 300)
    sign(store)
    with unguarded(database) as connection:
        connection.execute("UPDATE ledger.sm3_hashes SET hash = sha256('x') WHERE index = 299")
    grow(log, 1)
    with pytest.raises(ContradictionError, match="another root at size 300"):
        sign(store)


def test_a_record_changed_after_the_first_tree_was_signed_does_not_enter_the_second(
    database: str, log: Log, store: CheckpointStore
) -> None:
    grow(log, 300)
    main = parse_checkpoint(sign_checkpoint(store, ORIGIN, lambda _: [LOG], lambda: NOW))
    with unguarded(database) as connection:
        connection.execute("UPDATE ledger.records SET bytes = bytes || ' ' WHERE position = 7")
    with pytest.raises(ContradictionError, match="not those that the log's tree holds"):
        sign_sm3(store, main, lambda _: [SIGNER], lambda: NOW)
    assert store.sm3_count(0) == 0


def test_a_past_rewritten_with_all_of_sha_256_shows_in_the_second_tree(
    database: str, log: Log, store: CheckpointStore
) -> None:
    """Who has forged the one tree has still to forge the other."""
    grow(log, 300)
    sign(store)
    rewrite_record(database, 17, b'"amount_fen":1000', b'"amount_fen":9000')
    (record,) = store.records(16, 1)
    tree = store.tree(300, SM3)
    with pytest.raises(InvalidProofError):
        verify_inclusion(SM3.leaf(record), 16, 300, tree.prove_inclusion(16), tree.root(), SM3)
