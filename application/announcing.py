"""Bring the log up to date with its list of keys: announced, retired, revoked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.desk import Answer, Desk
from application.settings import Settings
from domain.common.decisions import Act, Decision, EntryMode
from domain.signing import tags
from domain.signing.decisions import AnnounceKey, RetireKey, RevokeKey
from domain.signing.records import KeyAnnounced, KeyRetired, KeyRevoked
from ledger.evidence.keys.listing import KeyList, ListedKey
from ledger.log import Log

RECORDS_PER_KEY_MAX = 3


def announce_keys(log: Log, desk: Desk, settings: Settings, listed: KeyList) -> list[Answer]:
    """Record what the list of keys says and the log does not yet; returns what was answered.

    Raises:
        Refusal: what the list says breaks a rule, such as a reason with a person's number in it.
    """
    return [
        desk.execute(decision)
        for key in listed.keys
        for decision in _missing(log, settings, listed.origin, key)
    ]


def _missing(log: Log, settings: Settings, origin: str, key: ListedKey) -> Iterator[Decision]:
    verifier = key.verifier
    key_id, now = verifier.key_id.hex(), datetime.now(UTC)
    about = DCBQuery([DCBQueryItem(tags=[tags.key(key_id), tags.log(origin)])])
    found = log.newest(about, limit=RECORDS_PER_KEY_MAX)
    recorded = {event.event.type for event in found}
    if KeyAnnounced.type not in recorded:
        yield AnnounceKey(
            _act(settings, now), origin, key_id, verifier.type.name, key.vkey, key.introduced
        )
    if key.retired is not None and KeyRetired.type not in recorded:
        yield RetireKey(_act(settings, now), origin, key_id, key.retired)
    if key.revoked is not None and KeyRevoked.type not in recorded:
        decided = datetime.fromtimestamp(key.revoked.time, UTC)
        yield RevokeKey(
            _act(settings, decided), origin, key_id, key.revoked.size, key.revoked.reason
        )


def _act(settings: Settings, occurred: datetime) -> Act:
    return Act(settings.official, settings.office, occurred, entry_mode=EntryMode.ONLINE)
