"""Between the domain's records and the log's bytes."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.common.decisions import Act, Decision
from domain.common.records import Record, Tagged
from domain.registry import RECORD_TYPES
from ledger.errors import LedgerError
from ledger.record import Draft, Envelope, fields_of
from ledger.sealing import Keyring, seal


class UnknownRecordTypeError(LedgerError):
    """The log holds a record of a type this edition of the program does not know."""

    code = "unknown-record-type"


def drafts(
    decision: Decision, records: list[Tagged], keyring: Keyring | None = None
) -> list[Draft]:
    """The records of a decision, sealed and ready for the log.

    Raises:
        InvalidRecordError: a record cannot be written as canonical bytes.
        PersonKnownError: an ID number belongs to a person known under another id.
    """
    id_numbers = {
        person: personal.get("id_number")
        for tagged in records
        for person, personal in tagged.personal.items()
    }
    if id_numbers and keyring is None:
        raise ValueError("personal data cannot be sealed without the persons' keys")
    keys = keyring.keys(id_numbers) if keyring and id_numbers else {}
    if keyring and keys:
        keyring.note(_personal(records))
    return [_draft(decision.act, decision.rule_version, tagged, keys) for tagged in records]


def _personal(records: list[Tagged]) -> dict[str, dict[str, str]]:
    """All that the records of one decision say of a person, by person."""
    people: dict[str, dict[str, str]] = {}
    for tagged in records:
        for person, personal in tagged.personal.items():
            people.setdefault(person, {}).update(personal)
    return people


def _draft(act: Act, rule_version: str, tagged: Tagged, keys: Mapping[str, bytes]) -> Draft:
    record_id = uuid7()
    sealed = {
        person: seal(keys[person], person, record_id, personal)
        for person, personal in tagged.personal.items()
    }
    return Draft(
        Envelope(
            id=record_id,
            type=tagged.record.type,
            occurred=act.occurred.isoformat(),
            by=act.by,
            office=act.office,
            entry_mode=act.entry_mode.value,
            tags=tagged.tags,
            command=act.command,
            rule_version=rule_version,
            data=tagged.record.model_dump(mode="json", exclude_none=True),
            causation=act.causation,
            sealed=sealed,
        )
    )


def tagged(data: bytes) -> Tagged:
    """A stored record as the domain knows it (personal data stays sealed).

    Raises:
        UnknownRecordTypeError: the type is not in the registry.
    """
    fields = fields_of(data)
    return Tagged(fields["tags"], record(fields["type"], fields["data"]))


def record(type_name: str, data: Mapping[str, Any]) -> Record:
    """A record from the fields in its bytes.

    Raises:
        UnknownRecordTypeError: the type is not in the registry.
    """
    try:
        return RECORD_TYPES[type_name].model_validate(data, strict=False)
    except KeyError:
        raise UnknownRecordTypeError(
            f"No register has records of type {type_name}.",
            "Use the edition of the program that wrote them, or a later one.",
        ) from None


def uuid7() -> str:
    """A UUID version 7 (RFC 9562): time of day first, so that ids sort by creation."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | (0x7 << 76) | (secrets.randbits(12) << 64)
    return str(UUID(int=value | (0b10 << 62) | secrets.randbits(62)))
