"""The log's side: ask witnesses to cosign, ours or any that speak C2SP tlog-witness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus

from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.errors import EvidenceError
from ledger.evidence.notes import Note, Signature, parse_signatures, plain_text
from ledger.evidence.policies import Party
from ledger.evidence.posting import Answer, PostError, post
from ledger.evidence.trust import verified
from ledger.evidence.witness.wire import PATH, SIZE_CONTENT_TYPE, AddCheckpoint, parse_size

ATTEMPTS_MAX = 3
"""The first guess of the old size, the size the witness names, and one more if it moved on."""
AGE_SECONDS_MAX = 300
"""A cosignature older than this was not made for this request."""

ProveFrom = Callable[[int], Sequence[bytes]]
"""Consistency proof from a size to the checkpoint's."""


class WitnessError(EvidenceError):
    """A witness could not be reached, or did not cosign; the log is as it was."""

    code = "witness"


class WitnessContradictionError(WitnessError):
    """A witness has seen another history of this log."""

    code = "witness-contradiction"


@dataclass
class Collected:
    """A checkpoint with the cosignatures that came, and who failed to give one and why."""

    note: Note
    failures: dict[str, WitnessError] = field(default_factory=dict)


def collect(
    note: Note, witnesses: Mapping[str, Party], prove_from: ProveFrom, clock: Callable[[], int]
) -> Collected:
    """Ask all witnesses at once; whether those that cosigned are enough is the policy's matter.

    Args:
        note: the checkpoint, signed by the log.
        witnesses: whom to ask, by the policy's names; each with an address.
        prove_from: gives the proof from the size a witness has seen.
        clock: POSIX seconds.
    """
    collected = Collected(note)
    with ThreadPoolExecutor(max_workers=max(1, len(witnesses))) as pool:
        asked = {
            name: pool.submit(cosign, note, party, prove_from, clock)
            for name, party in witnesses.items()
        }
    for name, future in asked.items():
        try:
            collected.note = collected.note.with_signatures(future.result())
        except WitnessError as error:
            collected.failures[name] = error
    return collected


def cosign(
    note: Note, witness: Party, prove_from: ProveFrom, clock: Callable[[], int]
) -> list[Signature]:
    """Ask one witness for its cosignature.

    Raises:
        WitnessContradictionError: it has seen a larger log, or another root at this size.
        WitnessError: it cannot be reached, refuses, or answers with something else.
    """
    name, size = witness.verifier.name, parse_checkpoint(note).size
    old_size = 0
    for _ in range(ATTEMPTS_MAX):
        proof = tuple(prove_from(old_size))
        answer = _post(witness, AddCheckpoint(old_size, proof, note))
        if answer.status == HTTPStatus.OK:
            return _cosignatures(note, witness, answer.body, clock())
        if answer.status != HTTPStatus.CONFLICT or answer.content_type != SIZE_CONTENT_TYPE:
            raise _refusal(name, size, answer)
        seen = _seen_size(name, answer.body)
        if seen > size:
            raise WitnessContradictionError(
                f"The witness {name} has seen size {seen} of this log, which now has {size}.",
                "The log lost records that were witnessed, or another copy of it is running.",
            )
        if seen == old_size:
            raise WitnessContradictionError(
                f"The witness {name} has seen another root at size {size} of this log."
            )
        old_size = seen
    raise WitnessError(f"The witness {name} moved on with each attempt.", "Try again.")


def _cosignatures(note: Note, witness: Party, body: bytes, now: int) -> list[Signature]:
    try:
        lines = parse_signatures(plain_text(body, "The answer"))
        mine = [item for item in lines if witness.verifier.made(item)]
        signed = verified(Note(note.text, tuple(mine)), [witness.verifier], now)
    except EvidenceError as error:
        raise WitnessError(f"The witness {witness.verifier.name} answered: {error}") from None
    if not signed or now - signed[0].time > AGE_SECONDS_MAX:
        raise WitnessError(
            f"The witness {witness.verifier.name} answered without a new cosignature by the key "
            f"{witness.verifier.key_id.hex()}.",
            "Check its vkey in the policy, and the clocks.",
        )
    return mine


def _refusal(name: str, size: int, answer: Answer) -> WitnessError:
    said = answer.body[:500].decode(errors="replace").strip()
    contradicts = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
    kind = WitnessContradictionError if contradicts else WitnessError
    return kind(f"The witness {name} refused size {size} with status {answer.status}: {said}")


def _seen_size(name: str, body: bytes) -> int:
    try:
        return parse_size(body)
    except EvidenceError as error:
        raise WitnessError(f"The witness {name} answered: {error}") from None


def _post(witness: Party, request: AddCheckpoint) -> Answer:
    try:
        return post(witness.url, PATH, request.encode())
    except PostError as error:
        raise WitnessError(
            f"The witness {witness.verifier.name} {error}", "Mend its line in the policy."
        ) from None
