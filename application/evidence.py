"""Evidence of this installation: its log, its signing keys and the policy it publishes under."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from application.opening import open_database
from application.settings import Settings
from ledger.checkpoints.errors import ContradictionError, NoCheckpointError
from ledger.checkpoints.signing import SignersAt, sign_again, sign_checkpoint
from ledger.checkpoints.sm3 import sign_sm3
from ledger.checkpoints.store import CheckpointStore
from ledger.checkpoints.witnessing import Witnessed, have_witnessed, newest_published
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.encoding import SIZE_MAX
from ledger.evidence.errors import InvalidKeyError, InvalidPolicyError
from ledger.evidence.hashing import SM3, SM3_SUFFIX, TreeHash, tree_hash
from ledger.evidence.keys.folder import KeyFolder
from ledger.evidence.keys.listing import KeyList
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.policies import Policy, parse_policy
from ledger.evidence.signing import Signer
from ledger.evidence.slips import Slip
from ledger.evidence.trust import TrustedCheckpoint, open_checkpoint
from ledger.log import NoSuchPositionError

SIGNING_FOLDER = "signing"
"""Under the data folder: the key list and the secret keys."""
SM3_FOLDER = "signing-sm3"
"""The same for the tree with SM3, if one is kept."""
CHECKPOINTS_LISTED_MAX = 1_000_000
"""One an hour for a century."""


def signing_keys(settings: Settings) -> KeyFolder:
    """The log's keys."""
    return KeyFolder(settings.data / SIGNING_FOLDER, settings.origin)


def sm3_keys(settings: Settings) -> KeyFolder:
    """The keys that sign the tree with SM3 beside the log's own.

    Raises:
        InvalidKeyError: the log has no key yet, and so no name to build on.
    """
    listed = signing_keys(settings).listed()
    if not listed.keys:
        raise InvalidKeyError("The log has no key of its own yet.", "Run: qingce key new")
    return KeyFolder(settings.data / SM3_FOLDER, listed.origin + SM3_SUFFIX)


def read_policy(settings: Settings) -> Policy | None:
    """The policy that is configured, if one is.

    Raises:
        InvalidPolicyError: it cannot be read.
    """
    if settings.policy is None:
        return None
    try:
        return parse_policy(settings.policy.read_bytes())
    except OSError as error:
        raise InvalidPolicyError(
            f"The policy {settings.policy} cannot be read: {error.strerror}.", "Mend QINGCE_POLICY."
        ) from None


@dataclass(frozen=True)
class Receipt:
    """A record, where it stands, and the proof that it is under the checkpoint."""

    position: int
    record: bytes
    slip: Slip
    checkpoint: TrustedCheckpoint


@dataclass(frozen=True)
class Growth:
    """Proof that the log at one size is the beginning of the log at another."""

    size_from: int
    size_to: int
    proof: list[bytes]
    root_from: bytes
    root_to: bytes


