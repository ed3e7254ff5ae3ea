"""The registers' invariants, read back over the whole log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application.records import record
from domain.common.invariants import Breach, Check, Invariant, Read
from domain.common.registers import Register
from ledger.log import Log
from ledger.record import fields_of

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold at a record."""

    register: Register
    invariant: Invariant
    breach: Breach


def check(
    log: Log, registers: Sequence[Register], progress: Progress = lambda _: None
) -> Iterator[Broken]:
    """Read the log once and check what these registers promise.

    Raises:
        UnknownRecordTypeError: a record is of a type this edition does not know.
    """
    readers: defaultdict[str, list[tuple[Register, Invariant, Check]]] = defaultdict(list)
    for register in registers:
        for invariant in register.invariants:
            entry = (register, invariant, invariant.check())
            for type_ in dict.fromkeys(invariant.records):
                readers[type_.type].append(entry)
    if not readers:
        return
    for event in log.read(DCBQuery([DCBQueryItem(types=list(readers))])):
        fields = fields_of(event.event.data)
        made = record(fields["type"], fields["data"])
        read = Read(event.position, made, fields["by"], fields["office"])
        for register, invariant, reader in readers[fields["type"]]:
            for breach in reader.see(read):
                yield Broken(register, invariant, breach)
        progress(1)
