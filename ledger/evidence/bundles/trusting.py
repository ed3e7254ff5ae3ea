"""Whose checkpoint it is: the reader's keys or policy, else the keys in the bundle itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.layout import CHECKPOINT, KEYS
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.errors import (
    EvidenceError,
    FutureDatedError,
    InvalidNoteError,
    InvalidSignatureError,
)
from ledger.evidence.keys.listing import KeyList
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.policies import Policy
from ledger.evidence.signing import Verifier
from ledger.evidence.trust import Signed, verified


@dataclass(frozen=True)
class Trust:
    """What the reader brings; either may be missing.

    Of `keys` each must have signed; at least one is the log's, others may be of witnesses.
    """

    keys: Sequence[Verifier] = ()
    policy: Policy | None = None

    @property
    def given(self) -> bool:
        """Whether the reader brings anything."""
        return bool(self.keys) or self.policy is not None


@dataclass(frozen=True)
class Opened:
    """The checkpoint, and the trusted keys that signed it."""

    checkpoint: Checkpoint
    signed: tuple[Signed, ...]


def open_checkpoint(note: bytes, keys: bytes, origin: str, trust: Trust, now: int) -> Opened:
    """Read the checkpoint of a bundle and check its signatures.

    Args:
        note: the signed checkpoint.
        keys: the list of keys in the bundle.
        origin: the log that the bundle claims to be of.
        trust: what the reader brings.
        now: the reader's clock, POSIX seconds.

    Raises:
        BundleRefusedError: says what is wrong with it.
    """
    opened, checkpoint = _parse(note)
    listed = _parse_keys(keys)
    if not checkpoint.origin == origin == listed.origin:
        raise BundleRefusedError(
            "wrong-origin",
            CHECKPOINT,
            f"The checkpoint is of {checkpoint.origin}, the keys of {listed.origin}, the bundle "
            f"of {origin}.",
        )
    in_use = listed.verifiers(checkpoint.size)
    trusted = [*trust.keys, *_policy_keys(trust.policy)] if trust.given else in_use
    signed = _verified(opened, [*dict.fromkeys([*trusted, *in_use])], now)
    by = {one.verifier for one in signed}
    if not any(key.name == origin and key in by for key in trusted):
        names = ", ".join(key.key_id.hex() for key in trusted if key.name == origin) or "none"
        raise BundleRefusedError(
            "wrong-key", CHECKPOINT, f"None of the keys to be trusted ({names}) has signed it."
        )
    _check_all_signed([*trust.keys, *in_use], by, origin)
    cosigned = _check_policy(note, trust.policy, now)
    return Opened(checkpoint, tuple(dict.fromkeys([*signed, *cosigned])))


def _parse(note: bytes) -> tuple[Note, Checkpoint]:
    try:
        opened = parse_note(note)
        checkpoint = parse_checkpoint(opened)
    except InvalidNoteError as error:
        raise BundleRefusedError("checkpoint-form", CHECKPOINT, str(error)) from None
    if checkpoint.extensions or not checkpoint.size:
        raise BundleRefusedError(
            "checkpoint-form", CHECKPOINT, "It has further lines, or is of an empty log."
        )
    return opened, checkpoint


def _parse_keys(keys: bytes) -> KeyList:
    try:
        listed = KeyList.model_validate_json(keys)
        named = all(key.verifier.name == listed.origin for key in listed.keys)
    except (ValidationError, EvidenceError):
        named = False
    if not named:
        raise BundleRefusedError("keys-form", KEYS, "It is not a list of the log's keys.")
    return listed


def _policy_keys(policy: Policy | None) -> list[Verifier]:
    return [party.verifier for party in policy.logs] if policy else []


def _verified(note: Note, keys: Sequence[Verifier], now: int) -> list[Signed]:
    try:
        return verified(note, keys, now)
    except FutureDatedError as error:
        raise BundleRefusedError("future-dated", CHECKPOINT, str(error)) from None
    except InvalidSignatureError as error:
        raise BundleRefusedError("bad-signature", CHECKPOINT, str(error)) from None


def _check_all_signed(required: Sequence[Verifier], by: set[Verifier], origin: str) -> None:
    for key in required:
        if key not in by:
            raise BundleRefusedError(
                "downgraded" if key.name == origin else "not-witnessed",
                CHECKPOINT,
                f"The {key.type.name} signature of {key.name} ({key.key_id.hex()}) is missing.",
            )


def _check_policy(note: bytes, policy: Policy | None, now: int) -> Sequence[Signed]:
    if policy is None:
        return ()
    try:
        opened = policy.open_checkpoint(note, now)
    except FutureDatedError as error:
        raise BundleRefusedError("future-dated", CHECKPOINT, str(error)) from None
    except InvalidSignatureError as error:
        raise BundleRefusedError("bad-signature", CHECKPOINT, str(error)) from None
    except EvidenceError as error:
        raise BundleRefusedError("not-witnessed", CHECKPOINT, str(error)) from None
    return [one for one in opened.signed if one.verifier in _witnesses(policy)]


def _witnesses(policy: Policy) -> set[Verifier]:
    return {party.verifier for party in policy.witnesses.values()}
