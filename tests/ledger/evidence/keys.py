"""Keys with fixed secrets, for tests: a log's and three witnesses'."""

from __future__ import annotations

from hashlib import sha256

from ledger.evidence.algorithms import HeldKey
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.proofs import StoredTree
from ledger.evidence.signing import (
    ED25519_COSIGNATURE,
    ED25519_NOTE,
    ML_DSA_44_COSIGNATURE,
    SignatureType,
    Signer,
)
from tests.ledger.evidence.trees import records, stored

ORIGIN = "qingce.example/huancui"
NOW = 1_577_836_800


def signer(name: str, kind: SignatureType, number: int = 0) -> Signer:
    secret = sha256(f"{name} {kind.name} {number}".encode()).digest()
    return Signer(name, kind, HeldKey(kind.algorithm, secret))


LOG = signer(ORIGIN, ED25519_NOTE)
LOG_ML_DSA = signer(ORIGIN, ML_DSA_44_COSIGNATURE)
WITNESSES = [signer(f"witness{n}.example/w", ED25519_COSIGNATURE) for n in (1, 2, 3)]
WITNESS_ML_DSA = signer("witness4.example/w", ML_DSA_44_COSIGNATURE)


def checkpoint(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, StoredTree(size, stored(records(size))).root())


def signed(statement: Checkpoint, *signers: Signer, time: int = NOW) -> Note:
    text = statement.text()
    return Note(text, tuple(signer.sign(text, time) for signer in signers))