class Evidence:
    """What this installation can show about its log, or about the tree with SM3 beside it.

    Which of the two, the keys say by the name they sign under.
    """

    def __init__(self, store: CheckpointStore, keys: KeyFolder, policy: Policy | None) -> None:
        """Use `open_evidence`."""
        self.store = store
        self._keys = keys
        self._policy = policy

    @property
    def origin(self) -> str:
        """The log's name."""
        return self._keys.listed().origin

    @property
    def hashing(self) -> TreeHash:
        """The hash of its tree."""
        return tree_hash(self.origin)

    def keys(self) -> KeyList:
        """The public list of the log's keys."""
        return self._keys.listed()

    def checkpoint(self, passphrase: str, advance: Callable[[int], None]) -> Witnessed:
        """Sign the log as it is now, and have it witnessed if a policy is configured.

        Raises:
            LedgerError: nothing was signed, or a witness contradicts (`ledger.checkpoints`).
        """
        note = self._sign(lambda size: self._keys.signers(passphrase, size), advance)
        if self._policy is None:
            return Witnessed(note, {})
        return have_witnessed(self.store, note, self._policy, _now)

    def _sign(self, signers_at: SignersAt, advance: Callable[[int], None]) -> Note:
        if self.hashing is not SM3:
            return sign_checkpoint(self.store, self.origin, signers_at, _now, advance)
        log = self.origin.removesuffix(SM3_SUFFIX)
        signed = next(iter(self.store.newest(log)), None)
        if signed is None:
            raise NoCheckpointError(f"No checkpoint of {log} was signed.", "Sign it first.")
        return sign_sm3(self.store, parse_checkpoint(signed), signers_at, _now, advance)

    def sign_again(self, passphrase: str, sizes: Sequence[int] = ()) -> list[Note]:
        """Add the signatures of the keys now in use to checkpoints signed before.

        Args:
            passphrase: opens the keys.
            sizes: which checkpoints; all if none is given.

        Raises:
            NoCheckpointError: one of the sizes was not signed.
            ContradictionError: the log has another root at a size than was signed then.
        """
        signers = self._keys.signers(passphrase, SIZE_MAX)
        notes = [self._stored(size) for size in sizes] or self.listed()
        return [self._again(note, signers) for note in notes]

    def listed(self, count: int = CHECKPOINTS_LISTED_MAX) -> list[Note]:
        """The newest checkpoints that were signed, newest first, published or not."""
        return self.store.newest(self.origin, count=count)

    def _again(self, note: Note, signers: Sequence[Signer]) -> Note:
        checkpoint = parse_checkpoint(note)
        if self._root(checkpoint.size) != checkpoint.root:
            raise ContradictionError(
                f"The log has another root at size {checkpoint.size} than was signed then.",
                "Verify the log; this checkpoint was not signed again.",
            )
        return sign_again(self.store, checkpoint, lambda _: signers, _now)

    def may_be_published(self, note: Note) -> TrustedCheckpoint:
        """Check a checkpoint against the policy, or without one against the log's own keys.

        Raises:
            EvidenceError: says what it lacks.
        """
        return self._open(note.encode())

    def newest(self, smallest: int = 0) -> TrustedCheckpoint:
        """The newest checkpoint that covers this many records and may be published.

        Raises:
            NoCheckpointError: there is none.
        """
        return newest_published(self.store, self._open, self.origin, smallest)

    def at(self, size: int) -> TrustedCheckpoint:
        """The checkpoint of a size.

        Raises:
            NoCheckpointError: that size was not signed.
            EvidenceError: it may not be published.
        """
        return self._open(self._stored(size).encode())

    def receipt(self, position: int, size: int | None = None) -> Receipt:
        """Prove that the record at a position is in the log.

        Raises:
            NoSuchPositionError: there is no record.
            NoCheckpointError: no checkpoint covers it.
        """
        recorded = self.store.head().size
        if position > recorded:
            raise NoSuchPositionError(f"There is no record {position:,}; the log has {recorded:,}.")
        opened = self.newest(position) if size is None else self.at(size)
        tree = self.store.tree(opened.checkpoint.size, self.hashing)
        proof = tree.prove_inclusion(position - 1)
        (record,) = self.store.records(position - 1, 1)
        slip = Slip(position - 1, tuple(proof), opened.note)
        return Receipt(position, record, slip, opened)

    def growth(self, size_from: int, size_to: int) -> Growth:
        """Prove that the log has only grown between two sizes.

        Raises:
            InvalidProofError: the first size is not the smaller.
            NoCheckpointError: the log is not that large.
        """
        size = self.store.sm3_count(0) if self.hashing is SM3 else self.store.head().size
        if size_to > size:
            raise NoCheckpointError(
                f"The log has {size:,} records, not {size_to:,}.",
                "Name a size up to that; nothing is proved about records to come.",
            )
        tree = self.store.tree(size_to, self.hashing)
        proof = tree.prove_consistency(size_from)
        return Growth(size_from, size_to, proof, self._root(size_from), tree.root())

    def _stored(self, size: int) -> Note:
        note = self.store.at(self.origin, size)
        if note is None:
            raise NoCheckpointError(
                f"No checkpoint of size {size} was signed.", "`qingce checkpoint list` shows them."
            )
        return note

    def _root(self, size: int) -> bytes:
        return self.store.tree(size, self.hashing).root()

    def _open(self, data: bytes) -> TrustedCheckpoint:
        if self._policy is not None:
            return self._policy.open_checkpoint(data, _now())
        listed = self._keys.listed()
        size = parse_checkpoint(parse_note(data)).size
        return open_checkpoint(data, listed.origin, listed.verifiers(size), _now())


@contextmanager
def open_evidence(settings: Settings, *, sm3: bool = False) -> Iterator[Evidence]:
    """What the configured installation can show about its log, or about the tree with SM3.

    Raises:
        LedgerError: the database, the keys or the policy cannot be used.
    """
    with open_database(settings) as dsn, open_evidence_of(settings, dsn, sm3=sm3) as evidence:
        yield evidence


@contextmanager
def open_evidence_of(settings: Settings, dsn: str, *, sm3: bool = False) -> Iterator[Evidence]:
    """What the configured installation can show, on a database that is open already.

    Raises:
        LedgerError: the database, the keys or the policy cannot be used.
    """
    policy, keys = read_policy(settings), signing_keys(settings)
    if sm3:
        keys = sm3_keys(settings)
        policy = policy if policy and policy.lists(keys.listed().origin) else None
    with CheckpointStore(dsn) as store:
        yield Evidence(store, keys, policy)


def _now() -> int:
    return int(time.time())
