"""The persons' keys: one row a person, in the schema `sealing`.

| column | what |
| --- | --- |
| person | the person's random id |
| found_by | keyed hash of the ID number (HMAC-SHA256), or null |
| wrapped_key | the person's AES-256 key under the office's wrapping key (AES key wrap, RFC 3394) |

A row that is deleted erases the person's data everywhere at once and breaks no hash. Keys are
written with `synchronous_commit = off`: the record that needs one is committed later on the same
server, and that commit flushes everything before it.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

import psycopg
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from ledger.errors import LedgerError
from ledger.log.connecting import WRITER_ROLE, adopt, is_own, session
from ledger.sealing import traces
from ledger.sealing.secrets import OfficeSecrets

KEY_BYTES = 32
CACHED_MAX = 100_000
"""Persons whose keys are held in memory; beyond it the cache starts anew."""

_CREATE = """
    INSERT INTO sealing.person_keys (person, found_by, wrapped_key)
    SELECT * FROM unnest(%b::uuid[], %b::bytea[], %b::bytea[])
    ON CONFLICT (person) DO UPDATE SET found_by = coalesce(person_keys.found_by, excluded.found_by)
    RETURNING person::text, wrapped_key
"""
_KEYS = "SELECT person::text, wrapped_key FROM sealing.person_keys WHERE person = ANY(%b::uuid[])"
_FIND = "SELECT person::text FROM sealing.person_keys WHERE found_by = %b"
_KNOWN = """
    SELECT found_by, person::text FROM sealing.person_keys WHERE found_by = ANY(%b::bytea[])
"""


class PersonKnownError(LedgerError):
    """The ID number belongs to a person who is known under another id."""

    code = "person-known"


class PersonErasedError(LedgerError):
    """There is no key for the person: never made, or destroyed."""

    code = "person-erased"


class Keyring:
    """Finds persons by ID number and hands out their keys. May be shared between threads."""

    def __init__(self, dsn: str, office: OfficeSecrets) -> None:
        """Open the keyring of a database.

        Args:
            dsn: the database, its schema migrated.
            office: the office's secrets.
        """
        self._connection = psycopg.connect(session(dsn, WRITER_ROLE), autocommit=True)
        adopt(self._connection)
        if is_own(self._connection):
            self._connection.execute("SET synchronous_commit = off")
        self._office = office
        self._keys: dict[str, bytes] = {}
        self._noted: dict[str, int] = {}
        """Persons whose traces are kept, with a mark of what they were made from."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def find(self, id_number: str) -> str | None:
        """The id of the person with an ID number, if there is one."""
        with self._lock:
            row = self._connection.execute(_FIND, [self._found_by(id_number)]).fetchone()
        return row[0] if row else None

    def find_all(self, id_numbers: Collection[str]) -> dict[str, str]:
        """The ids of those persons who are known, by ID number: one look-up for many."""
        if not id_numbers:
            return {}
        hashes = {self._found_by(id_number): id_number for id_number in id_numbers}
        with self._lock:
            rows = self._connection.execute(_KNOWN, [list(hashes)]).fetchall()
        return {hashes[found_by]: person for found_by, person in rows}

    def find_alike(self, personal: Mapping[str, str]) -> dict[str, list[str]]:
        """Persons who share an ID number, name and birth, address, account or phone, by id."""
        with self._lock:
            return traces.find(self._connection, self._office, personal)

    def pairs_alike(self) -> Sequence[traces.Pair]:
        """Pairs of persons who share any of these."""
        with self._lock:
            return traces.pairs(self._connection)

    def note(self, people: Mapping[str, Mapping[str, str]]) -> None:
        """Keep by what persons can be found again; their keys exist."""
        marks = {person: hash(frozenset(personal.items())) for person, personal in people.items()}
        with self._lock:
            fresh = {one: mark for one, mark in marks.items() if self._noted.get(one) != mark}
            traces.note(self._connection, self._office, {one: people[one] for one in fresh})
            if len(self._noted) + len(fresh) > CACHED_MAX:
                self._noted.clear()
            self._noted |= fresh

    def key(self, person: str) -> bytes:
        """A person's key.

        Raises:
            PersonErasedError: there is none.
        """
        with self._lock:
            return self._load([person])[person]

    def keys(self, id_numbers: Mapping[str, str | None]) -> dict[str, bytes]:
        """The keys of several persons, made for those who have none.

        Args:
            id_numbers: the ID number by person id, `None` where it is not given.

        Raises:
            PersonKnownError: an ID number belongs to another person's id.
        """
        with self._lock:
            missing = {p: n for p, n in id_numbers.items() if p not in self._keys}
            if missing:
                self._create(missing)
            return self._load(list(id_numbers))

    def _create(self, id_numbers: Mapping[str, str | None]) -> None:
        found_by = [self._found_by(n) if n else None for n in id_numbers.values()]
        wrapped = [
            aes_key_wrap(self._office.wrapping, secrets.token_bytes(KEY_BYTES)) for _ in id_numbers
        ]
        try:
            rows = self._connection.execute(_CREATE, [list(id_numbers), found_by, wrapped])
        except psycopg.errors.UniqueViolation:
            self._refuse_known(dict(zip(id_numbers, found_by, strict=True)))
        self._remember({person: self._unwrap(person, key) for person, key in rows.fetchall()})

    def _refuse_known(self, found_by: Mapping[str, bytes | None]) -> NoReturn:
        hashes = [value for value in found_by.values() if value]
        known: dict[bytes, str] = dict(self._connection.execute(_KNOWN, [hashes]).fetchall())
        person, other = next(
            (person, known.get(value, person))
            for person, value in found_by.items()
            if value and known.get(value, "") != person
        )
        raise PersonKnownError(
            f"The ID number given for person {person} belongs to person {other}.",
            f"Use person {other}. Nothing was recorded.",
        )

    def _load(self, persons: list[str]) -> dict[str, bytes]:
        missing = [person for person in persons if person not in self._keys]
        if missing:
            rows = self._connection.execute(_KEYS, [missing]).fetchall()
            self._remember({person: self._unwrap(person, key) for person, key in rows})
        absent = [person for person in missing if person not in self._keys]
        if absent:
            raise PersonErasedError(
                f"There is no key for person {absent[0]}: none was made, or it was erased."
            )
        return {person: self._keys[person] for person in persons}

    def _unwrap(self, person: str, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap(self._office.wrapping, wrapped)
        except InvalidUnwrap:
            raise LedgerError(
                f"The key of person {person} was wrapped under other office secrets.",
                "Use the secrets file that belongs to this database.",
            ) from None

    def _remember(self, keys: Mapping[str, bytes]) -> None:
        if len(self._keys) + len(keys) > CACHED_MAX:
            self._keys.clear()
        self._keys.update(keys)

    def _found_by(self, id_number: str) -> bytes:
        return hmac.digest(self._office.finding, id_number.strip().upper().encode(), "sha256")
