"""The office's keys renewed while it works; no record is touched.

Each rotation adds a generation to the secrets file, has everything new written under it, renews
what is old batch by batch, and forgets the old secret last. Stopped anywhere, it goes on when it is
run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from application.opening import KEYS_FOLDER, open_database
from application.settings import Settings
from ledger.log import Log
from ledger.record import fields_of
from ledger.sealing import Keeper, OfficeSecrets, unseal
from ledger.sealing.keeper import Hashed
from ledger.sealing.keyring import found_by
from ledger.sealing.secrets import new_secret
from ledger.sealing.traces import traces_of
from ledger.sealing.wrapping import AttachedWrapping, SecretWrapping, WrappingKey, unwrapped

BATCH = 1_000
"""Records read, and persons hashed anew, in one transaction."""
Progress = Callable[[int], None]
"""Told how many more are done."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did."""

    generation: int
    """The one in force; the secrets file holds no other."""
    renewed: int
    """Keys wrapped anew, or records read to hash persons anew."""


def rotate_wrapping(
    settings: Settings, command: tuple[str, ...] = (), progress: Progress = lambda _: None
) -> Rotated:
    """Wrap every person's key under a new key, and forget the old one.

    Args:
        settings: name the installation.
        command: a program that wraps from now on (`ledger.sealing.wrapping`); a new secret if none.
        progress: told after each batch.

    Raises:
        WrappingError: the program does not wrap; nothing was changed.
        SecretsError: the secrets file cannot be written.
    """
    with open_database(settings) as dsn, closing(Keeper(dsn)) as keeper:
        office = _secrets(settings)
        if len(office.wrapping) == 1:
            fresh = _wrapping(command)
            generation = office.wrapping_newest + 1
            office = office.with_wrapping({**office.wrapping, generation: fresh})
        generation = office.wrapping_newest
        keeper.begin_wrapping(generation)
        renewed = 0
        for count in keeper.wrap_anew(office.wrapping, generation):
            renewed += count
            progress(count)
        _secrets(settings).with_wrapping({generation: office.wrapping[generation]})
    return Rotated(generation, renewed)


def rotate_finding(settings: Settings, progress: Progress = lambda _: None) -> Rotated:
    """Hash every person anew from what the records hold under seal, and forget the old key.

    Raises:
        SecretsError: the secrets file cannot be written.
        SealBrokenError: a record's seal does not open; the old key is kept.
    """
    with (
        open_database(settings) as dsn,
        Log.open(dsn) as log,
        closing(Keeper(dsn)) as keeper,
    ):
        office = _secrets(settings)
        if len(office.finding) == 1:
            generation = office.finding_newest + 1
            office = office.with_finding({**office.finding, generation: new_secret()})
        generation = office.finding_newest
        if keeper.generations().finding < generation:
            keeper.begin_finding(generation)
        renewed = 0
        for count in _hash_anew(log, keeper, office):
            renewed += count
            progress(count)
        keeper.end_finding(generation)
        _secrets(settings).with_finding({generation: office.finding[generation]})
    return Rotated(generation, renewed)


def _hash_anew(log: Log, keeper: Keeper, office: OfficeSecrets) -> Iterator[int]:
    """Read the log from where it was left; yields how many records a batch had."""
    position = keeper.generations().rehashed_position
    while events := list(log.read(after=position, limit=BATCH)):
        personal = []
        for event in events:
            fields = fields_of(event.event.data)
            for person, sealed in (fields.get("sealed") or {}).items():
                personal.append((person, fields["id"], sealed))
        keys = unwrapped(keeper.wrapped([one[0] for one in personal]), office.wrapping)
        generation = office.finding_newest
        hashed = [
            _hashed(person, unseal(keys[person], person, record, sealed), office)
            for person, record, sealed in personal
            if person in keys
        ]
        position = events[-1].position
        keeper.find_anew(hashed, generation, position)
        yield len(events)


def _hashed(person: str, personal: dict[str, str], office: OfficeSecrets) -> Hashed:
    key = office.finding[office.finding_newest]
    number = personal.get("id_number", "")
    return Hashed(person, found_by(key, number) if number else None, list(traces_of(key, personal)))


def _wrapping(command: tuple[str, ...]) -> WrappingKey:
    if not command:
        return SecretWrapping(new_secret())
    attached = AttachedWrapping(command)
    attached.probe()
    return attached


def _secrets(settings: Settings) -> OfficeSecrets:
    return OfficeSecrets.from_file(settings.data / KEYS_FOLDER)
