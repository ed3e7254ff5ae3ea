"""Time stamps over this installation's checkpoints, and the records that carry their digests."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from application.desk import Desk
from application.opening import open_database, open_desk
from application.settings import Settings
from domain.common.decisions import Act, EntryMode
from domain.signing.decisions import BoundTime
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.authorities import Authorities, ask, available
from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.errors import EvidenceError
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.stamps import Stamp, StampError
from ledger.log import Log


@dataclass(frozen=True)
class Judged:
    """A kept time stamp: the time it states, or why it does not hold."""

    stamp: Stamp
    stated: datetime | None
    problem: str = ""


@dataclass
class Stamping:
    """What came of asking for time stamps."""

    stamps: list[Judged] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    """By address, why there is no stamp of it; it can be added later."""
    recorded: int = 0
    """Records that now carry a token's digest."""


def addresses(settings: Settings, given: Sequence[str]) -> list[str]:
    """The authorities to ask: those that are named, else those of the settings."""
    return list(dict.fromkeys(given or (settings.tsa or "").split()))


def authorities(settings: Settings) -> Authorities:
    """The authorities that are trusted here.

    Raises:
        StampError: the extra `[tsa]` or the certificates are missing.
    """
    available()
    if settings.tsa_certificates is None:
        raise StampError(
            "It is not said which time-stamping authorities are trusted.",
            "Set QINGCE_TSA_CERTIFICATES to a file with their root certificates.",
        )
    return Authorities.read(settings.tsa_certificates)


class Stamper:
    """Asks authorities for stamps and records their digests."""

    def __init__(
        self,
        store: CheckpointStore,
        log: Log,
        desk: Desk,
        settings: Settings,
        trusted: Authorities,
    ) -> None:
        """Stamp checkpoints in a store; the records are made at the desk of the log."""
        self._store = store
        self._log = log
        self._desk = desk
        self._settings = settings
        self._trusted = trusted

    def stamp(self, note: Note, urls: Sequence[str]) -> Stamping:
        """Have each authority stamp a checkpoint, unless a stamp of it that holds is there.

        Every stamp is kept before its digest is recorded, and the command's id follows from the
        token: so a run that was cut short is made good by the next.

        Raises:
            LedgerError: a record could not be made; the stamps are kept.
        """
        checkpoint, done = parse_checkpoint(note), Stamping()
        holding = {
            judged.stamp.authority: judged for judged in self._kept(checkpoint) if judged.stated
        }
        for url in urls:
            try:
                judged = holding.get(url) or self._new(url, note, checkpoint)
            except StampError as error:
                done.failures[url] = str(error)
                continue
            done.stamps.append(judged)
            done.recorded += self._bound(checkpoint, judged)
        return done

    def _kept(self, checkpoint: Checkpoint) -> list[Judged]:
        stamps = self._store.stamps(checkpoint.origin, checkpoint.size)
        return judge(stamps, checkpoint, self._trusted)

    def _new(self, url: str, note: Note, checkpoint: Checkpoint) -> Judged:
        stamp, stated = ask(url, note.encode(), self._trusted, int(time.time()))
        self._store.keep_stamp(checkpoint.origin, checkpoint.size, stamp)
        return Judged(stamp, stated)

    def _bound(self, checkpoint: Checkpoint, judged: Judged) -> bool:
        stamp, stated = judged.stamp, judged.stated
        token_digest = sha256(stamp.token)
        command = UUID(bytes=token_digest.digest()[:16])
        if stated is None or self._log.answer(command):
            return False
        act = Act(
            by=self._settings.official,
            office=self._settings.office,
            occurred=stated,
            entry_mode=EntryMode.ONLINE,
            command=str(command),
        )
        bound = BoundTime(
            act,
            origin=checkpoint.origin,
            size=checkpoint.size,
            root=checkpoint.root.hex(),
            authority=stamp.authority,
            stated=stated.isoformat(),
            note_digest=sha256(stamp.note).hexdigest(),
            token_digest=token_digest.hexdigest(),
        )
        return not self._desk.execute(bound).replayed


@contextmanager
def open_stamper(settings: Settings, store: CheckpointStore) -> Iterator[Stamper]:
    """A stamper for the configured installation.

    Raises:
        LedgerError: as `authorities` and `application.opening`.
    """
    trusted = authorities(settings)
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        open_desk(settings, log, dsn) as desk,
    ):
        yield Stamper(store, log, desk, settings, trusted)


def judge(stamps: Sequence[Stamp], checkpoint: Checkpoint, trusted: Authorities) -> list[Judged]:
    """Check the kept stamps of a checkpoint."""
    return [_judged(stamp, checkpoint, trusted) for stamp in stamps]


def _judged(stamp: Stamp, checkpoint: Checkpoint, trusted: Authorities) -> Judged:
    try:
        if parse_note(stamp.note).text != checkpoint.text():
            raise StampError("The stamp is of another checkpoint.")
        return Judged(stamp, trusted.time(stamp.token, stamp.note, int(time.time())))
    except EvidenceError as error:
        return Judged(stamp, None, str(error))
