"""The persons' keys: one row a person, in the schema `sealing`.

| column | what |
| --- | --- |
| person | the person's random id |
| found_by | keyed hash of the ID number (HMAC-SHA256), or null |
| wrapped_key | the person's AES-256 key under the office's wrapping key |
| wrapped_under, found_under | the generations of those two keys of the office |

A row that is deleted erases the person's data everywhere at once and breaks no hash. Keys are
written with `synchronous_commit = off`: the record that needs one is committed later on the same
server, and that commit flushes everything before it. Keys in memory are forgotten as soon as the
keeper of keys tells that one was locked away, destroyed or wrapped anew.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import NoReturn

import psycopg

from ledger.errors import LedgerError
from ledger.log.connecting import WRITER_ROLE, adopt, is_own, session
from ledger.sealing import traces
from ledger.sealing.secrets import OfficeSecrets
from ledger.sealing.wrapping import unwrapped

KEY_BYTES = 32
CACHED_MAX = 100_000
"""Persons whose keys are held in memory; beyond it the cache starts anew."""
CHANNEL = "qingce_keys"
"""Where the keeper of keys tells that keys in memory are out of date."""
ERASED, RESTRICTED, GENERATION_ENDED = "QS001", "QS002", "QS003"
"""SQLSTATEs of the refusals of `sealing.person_keys`."""

_CREATE = """
    INSERT INTO sealing.person_keys (person, found_by, wrapped_key, wrapped_under, found_under)
    SELECT person, found_by, wrapped_key, %b, %b
    FROM unnest(%b::uuid[], %b::bytea[], %b::bytea[]) AS made (person, found_by, wrapped_key)
    ON CONFLICT (person) DO UPDATE SET
        found_by = coalesce(person_keys.found_by, excluded.found_by),
        found_under = CASE
            WHEN person_keys.found_by IS NULL THEN excluded.found_under
            ELSE person_keys.found_under
        END
    RETURNING person::text, wrapped_key, wrapped_under
"""
_KEYS = """
    SELECT person::text, wrapped_key, wrapped_under FROM sealing.person_keys
    WHERE person = ANY(%b::uuid[])
"""
_KNOWN = """
    SELECT found_by, person::text FROM sealing.person_keys WHERE found_by = ANY(%b::bytea[])
"""
_LOCKED = """
    SELECT 'erased' FROM sealing.erased WHERE person = %b::text::uuid
    UNION ALL SELECT 'restricted' FROM sealing.escrow WHERE person = %b::text::uuid
