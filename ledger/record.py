"""A record as the log keeps it: an envelope of canonical bytes.

The fields, in the order of their bytes (RFC 8785 sorts keys):

| field | what |
| --- | --- |
| by | the official who acts |
| causation | id of the record that led to this one (left out if none) |
| command | id of the command that recorded it |
| data | the register's fields |
| entry_mode | window, online, import, backfill |
| id | UUIDv7 of the record |
| occurred | when it happened, ISO 8601 with UTC offset |
| office | the office it is for |
| ordinals | by case, fund and office among the tags: this record's number among those about it |
| recorded | when the log took it, UTC with microseconds; never earlier than the record before |
| rule_version | the edition of the rules that decided |
| sealed | personal data by person, as ciphertext (left out if none) |
| tags | what it is about |
| type | e.g. charity.donation-received.v1 |

`ordinals` and `recorded` stand side by side because the log alone knows them: a draft has all
other fields written and a place where the log stamps these two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from eventsourcing.dcb.api import DCBEvent

from ledger import canonical
from ledger.errors import InvalidRecordError

RECORD_BYTES_MAX = 2**16 - 1
"""What an entry of a static tile can hold (C2SP tlog-tiles). A record is a fact, not a file:
documents are kept elsewhere and named by digest."""
TIME_MAX = datetime.max.replace(tzinfo=UTC)
TAGS_MAX = 64
TAG_BYTES_MAX = 256
NUMBERED_KINDS = ("case", "fund", "office")
"""Tags of these kinds number their records without a gap, so that leaving one out shows."""


@dataclass(frozen=True)
class Envelope:
    """Everything about a record but what the log stamps (`ordinals`, `recorded`)."""

    id: str
    type: str
    occurred: str
    by: str
    office: str
    entry_mode: str
    tags: Sequence[str]
    command: str
    rule_version: str
    data: Mapping[str, Any]
    causation: str = ""
    sealed: Mapping[str, Any] | None = None


class Draft(DCBEvent):
    """A record on its way to the log: canonical bytes but for the stamp.

    `stamp` gives the record's bytes. Until then `data` holds the part before the stamp. The other
    attributes are what the log keeps in columns beside the bytes.
    """

    occurred: datetime | None
    office: str | None
    official: str | None
    command: str
    numbered: list[str]
    """The tags that number their records."""

    def __init__(self, envelope: Envelope) -> None:
        """Write the envelope.

        Raises:
            InvalidRecordError: names the field that cannot be written, or the limit that is broken.
        """
        check_tags(envelope.tags)
        check_type(envelope.type)
        before: dict[str, Any] = {
            "by": envelope.by,
            "command": envelope.command,
            "data": dict(envelope.data),
            "entry_mode": envelope.entry_mode,
            "id": envelope.id,
            "occurred": envelope.occurred,
            "office": envelope.office,
        }
        if envelope.causation:
            before["causation"] = envelope.causation
        after: dict[str, Any] = {
            "rule_version": envelope.rule_version,
            "tags": list(envelope.tags),
            "type": envelope.type,
        }
        if envelope.sealed:
            after["sealed"] = dict(envelope.sealed)
        head = canonical.encode(before)[:-1] + b","
        super().__init__(envelope.type, head, list(envelope.tags))
        self._tail = b"," + canonical.encode(after)[1:]
        self.numbered = [tag for tag in envelope.tags if is_numbered(tag)]
        self.check_size()
        self.occurred = parse_moment(envelope.occurred, "occurred")
        self.office, self.official = envelope.office, envelope.by
        self.command = envelope.command

    def check_size(self) -> None:
        """Check the size the record will have once it is stamped.

        Raises:
            InvalidRecordError: if it is too large.
        """
        if len(self.data) + len(self._tail) < RECORD_BYTES_MAX // 2:
            return  # no stamp is longer than the other half: 64 tags of 256 bytes, with numbers
        size = len(self.stamp(dict.fromkeys(self.numbered, canonical.INTEGER_MAX), TIME_MAX))
        if size > RECORD_BYTES_MAX:
            raise InvalidRecordError(
                f"The record has {size:,} bytes; at most {RECORD_BYTES_MAX:,} are taken.",
                "Keep documents outside and name them by digest.",
            )

    def stamp(self, ordinals: Mapping[str, int], recorded: datetime) -> bytes:
        """The record's bytes, given the ordinal of each of `numbered` and the time of recording."""
        numbers = orjson.dumps(ordinals, option=orjson.OPT_SORT_KEYS)
        return b'%b"ordinals":%b,"recorded":"%b"%b' % (
            self.data, numbers, timestamp(recorded).encode(), self._tail
        )  # fmt: skip


def fields_of(data: bytes) -> dict[str, Any]:
    """The fields of a stored record by name, as its bytes say."""
    fields: dict[str, Any] = orjson.loads(data)
    return fields


@lru_cache(maxsize=64)
def timestamp(moment: datetime) -> str:
    """UTC with microseconds and `Z`, always 27 characters, so that text order is time order.

    All records of a commit share theirs, so the last ones are kept.
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_moment(text: str, field: str) -> datetime:
    """Read an ISO 8601 time with UTC offset.

    Raises:
        InvalidRecordError: names the field.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRecordError(f"{field} is {text[:40]!r}, not a time in ISO 8601.") from None
    if moment.utcoffset() is None:
        raise InvalidRecordError(f"{field} is {text!r}; it must carry a UTC offset.")
    return moment


def is_numbered(tag: str) -> bool:
    """Whether the log numbers the records of this tag."""
    return tag.partition(":")[0] in NUMBERED_KINDS


def check_tags(tags: Sequence[str]) -> None:
    """Check the number, length and characters of a record's tags.

    Raises:
        InvalidRecordError: names the tag that breaks a limit.
    """
    if len(tags) > TAGS_MAX:
        raise InvalidRecordError(f"The record has {len(tags)} tags; at most {TAGS_MAX} are taken.")
    if len(set(tags)) != len(tags):
        raise InvalidRecordError("The record names a tag twice.")
    together = "".join(tags)
    plain = together.isascii() and together.isprintable() and " " not in together
    if plain and all(tags) and len(together) <= TAG_BYTES_MAX:
        return  # the short way: what holds for all of them together holds for each
    for tag in tags:
        _check_word("tag", tag)


@lru_cache(maxsize=4096)
def check_type(name: str) -> None:
    """Check the length and characters of a record type (there are few: the answer is kept).

    Raises:
        InvalidRecordError: if it breaks a limit.
    """
    _check_word("type", name)


def _check_word(what: str, word: str) -> None:
    if not word or len(word.encode(errors="replace")) > TAG_BYTES_MAX:
        raise InvalidRecordError(
            f"The {what} {word[:40]!r} has {len(word)} characters; it may have 1 to "
            f"{TAG_BYTES_MAX} bytes."
        )
    if not word.isprintable() or " " in word:
        raise InvalidRecordError(f"The {what} {word[:40]!r} holds a space or a control character.")
