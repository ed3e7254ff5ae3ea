"""Backup and restore of an installation: its database, the public list of keys, apart its secrets.

A restore reads everything back, compares it with checkpoints kept elsewhere, and is put in its
place only then. One that holds fewer records than were signed, or others, is frozen.
"""

from __future__ import annotations

import secrets as random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from application.beginning import begin_anew
from application.evidence import SIGNING_FOLDER
from application.opening import KEYS_FOLDER, embedded_server, open_server
from application.settings import Settings
from ledger.backup import making, restoring, secrets
from ledger.backup.errors import NoLogError
from ledger.backup.manifest import Backup
from ledger.checkpoints.store import CheckpointStore
from ledger.closing.closing import freeze
from ledger.closing.comparing import Comparison, Outcome, compare
from ledger.embedded import Server
from ledger.embedded.binaries import find_binaries
from ledger.embedded.errors import explained
from ledger.evidence import files
from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.errors import EvidenceError, InvalidNoteError
from ledger.evidence.keys.folder import LIST_NAME
from ledger.evidence.keys.listing import read_list
from ledger.evidence.notes import NOTE_BYTES_MAX, parse_note
from ledger.evidence.signing import Verifier
from ledger.evidence.trust import TrustedCheckpoint, open_checkpoint
from ledger.verification import Verification, verify

Working = Callable[[str, int | None, str], AbstractContextManager[Callable[[int], None]]]
"""`working(title, total, unit)`: how progress is shown; yields a function to tell it."""
KEY_LIST_MODE = 0o644
SECRET_FOLDERS = (KEYS_FOLDER, SIGNING_FOLDER)


@dataclass(frozen=True)
class Successor:
    """Who decided that the log begins anew, and for which office."""

    by: str
    office: str


@dataclass(frozen=True)
class Restored:
    """What a restore found."""

    backup: Backup
    verification: Verification
    comparisons: list[Comparison]
    begun_anew: int | None
    """Position of the record that begins the log anew."""

    @property
    def broken(self) -> Comparison | None:
        """The comparison that does not hold; that with the most records, if several do not."""
        broken = [one for one in self.comparisons if one.outcome is not Outcome.HOLDS]
        return max(broken, key=lambda one: one.checkpoint.size, default=None)

    @property
    def ok(self) -> bool:
        """Whether all is there as it was, or the loss was recorded."""
        return self.verification.ok and (self.broken is None or self.begun_anew is not None)

    @property
    def frozen(self) -> bool:
        """Whether the database takes no more records."""
        return self.broken is not None and self.begun_anew is None


def back_up(settings: Settings, target: Path, working: Working) -> Backup:
    """Back up the database of an installation and its list of keys; no secret goes with it.

    Raises:
        LedgerError: see `ledger.backup.making.make`.
    """
    target = target.absolute()
    making.ensure_empty(target)
    if not settings.dsn and not embedded_server(settings).status().version:
        raise NoLogError(
            f"There is no database in {settings.data}.", "Name the data folder with --data."
        )
    binaries = find_binaries(settings.postgres_bin)
    keys = settings.data / SIGNING_FOLDER / LIST_NAME
    with open_server(settings) as dsn, working("Backing up", None, "bytes") as progress:
        return making.make(dsn, binaries, keys if keys.exists() else None, target, progress)


def export_secrets(settings: Settings, target: Path) -> list[Path]:
    """Copy the secrets of an installation to a folder of its own; returns the copies.

    Raises:
        TargetNotEmptyError: the folder holds something.
    """
    return secrets.export(settings.data, SECRET_FOLDERS, target.absolute())


def bring_back_secrets(settings: Settings, source: Path, found: Restored) -> list[Path]:
    """Copy exported secrets into a restored data folder; a new log gets keys of its own.

    Raises:
        NoSecretsError: there are none.
    """
    folders = SECRET_FOLDERS if found.begun_anew is None else (KEYS_FOLDER,)
    return secrets.bring_back(source, folders, settings.data)


def open_held(paths: Sequence[Path], trusted: Sequence[Verifier]) -> list[TrustedCheckpoint]:
    """Read checkpoints that were kept elsewhere.

    Args:
        paths: files with a signed note each.
        trusted: keys of the log, from elsewhere.

    Raises:
        EvidenceError: names the file, and what it lacks.
    """
    return [_open_held(path, trusted) for path in paths]


def _open_held(path: Path, trusted: Sequence[Verifier]) -> TrustedCheckpoint:
    try:
        with path.open("rb") as file:
            data = file.read(NOTE_BYTES_MAX + 1)
        origin = parse_checkpoint(parse_note(data)).origin
        return open_checkpoint(data, origin, trusted, int(time.time()))
    except OSError as error:
        raise InvalidNoteError(f"The checkpoint {path} cannot be read: {error.strerror}.") from None
    except EvidenceError as error:
        raise type(error)(f"The checkpoint {path}: {error}") from None


def keys_listed(backup: Backup) -> list[Verifier]:
    """The keys of the log as the backup itself lists them: its own word, no more."""
    path = backup.key_list
    return [key.verifier for key in read_list(path).keys] if path else []


def restore(
    settings: Settings,
    backup: Backup,
    held: Sequence[TrustedCheckpoint],
    successor: Successor | None,
    working: Working,
) -> Restored:
    """Restore a checked backup into an empty place, verify everything and compare it.

    Args:
        settings: the data folder to make, or the empty database of a configured server.
        backup: as `ledger.backup.manifest.read` checked it.
        held: checkpoints kept elsewhere.
        successor: who begins the log anew where records were lost; if nobody, it is frozen.
        working: how progress is shown.

    Raises:
        LedgerError: see `ledger.backup.restoring`; nothing was put in place.
    """
    binaries = find_binaries(settings.postgres_bin)
    restoring.check_programs(backup.manifest, binaries)
    with _place(settings) as (dsn, data):
        with working("Restoring", backup.dump_bytes, "bytes") as progress:
            restoring.restore(backup, dsn, binaries, progress)
        with working("Verifying", backup.manifest.size, "records") as progress:
            verification = verify(dsn, progress)
        with CheckpointStore(dsn) as store:
            found = Restored(backup, verification, [compare(store, one) for one in held], None)
        return _settle(dsn, data, found, successor)


def _settle(dsn: str, data: Path, found: Restored, successor: Successor | None) -> Restored:
    """Freeze what must not go on, or record the loss and go on under another name."""
    if successor is not None:
        worst = found.broken or max(found.comparisons, key=lambda one: one.checkpoint.size)
        position = begin_anew(dsn, worst, successor.by, successor.office)
        return Restored(found.backup, found.verification, found.comparisons, position)
    if found.broken is not None:
        freeze(dsn, found.broken)
    if found.backup.key_list is not None:
        signing = data / SIGNING_FOLDER
        signing.mkdir(mode=0o700, exist_ok=True, parents=True)
        content = found.backup.key_list.read_bytes()
        files.create(signing / LIST_NAME, content, KEY_LIST_MODE)
    return found


@contextmanager
def _place(settings: Settings) -> Iterator[tuple[str, Path]]:
    """A database to restore into and its data folder; the folder is put in place at the end."""
    if settings.dsn:
        yield settings.dsn, settings.data
        return
    target = settings.data.absolute()
    making.ensure_empty(target)
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{random.token_hex(8)}")
    server = Server(beside, settings.postgres_bin, linger_seconds=0)
    try:
        with server.running() as dsn:
            yield dsn, beside
        server.move(target)
    except BaseException:
        server.discard()
        raise
