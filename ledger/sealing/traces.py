"""By what a person can be found again: keyed hashes of what was sealed, one row each.

| kind | hashed |
| --- | --- |
| `id-number` | the digits before the check character; old numbers of 15 with their century |
| `name-birth` | name and date of birth |
| `name` | the whole name; it finds, but says nothing about who is one |
| `address`, `account`, `phone` | the text without spaces |

The hash is HMAC-SHA256 under the office's finding key: without it nobody can try names. What shows
to who has the table alone is which persons share a name, and how many. While the key is renewed,
persons are found by both generations. Two persons with one hash *may* be one; who decides that is
an official, in a record.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import psycopg

from ledger.sealing.secrets import OfficeSecrets

FIELDS = {"address": "address", "bank_account": "account", "phone": "phone"}
"""Personal data that is hashed as it is, and the kind of trace it makes."""
ID_NUMBER = "id-number"
NAME_BIRTH = "name-birth"
NAME = "name"
ID_DIGITS_OLD = 15
ID_DIGITS = 18
BORN_FIRST, BORN_LAST = 6, 14
"""Where the date of birth stands in an ID number of 18 digits."""
PAIRS_MAX = 10_000
"""Pairs listed at once; more means that a trace is no trace, e.g. the address of a home."""
PERSONS_MAX = 1_000
"""Persons found by one trace at most."""
SHARED_MAX = 20
"""A trace that more persons share (a home's address, a common account) shows nothing."""

_NOTE = """
    INSERT INTO sealing.person_traces (person, kind, hash, generation)
    SELECT person, kind, hash, generation
    FROM unnest(%b::uuid[], %b::text[], %b::bytea[], %b::integer[])
        AS noted (person, kind, hash, generation)
    -- A key may have gone into escrow a moment ago: what is locked leaves no trace.
    WHERE EXISTS (SELECT FROM sealing.person_keys WHERE person_keys.person = noted.person)
    ON CONFLICT DO NOTHING
"""
_FIND = """
    SELECT DISTINCT person::text FROM sealing.person_traces
    WHERE kind = %b AND hash = %b ORDER BY 1 LIMIT %b
"""
_PAIRS = """
    WITH shared AS (
        SELECT kind, hash FROM sealing.person_traces WHERE kind <> 'name'
        GROUP BY kind, hash HAVING count(*) BETWEEN 2 AND %b
    )
    SELECT one.person::text, other.person::text, array_agg(DISTINCT kind ORDER BY kind)
    FROM shared
    JOIN sealing.person_traces AS one USING (kind, hash)
    JOIN sealing.person_traces AS other USING (kind, hash)
    WHERE one.person < other.person
    GROUP BY 1, 2
    ORDER BY 1, 2
    LIMIT %b
"""

Connection = psycopg.Connection[Any]


class Pair(NamedTuple):
    """Two persons that share traces; the lower id first."""

    person: str
    other: str
    kinds: tuple[str, ...]


def traces_of(key: bytes, personal: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Kind and hash of every trace that personal data makes under a finding key."""
    number = personal.get("id_number", "").strip()
    if len(number) == ID_DIGITS_OLD:
        number = f"{number[:BORN_FIRST]}19{number[BORN_FIRST:]}"
    born = personal.get("born", "")
    if len(number) in (ID_DIGITS, ID_DIGITS - 1):
        yield ID_NUMBER, _hash(key, ID_NUMBER, number[: ID_DIGITS - 1])
        born = born or number[BORN_FIRST:BORN_LAST]
    name = personal.get("name", "")
    if name:
        yield NAME, _hash(key, NAME, _plain(name))
    if name and born:
        yield NAME_BIRTH, _hash(key, NAME_BIRTH, _plain(name), born.replace("-", ""))
    for field, kind in FIELDS.items():
        if personal.get(field):
            yield kind, _hash(key, kind, _plain(personal[field]))


def note(
    connection: Connection, office: OfficeSecrets, people: Mapping[str, Mapping[str, str]]
) -> None:
    """Keep the traces of what is being sealed; those kept before stay.

    Args:
        connection: with the writer's rights; the persons' keys exist.
        office: the office's secrets.
        people: personal data by person.
    """
    generation = office.finding_newest
    rows = [
        (person, kind, digest, generation)
        for person, personal in people.items()
        for kind, digest in traces_of(office.finding[generation], personal)
    ]
    if rows:
        connection.execute(_NOTE, [list(column) for column in zip(*rows, strict=True)])


def find(
    connection: Connection, office: OfficeSecrets, personal: Mapping[str, str]
) -> dict[str, list[str]]:
    """The persons that share a trace with personal data, each with the kinds they share.

    A name alone is no trace of a person: see `find_by`.
    """
    found: dict[str, set[str]] = {}
    for key in office.finding.values():
        for kind, digest in traces_of(key, personal):
            if kind != NAME:
                for (person,) in connection.execute(_FIND, [kind, digest, PERSONS_MAX]):
                    found.setdefault(person, set()).add(kind)
    return {person: sorted(kinds) for person, kinds in found.items()}


def find_by(
    connection: Connection,
    office: OfficeSecrets,
    kind: str,
    personal: Mapping[str, str],
    limit: int,
) -> list[str]:
    """The persons that share one kind of trace, sorted by id; nobody if the data makes none."""
    found: set[str] = set()
    for key in office.finding.values():
        digest = dict(traces_of(key, personal)).get(kind)
        if digest is not None:
            rows = connection.execute(_FIND, [kind, digest, limit])
            found |= {person for (person,) in rows}
    return sorted(found)[:limit]


def pairs(connection: Connection) -> Sequence[Pair]:
    """Persons that share traces, at most `PAIRS_MAX` pairs."""
    rows: Iterable[tuple[str, str, list[str]]] = connection.execute(_PAIRS, [SHARED_MAX, PAIRS_MAX])
    return [Pair(person, other, tuple(kinds)) for person, other, kinds in rows]


def _plain(text: str) -> str:
    return "".join(text.split())


def _hash(key: bytes, kind: str, *parts: str) -> bytes:
    return hmac.digest(key, "\x1f".join((kind, *parts)).encode(), "sha256")
