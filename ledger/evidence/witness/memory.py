"""What a witness remembers, in plain files of its own folder.

```
logs.policy                     the logs it watches, as `log <vkey>` lines
logs/<sha256 of origin>/
    checkpoint                  the last checkpoint cosigned, with log's and witness's signatures
    history                     every checkpoint cosigned: time, size, root
    evidence/<kind>-<hash>/     requests refused because they contradict what was cosigned:
        request                 as it came: proof and checkpoint, signed by the log
        checkpoint              what the witness had cosigned
        report                  what is wrong, in words
```

`checkpoint` is the memory; it is replaced durably before an answer is given. A witness that forgets
can be led to cosign a fork, so a `history` without its `checkpoint` is an error, not a new start.
"""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from ledger.evidence import files
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.encoding import base64_text, decimal, hash_bytes
from ledger.evidence.errors import EvidenceError, InvalidNoteError
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.policies import Policy, parse_policy
from ledger.evidence.proofs import EMPTY_ROOT
from ledger.evidence.witness.wire import log_path

LOGS_FILE = "logs.policy"
FOLDER_MODE = 0o700
EVIDENCE_MAX = 1000
"""Contradictions kept for one log; the first ones tell the story."""


class WitnessMemoryError(EvidenceError):
    """The witness's folder is in use, damaged, or lost what it has seen."""

    code = "witness-memory"


@dataclass(frozen=True)
class Seen:
    """A checkpoint that was cosigned, and when (POSIX seconds)."""

    size: int
    root: bytes
    time: int


NOTHING_SEEN = Seen(0, EMPTY_ROOT, 0)


class Memory:
    """The folder of one witness, held by one process."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            WitnessMemoryError: another process holds it, or it is damaged.
        """
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self.folder = folder
        self._lock = (folder / ".lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise WitnessMemoryError(
                f"Another witness process works in {folder}.", "Stop it first."
            ) from None

    def close(self) -> None:
        """Let the folder go."""
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def logs(self) -> Policy:
        """The logs to watch.

        Raises:
            WitnessMemoryError: none are listed.
            InvalidPolicyError: the list cannot be read.
        """
        path = self.folder / LOGS_FILE
        if not path.exists():
            raise WitnessMemoryError(
                f"{path} does not exist.", "Run: qingce witness watch VKEY (the log's vkey)"
            )
        return parse_policy(path.read_bytes() + b"\nquorum none\n")

    def note(self, origin: str) -> Note | None:
        """The last checkpoint cosigned, with its signatures.

        Raises:
            WitnessMemoryError: it is lost or damaged.
        """
        path = self._log(origin) / "checkpoint"
        if not path.exists():
            if (self._log(origin) / "history").exists():
                raise WitnessMemoryError(
                    f"{path} is gone, though this witness has cosigned for {origin}.",
                    "Put it back from a backup that is not older, or retire this witness's key.",
                )
            return None
        try:
            note = parse_note(path.read_bytes())
            matches = parse_checkpoint(note).origin == origin
        except InvalidNoteError as error:
            raise WitnessMemoryError(f"{path} is damaged: {error}") from None
        if not matches:
            raise WitnessMemoryError(f"{path} is of another log than {origin}.")
        return note

    def history(self, origin: str) -> list[Seen]:
        """Every checkpoint cosigned, oldest first; a line cut short by a crash does not count."""
        path = self._log(origin) / "history"
        lines = path.read_text().split("\n")[:-1] if path.exists() else []
        return [_seen(line, path) for line in lines]

    def remember(self, note: Note, time: int) -> None:
        """Keep a cosigned checkpoint, durably, before it is given out."""
        checkpoint = parse_checkpoint(note)
        log = self._log(checkpoint.origin)
        log.mkdir(parents=True, exist_ok=True)
        files.replace(log / "checkpoint", note.encode())
        files.append(log / "history", _line(seen_of(checkpoint, time)))

    def complete_history(self, origin: str, last: Seen) -> None:
        """Write the history's last line if a crash cut it off."""
        known = self.history(origin)
        if last not in known[-1:]:
            lines = b"".join(map(_line, [*known, last]))
            files.replace(self._log(origin) / "history", lines)

    def keep_evidence(self, kind: str, origin: str, request: bytes, report: str) -> Path:
        """Keep a request that contradicts what was cosigned; returns the folder it is in."""
        log = self._log(origin)
        folder = log / "evidence" / f"{kind}-{sha256(request).hexdigest()[:16]}"
        seen = self.note(origin)
        if folder.exists() or sum(1 for _ in log.glob("evidence/*")) >= EVIDENCE_MAX:
            return folder
        folder.mkdir(parents=True)
        files.replace(folder / "request", request)
        files.replace(folder / "checkpoint", seen.encode() if seen else b"")
        files.replace(folder / "report", report.encode())
        return folder

    def watch(self, vkey: str) -> None:
        """Add a log, or a further key of one, to those watched.

        Raises:
            InvalidPolicyError: the vkey is none, or is watched already.
        """
        path = self.folder / LOGS_FILE
        listed = (path.read_bytes() if path.exists() else b"") + f"log {vkey}\n".encode()
        parse_policy(listed + b"quorum none\n")
        files.replace(path, listed)

    def _log(self, origin: str) -> Path:
        return self.folder / "logs" / log_path(origin)


def _line(seen: Seen) -> bytes:
    return f"{seen.time} {seen.size} {base64_text(seen.root)}\n".encode()


def _seen(line: str, path: Path) -> Seen:
    try:
        time, size, root = line.split(" ")
        return Seen(decimal(size, "size"), hash_bytes(root, "root"), decimal(time, "time"))
    except (ValueError, InvalidNoteError):
        raise WitnessMemoryError(f"{path} holds a line that is none: {line[:80]!r}.") from None


def logs_seen(folder: Path) -> dict[str, Seen]:
    """What a witness has seen last of each log, by origin; may be read while it works.

    Raises:
        WitnessMemoryError: a kept checkpoint or history is damaged.
    """
    found = {}
    for path in sorted(folder.glob("logs/*/checkpoint")):
        try:
            checkpoint = parse_checkpoint(parse_note(path.read_bytes()))
        except InvalidNoteError as error:
            raise WitnessMemoryError(f"{path} is damaged: {error}") from None
        history = path.with_name("history")
        lines = history.read_text().split("\n")[:-1] if history.exists() else []
        times = [_seen(line, history).time for line in lines[-1:]]
        found[checkpoint.origin] = seen_of(checkpoint, max(times, default=0))
    return found


def seen_of(checkpoint: Checkpoint, time: int) -> Seen:
    """What a cosigned checkpoint leaves to remember."""
    return Seen(checkpoint.size, checkpoint.root, time)
