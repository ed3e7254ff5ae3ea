"""The witness's judgement: which checkpoint it cosigns, which it refuses, what it reports.

| answer | when |
| --- | --- |
| 200 | it extends what was cosigned last: cosigned, with the time |
| 400 | not in the form, or the old size exceeds the checkpoint's |
| 403 | not signed by a key of the log that is trusted here |
| 404 | not one of the logs watched |
| 409 | the old size is not the one cosigned last, or the same size has another root |
| 422 | the consistency proof does not hold |
| 503 | the clock runs behind the last cosignature, or the disk does not take what was seen |

Source: C2SP tlog-witness. What contradicts the past is kept as evidence and reported at once:

| kind | what |
| --- | --- |
| fork | one size, two roots, both signed by the log: proof that history was changed |
| rollback | a size below the one cosigned, never seen here |
| inconsistent | a proof that does not hold: history was changed, or the sender garbled the proof |
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.encoding import base64_text
from ledger.evidence.errors import EvidenceError, InvalidNoteError, InvalidProofError
from ledger.evidence.hashing import tree_hash
from ledger.evidence.notes import Note
from ledger.evidence.proofs import verify_consistency
from ledger.evidence.signing import Signer, Verifier
from ledger.evidence.trust import require_signed, verified
from ledger.evidence.witness.memory import (
    NOTHING_SEEN,
    Memory,
    Seen,
    WitnessMemoryError,
    seen_of,
)
from ledger.evidence.witness.wire import (
    SIZE_CONTENT_TYPE,
    AddCheckpoint,
    parse_add_checkpoint,
)

TEXT_CONTENT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP."""

    status: HTTPStatus
    body: bytes
    content_type: str = TEXT_CONTENT_TYPE


@dataclass(frozen=True)
class Alarm:
    """A log contradicted itself: what is wrong, and where the evidence is kept."""

    kind: str
    origin: str
    report: str
    evidence: Path


