"""What the workload wants recorded, and how it decides, as a program of the ledger would.

| operation | records | boundary |
| --- | --- | --- |
| receive | money into a fund | none: nothing can refuse it |
| spend | money out of a fund, with what is left | the fund: must not go below zero |
| number | the next serial number of a book | the newest record of the book: serial + 1 |
| register | a person, once for ever | the person: no registration yet |
| list | many records of a case in one command | none; too many for one call, so they are copied |
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from random import Random
from threading import Lock
from typing import Any
from uuid import UUID

import orjson
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem

from ledger.log import BoundaryRead, Command, Log
from ledger.record import Draft, Envelope
from tests.fire.history import Intent

RECEIVE, SPEND, NUMBER, REGISTER, LIST = "receive", "spend", "number", "register", "list"
WEIGHTS = {RECEIVE: 5, SPEND: 8, NUMBER: 6, REGISTER: 4, LIST: 1}
TYPES = {operation: f"fire.{operation}.v1" for operation in WEIGHTS}
FUNDS = 3
BOOKS = 2
LIST_RECORDS_MAX = 200
KEYED_SHARE = 0.8


class DeclinedError(Exception):
    """The decision says no, on what stood at `after`."""

    def __init__(self, after: int) -> None:
        self.after = after


@dataclass(frozen=True)
class Decided:
    """What to send."""

    drafts: list[Draft]
    condition: DCBAppendCondition | None
    after: int
    command: Command | None


class Intents:
    """An endless row of intents drawn from a seed.

    Threads with the same seed of the log meet on the same persons, in the same order, and send
    the same shared commands under the same id.
    """

    def __init__(self, log_seed: str, own_seed: str) -> None:
        self._random = Random(f"{log_seed} {own_seed}")
        self._shared = Random(log_seed)
        self._persons = 0

    def __iter__(self) -> Intents:
        return self

    def __next__(self) -> Intent:
        if self._random.random() < 0.1:
            return _draw(self._shared, keyed=True)
        if self._random.random() < 0.15:
            self._persons += 1
            return self._register(f"person:{self._persons}")
        return _draw(self._random, keyed=self._random.random() < KEYED_SHARE)

    def _register(self, person: str) -> Intent:
        return Intent(_new_id(self._random), REGISTER, person)


def _draw(random: Random, *, keyed: bool) -> Intent:
    operation = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    command = _new_id(random)
    fund = f"fund:{random.randrange(FUNDS)}"
    match operation:
        case "receive":
            count = random.choice([1, 1, 1, 2, 3])
            return Intent(command, operation, fund, random.randint(1, 500), count, keyed)
        case "spend":
            return Intent(command, operation, fund, random.randint(1, 900), 1, keyed)
        case "number":
            return Intent(command, operation, f"case:book-{random.randrange(BOOKS)}", 0, 1, keyed)
        case "register":
            return Intent(command, operation, f"person:x{random.randrange(10_000)}", 0, 1, keyed)
        case _:
            count = random.randint(2, LIST_RECORDS_MAX)
            return Intent(command, operation, f"case:{random.randrange(50)}", 0, count, keyed)


def _new_id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


class Funds:
    """Balances as this process last read them: each read goes on where the last one ended."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._lock = Lock()
        self._known: dict[str, tuple[int, int]] = {}

    def read(self, fund: str) -> tuple[int, int]:
        """The position up to which the log was read, and the balance there in fen."""
        with self._lock:
            after, balance_fen = self._known.get(fund, (0, 0))
            response = self._log.read(_about(fund), after=after)
            for found in response:
                fields = orjson.loads(found.event.data)
                sign = 1 if found.event.type == TYPES[RECEIVE] else -1
                balance_fen += sign * fields["data"]["amount_fen"]
            self._known[fund] = (response.head or 0, balance_fen)
            return self._known[fund]


def decide(log: Log, funds: Funds, intent: Intent) -> Decided:
    """Read the boundary of an intent and make its records.

    Raises:
        DeclinedError: the boundary forbids it.
        LogError: the boundary cannot be read.
    """
    fingerprint = sha256(orjson.dumps(intent)).digest()
    command = Command(UUID(intent.command), fingerprint) if intent.keyed else None
    fields, condition, after = _look(log, funds, intent)
    drafts = [_draft(intent, index, fields) for index in range(intent.count)]
    return Decided(drafts, condition, after, command)


def _look(
    log: Log, funds: Funds, intent: Intent
) -> tuple[dict[str, Any], DCBAppendCondition | None, int]:
    match intent.operation:
        case "spend":
            after, balance_fen = funds.read(intent.subject)
            if balance_fen < intent.amount_fen:
                raise DeclinedError(after)
            left = {"amount_fen": intent.amount_fen, "left_fen": balance_fen - intent.amount_fen}
            return left, DCBAppendCondition(_about(intent.subject), after), after
        case "number":
            item = DCBQueryItem(tags=[intent.subject])
            state = log.boundary([BoundaryRead(item, latest=True)])
            before = [orjson.loads(one.event.data)["data"]["serial"] for one in state.events]
            condition = DCBAppendCondition(DCBQuery([item]), state.head)
            return {"serial": max(before, default=0) + 1}, condition, state.head
        case "register":
            return {}, DCBAppendCondition(_about(intent.subject, TYPES[REGISTER])), 0
        case _:
            return {"amount_fen": intent.amount_fen}, None, 0


def _about(tag: str, *types: str) -> DCBQuery:
    return DCBQuery([DCBQueryItem(types=list(types), tags=[tag])])


def _draft(intent: Intent, index: int, fields: dict[str, Any]) -> Draft:
    return Draft(
        Envelope(
            id=f"{intent.command}/{index}",
            type=TYPES[intent.operation],
            occurred="2019-03-05T09:30:00+08:00",
            by="wang-fang",
            office="371002",
            entry_mode="window",
            tags=[intent.subject, "office:371002", f"{intent.operation}:{index}"],
            command=intent.command if intent.keyed else "",
            rule_version="1",
            data={"mark": intent.command, "index": index, **fields},
        )
    )