"""

Row = tuple[str, bytes, int]
"""A person, the wrapped key, and the generation it is wrapped under."""


class PersonKnownError(LedgerError):
    """The ID number belongs to a person who is known under another id."""

    code = "person-known"


class PersonErasedError(LedgerError):
    """There is no key for the person: never made, or destroyed."""

    code = "person-erased"


class PersonRestrictedError(LedgerError):
    """The person's key is in escrow: the data is stored, and nothing else is done with it."""

    code = "person-restricted"


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
        self._is_told = is_own(self._connection)
        """Whether the keeper's word arrives; if not, no key is held in memory."""
        if self._is_told:
            self._connection.execute("SET synchronous_commit = off")
            self._connection.add_notify_handler(lambda _: self._forget())
            self._connection.execute(f"LISTEN {CHANNEL}")
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
        return self.find_all([id_number]).get(id_number)

    def find_all(self, id_numbers: Collection[str]) -> dict[str, str]:
        """The ids of those persons who are known, by ID number: one look-up for many."""
        if not id_numbers:
            return {}
        with self._lock:
            self._heed()
            hashes = {
                self._found_by(generation, id_number): id_number
                for id_number in id_numbers
                for generation in self._office.finding
            }
            rows = self._connection.execute(_KNOWN, [list(hashes)]).fetchall()
        return {hashes[found_by]: person for found_by, person in rows}

    def find_alike(self, personal: Mapping[str, str]) -> dict[str, list[str]]:
        """Persons who share an ID number, name and birth, address, account or phone, by id."""
        with self._lock:
            self._heed()
            return traces.find(self._connection, self._office, personal)

    def find_by(self, kind: str, personal: Mapping[str, str], limit: int) -> list[str]:
        """Persons who share one kind of trace (`ledger.sealing.traces`), sorted by id."""
        with self._lock:
            self._heed()
            return traces.find_by(self._connection, self._office, kind, personal, limit)

    def pairs_alike(self) -> Sequence[traces.Pair]:
        """Pairs of persons who share any of these."""
        with self._lock:
            return traces.pairs(self._connection)

    def note(self, people: Mapping[str, Mapping[str, str]]) -> None:
        """Keep by what persons can be found again; their keys exist."""
        marks = {person: hash(frozenset(personal.items())) for person, personal in people.items()}
        with self._lock:
            self._heed()
            fresh = {one: mark for one, mark in marks.items() if self._noted.get(one) != mark}
            traces.note(self._connection, self._office, {one: people[one] for one in fresh})
            if len(self._noted) + len(fresh) > CACHED_MAX:
                self._noted.clear()
            self._noted |= fresh

    def key(self, person: str) -> bytes:
        """A person's key.

        Raises:
            PersonErasedError: there is none.
            PersonRestrictedError: it is in escrow.
            WrappingError: it cannot be unwrapped.
        """
        with self._lock:
            self._heed()
            # To open a seal the row itself is asked: the keeper's word may still be on its way.
            self._keys.pop(person, None)
            return self._load([person])[person]

    def keys(self, id_numbers: Mapping[str, str | None]) -> dict[str, bytes]:
        """The keys of several persons, made for those who have none.

        Args:
            id_numbers: the ID number by person id, `None` where it is not given.

        Raises:
            PersonKnownError: an ID number belongs to another person's id.
            PersonErasedError, PersonRestrictedError: a person's key was destroyed, or is locked.
            WrappingError: a key cannot be wrapped or unwrapped.
        """
        with self._lock:
            self._heed()
            missing = {p: n for p, n in id_numbers.items() if p not in self._keys}
            if missing:
                self._create(missing)
            return self._load(list(id_numbers))

    def _create(self, id_numbers: Mapping[str, str | None]) -> None:
        made = [secrets.token_bytes(KEY_BYTES) for _ in id_numbers]
        try:
            rows = self._insert(id_numbers, made)
        except psycopg.Error as error:
            if error.sqlstate != GENERATION_ENDED:
                raise
            self._forget()
            rows = self._insert(id_numbers, made)
        self._remember(self._unwrap(rows))

    def _insert(self, id_numbers: Mapping[str, str | None], keys: Sequence[bytes]) -> list[Row]:
        office = self._office
        self._refuse_known_before(id_numbers)
        wrapping, finding = office.wrapping_newest, office.finding_newest
        found_by = [self._found_by(finding, n) if n else None for n in id_numbers.values()]
        wrapped = office.wrapping[wrapping].wrap(keys)
        try:
            return self._connection.execute(
                _CREATE, [wrapping, finding, list(id_numbers), found_by, wrapped]
            ).fetchall()
        except psycopg.errors.UniqueViolation:
            self._refuse_known(dict(zip(id_numbers, found_by, strict=True)))
        except psycopg.Error as error:
            _refuse_locked(error)
            raise

    def _refuse_known_before(self, id_numbers: Mapping[str, str | None]) -> None:
        """While the finding key is renewed: nobody found by an earlier generation is made anew."""
        for generation in self._office.finding:
            if generation == self._office.finding_newest:
                continue
            hashes = {self._found_by(generation, n): p for p, n in id_numbers.items() if n}
            rows = self._connection.execute(_KNOWN, [list(hashes)]).fetchall()
            if any(hashes[found_by] != person for found_by, person in rows):
                self._refuse_known({p: found_by for found_by, p in hashes.items()})

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
            self._remember(self._unwrap(rows))
        absent = [person for person in missing if person not in self._keys]
        if absent:
            locked = self._connection.execute(_LOCKED, [absent[0], absent[0]]).fetchone()
            if locked == ("restricted",):
                raise _restricted()
            raise PersonErasedError(
                f"There is no key for person {absent[0]}: none was made, or it was erased."
            )
        return {person: self._keys[person] for person in persons}

    def _unwrap(self, rows: Sequence[Row]) -> dict[str, bytes]:
        if any(generation not in self._office.wrapping for _, _, generation in rows):
            self._office = self._office.reread()
        return unwrapped(rows, self._office.wrapping)

    def _remember(self, keys: Mapping[str, bytes]) -> None:
        if len(self._keys) + len(keys) > CACHED_MAX:
            self._keys.clear()
        self._keys.update(keys)

    def _heed(self) -> None:
        """Forget what the keeper of keys said is out of date: looked for without a round trip."""
        if not self._is_told:
            self._forget()
            return
        server = self._connection.pgconn
        server.consume_input()
        if server.notifies():
            while server.notifies():
                pass
            self._forget()

    def _forget(self) -> None:
        self._keys.clear()
        self._noted.clear()
        self._office = self._office.reread()

    def _found_by(self, generation: int, id_number: str) -> bytes:
        return found_by(self._office.finding[generation], id_number)


def found_by(key: bytes, id_number: str) -> bytes:
    """The keyed hash that finds a person by the whole ID number."""
    return hmac.digest(key, id_number.strip().upper().encode(), "sha256")


def _refuse_locked(error: psycopg.Error) -> None:
    if error.sqlstate == RESTRICTED:
        raise _restricted() from None
    if error.sqlstate == ERASED:
        raise PersonErasedError(
            "The personal data of a person in this command was erased.",
            "Register the person anew. Nothing was recorded.",
        ) from None


def _restricted() -> PersonRestrictedError:
    return PersonRestrictedError(
        "The data of a person in this is restricted: it is stored, and nothing else.",
        "Nothing was done. Two security administrators can unlock it.",
    )