class _RefusedError(Exception):
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class Witness:
    """One witness: its memory, its keys, its clock, and whom it alarms."""

    def __init__(
        self,
        memory: Memory,
        signers: Sequence[Signer],
        clock: Callable[[], int],
        alarm: Callable[[Alarm], None],
    ) -> None:
        """Start from what is remembered.

        Args:
            memory: the witness's folder.
            signers: its keys; each gives a cosignature.
            clock: POSIX seconds.
            alarm: called for each fork or rollback, after the evidence is kept.

        Raises:
            WitnessMemoryError: the memory is lost, damaged or another witness's.
            InvalidPolicyError: the list of logs cannot be read.
        """
        self._memory = memory
        self._signers = signers
        self._clock = clock
        self._alarm = alarm
        self._one_at_a_time = Lock()
        self._keys: dict[str, list[Verifier]] = {}
        for log in memory.logs().logs:
            self._keys.setdefault(log.verifier.name, []).append(log.verifier)
        self._seen = {origin: self._recall(origin) for origin in self._keys}

    def add_checkpoint(self, body: bytes) -> Answer:
        """Judge a request to cosign a checkpoint."""
        try:
            request = parse_add_checkpoint(body)
            self._check_signed(request)
            with self._one_at_a_time:
                return self._judge(request, body)
        except _RefusedError as refused:
            return refused.answer
        except InvalidNoteError as error:
            return _refusal(HTTPStatus.BAD_REQUEST, error)
        except OSError as error:
            reason = f"The witness cannot keep what it sees, so it does not cosign: {error}."
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, reason)

    def checkpoint(self, origin: str) -> Note | None:
        """The last checkpoint cosigned for a log."""
        return self._memory.note(origin)

    @property
    def origins(self) -> list[str]:
        """The logs watched."""
        return list(self._keys)

    def history(self, origin: str) -> list[Seen]:
        """Every checkpoint cosigned for a log, oldest first."""
        return self._memory.history(origin)

    def _check_signed(self, request: AddCheckpoint) -> None:
        origin = request.checkpoint.origin
        if origin not in self._keys:
            raise _RefusedError(
                _refusal(HTTPStatus.NOT_FOUND, f"The log {origin} is not watched here.")
            )
        try:
            require_signed(request.note, self._keys[origin], self._clock())
        except InvalidNoteError:
            raise
        except EvidenceError as error:
            raise _RefusedError(_refusal(HTTPStatus.FORBIDDEN, error)) from None

    def _judge(self, request: AddCheckpoint, body: bytes) -> Answer:
        checkpoint = request.checkpoint
        seen = self._seen[checkpoint.origin]
        if request.old_size > checkpoint.size:
            reason = f"The old size {request.old_size} exceeds the checkpoint's {checkpoint.size}."
            return _refusal(HTTPStatus.BAD_REQUEST, reason)
        if contradiction := self._contradiction(checkpoint, seen):
            self._report(*contradiction, checkpoint, body)
        if request.old_size != seen.size or _same_size_other_root(checkpoint, seen):
            return Answer(HTTPStatus.CONFLICT, f"{seen.size}\n".encode(), SIZE_CONTENT_TYPE)
        try:
            hashing = tree_hash(checkpoint.origin)
            root_seen = seen.root if seen.size else hashing.empty
            verify_consistency(
                seen.size, checkpoint.size, request.proof, root_seen, checkpoint.root, hashing
            )
        except InvalidProofError as error:
            self._report("inconsistent", str(error), checkpoint, body)
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error)
        return self._cosign(request.note, checkpoint, seen)

    def _cosign(self, note: Note, checkpoint: Checkpoint, seen: Seen) -> Answer:
        time = self._clock()
        if time < seen.time:
            reason = f"The witness's clock is {seen.time - time} s behind its last cosignature."
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, reason)
        added = [signer.sign(note.text, time) for signer in self._signers]
        trusted = self._keys[checkpoint.origin]
        by_log = [item for item in note.signatures if any(key.made(item) for key in trusted)]
        self._memory.remember(Note(note.text, (*by_log, *added)), time)
        self._seen[checkpoint.origin] = seen_of(checkpoint, time)
        return Answer(HTTPStatus.OK, "".join(item.line() for item in added).encode())

    def _contradiction(self, checkpoint: Checkpoint, seen: Seen) -> tuple[str, str] | None:
        """Kind and reason, if the checkpoint alone contradicts what was cosigned."""
        if checkpoint.size > seen.size:
            return None
        known = [seen, *self._memory.history(checkpoint.origin)]
        same_size = [item for item in known if item.size == checkpoint.size]
        if not same_size:
            return "rollback", f"This witness has cosigned size {seen.size} before."
        other = [item for item in same_size if item.root != checkpoint.root]
        if not other:
            return None
        return "fork", (
            f"The history diverges: this witness cosigned another root at size {checkpoint.size}: "
            f"{base64_text(other[0].root)}."
        )

    def _report(self, kind: str, reason: str, checkpoint: Checkpoint, body: bytes) -> None:
        seen = self._seen[checkpoint.origin]
        report = (
            f"{kind.upper()} of the log {checkpoint.origin}\n"
            f"{reason}\n"
            f"cosigned here: size {seen.size}, root {base64_text(seen.root)}, {_day(seen.time)}\n"
            f"offered now:   size {checkpoint.size}, root {base64_text(checkpoint.root)}, "
            f"{_day(self._clock())}\n"
            "Both are signed by the log. Keep this folder. If the office cannot show a proof that\n"
            "leads from the one to the other, records were changed after they were witnessed.\n"
        )
        evidence = self._memory.keep_evidence(kind, checkpoint.origin, body, report)
        self._alarm(Alarm(kind, checkpoint.origin, report, evidence))

    def _recall(self, origin: str) -> Seen:
        note = self._memory.note(origin)
        if note is None:
            return NOTHING_SEEN
        own = [signer.verifier for signer in self._signers]
        try:
            times = [item.time for item in verified(note, own, self._clock())]
        except EvidenceError as error:
            raise WitnessMemoryError(
                f"The checkpoint kept for {origin} cannot be relied on: {error}"
            ) from None
        if not times:
            raise WitnessMemoryError(
                f"The checkpoint kept for {origin} was cosigned by another witness.",
                "Start the witness with the keys it had, or in a new folder.",
            )
        seen = seen_of(parse_checkpoint(note), max(times))
        self._memory.complete_history(origin, seen)
        return seen


def _same_size_other_root(checkpoint: Checkpoint, seen: Seen) -> bool:
    return checkpoint.size == seen.size and checkpoint.root != seen.root


def _refusal(status: HTTPStatus, reason: object) -> Answer:
    return Answer(status, f"{reason}\n".encode())


def _day(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).isoformat() if time else "never"
