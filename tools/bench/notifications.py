"""The `eventsourcing` library's notification log and mapper, folded by hand."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Any
from uuid import UUID, uuid5

import psycopg
from eventsourcing.application import LocalNotificationLog
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from eventsourcing.postgres import PostgresFactory
from eventsourcing.utils import get_topic

from tools.bench.sizes import BATCH_RECORDS
from tools.bench.stores.eventsourcing import ApplicationRecorderFunctions, environment

_BYTES = "SELECT bytes FROM ledger.records ORDER BY position LIMIT %s"
_STREAMS = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")


class Recorded:
    """A record as the library's mapper makes it: the fields of its bytes are its attributes."""

    originator_id: UUID
    originator_version: int
    type: str
    data: dict[str, Any]


class Notifications:
    """Records of a log, as the library keeps and reads them."""

    def __init__(self, source: str, dsn: str, records: int) -> None:
        """Copy the first records of a log into an empty database."""
        self._dsn = dsn
        store = ApplicationRecorderFunctions()
        store.create(dsn)
        topic = get_topic(Recorded)
        with psycopg.connect(source) as connection, connection.cursor(binary=True) as cursor:
            found = [bytes(row[0]) for row in cursor.execute(_BYTES, [records]).fetchall()]
        self.records = len(found)
        with store.open(dsn, 1) as (append,):
            for first in range(0, len(found), BATCH_RECORDS):
                append(
                    [
                        StoredEvent(uuid5(_STREAMS, str(number)), 1, topic, state)
                        for number, state in enumerate(
                            found[first : first + BATCH_RECORDS], start=first
                        )
                    ]
                )

    def fold(self) -> int:
        """Sum the amounts of each type; answers with the records passed."""
        sums: Counter[str] = Counter()
        mapper: Mapper[UUID] = Mapper(JSONTranscoder())
        start, passed = 1, 0
        with closing(PostgresFactory(environment(self._dsn, 1, {}))) as factory:
            log = LocalNotificationLog(factory.application_recorder(), BATCH_RECORDS)
            while page := log.select(start, BATCH_RECORDS):
                for notification in page:
                    event: Any = mapper.to_domain_event(notification)
                    sums[event.type] += event.data["amount_fen"]
                passed += len(page)
                start = page[-1].id + 1
        return passed
