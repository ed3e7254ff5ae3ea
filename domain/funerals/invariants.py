"""What must hold over a whole log of funerals, judged again from the records alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

from domain.common.invariants import Entry, Violation
from domain.common.refusals import Rule
from domain.funerals import rules
from domain.funerals.records import (
    FuneralWaiverGranted,
    FuneralWaiverReversed,
    TillReceiptIssued,
    TillReceiptRefunded,
    TillSettled,
    WaiverClaimSentBack,
    WaiversClaimed,
)

Day = tuple[str, str]


class TillHolds:
    """Each settlement is the sum of its day's receipts less refunds, and nothing follows it."""

    rules: ClassVar[Sequence[Rule]] = (rules.SETTLED_AS_RECEIVED, rules.DAY_SETTLED)

    def __init__(self) -> None:
        self._received: defaultdict[Day, defaultdict[str, int]]
        self._received = defaultdict(lambda: defaultdict(int))
        self._settled: dict[Day, int] = {}

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record."""
        record, position = entry.record, entry.citation.position
        if not isinstance(record, TillReceiptIssued | TillReceiptRefunded | TillSettled):
            return ()
        day = (record.parlour, record.day)
        earlier = self._settled.get(day)
        if earlier is not None:
            told = f"{record.day} was settled before."
            return (Violation(position, rules.DAY_SETTLED, told, (earlier,)),)
        received = self._received[day]
        if not isinstance(record, TillSettled):
            sign = 1 if isinstance(record, TillReceiptIssued) else -1
            received[record.means] += sign * record.amount_fen
            return ()
        self._settled[day] = position
        counted = {"cash": record.cash_fen, "card": record.card_fen, "mobile": record.mobile_fen}
        if all(received[means] == counted[means] for means in counted):
            return ()
        told = f"Counted {counted} fen; receipts {dict(received)}."
        return (Violation(position, rules.SETTLED_AS_RECEIVED, told),)

    def counted(self) -> dict[str, int]:
        """How many settlements were judged."""
        return {"settlements of the till": len(self._settled)}


class WaiversClaimedOnce:
    """A claim is what was granted less what was reversed in its serials, each in one claim."""

    rules: ClassVar[Sequence[Rule]] = (rules.CLAIM_ONCE,)

    def __init__(self) -> None:
        self._amounts: dict[tuple[str, int], int] = {}
        self._claimed: dict[tuple[str, int], tuple[str, int]] = {}
        """By parlour and serial: the claim and its position."""
        self._claims = 0

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record."""
        record = entry.record
        if isinstance(record, FuneralWaiverGranted):
            self._amounts[record.parlour, record.serial] = record.amount_fen
        elif isinstance(record, FuneralWaiverReversed):
            self._amounts[record.parlour, record.serial] = -record.amount_fen
        elif isinstance(record, WaiverClaimSentBack):
            self._claimed = {
                serial: by for serial, by in self._claimed.items() if by[0] != record.claim
            }
        elif isinstance(record, WaiversClaimed):
            self._claims += 1
            return self._judge(record, entry.citation.position)
        return ()

    def _judge(self, record: WaiversClaimed, position: int) -> Sequence[Violation]:
        held = [
            (record.parlour, serial)
            for serial in range(record.serial_first, record.serial_last + 1)
        ]
        twice = sorted({self._claimed[one][1] for one in held if one in self._claimed})
        for one in held:
            self._claimed[one] = (record.claim, position)
        if twice:
            told = f"{record.claim} holds what was claimed before."
            return (Violation(position, rules.CLAIM_ONCE, told, tuple(twice)),)
        sum_fen = sum(self._amounts.get(one, 0) for one in held)
        if sum_fen == record.amount_fen:
            return ()
        told = f"{record.claim} claims {record.amount_fen} fen; its waivers make {sum_fen}."
        return (Violation(position, rules.CLAIM_ONCE, told),)

    def counted(self) -> dict[str, int]:
        """How many claims were judged."""
        return {"claims of the parlour": self._claims}
