"""The library's own test cases for recorders, and the library's application on top of ours."""

from __future__ import annotations

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError, ProgrammingError

from ledger.log import Log


class TestRecorder(DCBRecorderTestCase):
    @pytest.fixture(autouse=True)
    def _use(self, database: str) -> None:
        self.dsn = database

    def test_append_read(self) -> None:
        with Log.open(self.dsn) as log:
            self._test_append_read(log)

    def test_append_subscribe(self) -> None:
        with Log.open(self.dsn) as log:
            self._test_append_subscribe(log)

    def test_append_nothing(self) -> None:
        with Log.open(self.dsn) as log, self.assertRaises(ProgrammingError):
            log.append([])

    def test_append_twice(self) -> None:
        new = DCBAppendCondition(DCBQuery([DCBQueryItem(tags=["x"])]))
        with Log.open(self.dsn) as log:
            log.append([DCBEvent("t", b"", ["x"])], new)
            with self.assertRaises(IntegrityError):
                log.append([DCBEvent("t", b"", ["x"])], new)
