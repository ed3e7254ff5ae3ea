"""A file is imported: read, decided, and recorded whole or not at all.

By default nothing is recorded if anything is wrong with any line, and what is recorded comes in
one commit. With `partial`, good lines are recorded piece by piece and bad ones left out. A line's
command id follows from the file's content and the line's number, so that a file sent again, or an
import that broke off, adds nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from application.commands import CommandType, read
from application.commands.people import People
from application.desk import Answer, Desk
from application.imports.columns import Found, columns, find
from application.imports.lines import Common, LineFault, LineReader, Read
from application.imports.tables import Table, read_table
from application.sittings import Decided, Sitting
from domain.common.decisions import Act, Decision
from domain.common.refusals import Refusal
from domain.upkeep.decisions.files import NoteImport
from ledger.errors import LedgerError
from ledger.log import ConditionFailedError
from ledger.log.log import COMMAND_RECORDS_MAX

LINES_DECIDED = 500
"""Lines whose boundaries are read in one round trip."""
LINES_COMMITTED = 1_000
"""Lines recorded in one commit of a partial import."""
ATTEMPTS_MAX = 10
"""Others may record inside a boundary; then the lines are decided anew."""

Progress = Callable[[int], None]
T = TypeVar("T")


class HeaderError(LedgerError):
    """The columns are not those of the command; nothing was recorded."""

    code = "import-header"


class ImportTooLargeError(LedgerError):
    """The file makes more records than one commit takes; nothing was recorded."""

    code = "import-too-large"


class ImportBusyError(LedgerError):
    """Others kept recording what the lines depend on; nothing of them was recorded."""

    code = "import-busy"


@dataclass
class Imported:
    """What became of a file."""

    command: CommandType
    table: Table
    file_kind: str
    lines: int = 0
    recorded: int = 0
    """Lines recorded now."""
    before: int = 0
    """Lines recorded before."""
    unneeded: int = 0
    """Lines that said nothing new."""
    left_out: int = 0
    position_first: int = 0
    position_last: int = 0
    faults: list[LineFault] = field(default_factory=list)

    @property
    def faulty_lines(self) -> set[int]:
        """The numbers of lines with faults."""
        return {fault.line for fault in self.faults}

    def take(self, answers: Sequence[Answer]) -> None:
        """Count what was answered."""
        for answer in answers:
            if answer.replayed:
                self.before += 1
            elif not answer.position_first:
                self.unneeded += 1
            else:
                self.recorded += 1
                self.position_first = self.position_first or answer.position_first
                self.position_last = max(self.position_last, answer.position_last)


@dataclass(frozen=True)
class Importer:
    """Imports files at a desk."""

    desk: Desk
    people: People

    def run(
        self,
        command: CommandType,
        path: Path,
        common: Common,
        *,
        partial: bool = False,
        check: bool = False,
        progress: Progress = lambda _: None,
    ) -> Imported:
        """Import a file.

        Args:
            command: what each line is.
            path: the file.
            common: what its lines have in common.
            partial: record the good lines even if others are bad.
            check: decide only; record nothing.
            progress: called with the number of lines just done.

        Raises:
            UnreadableFileError, HeaderError: it is no file of this command.
            ImportTooLargeError: it makes too many records for one commit.
            ImportBusyError: see there.
            LedgerError: as `Desk.execute`.
        """
        table, found = open_file(command, path)
        reader = LineReader(command, table, found, common)
        if partial and not check:
            return self._by_pieces(
                command, table, path.suffix.lower().lstrip("."), reader, progress
            )
        return self._whole(
            command, table, path.suffix.lower().lstrip("."), reader, progress, check=check
        )

    def _whole(
        self,
        command: CommandType,
        table: Table,
        file_kind: str,
        reader: LineReader,
        progress: Progress,
        *,
        check: bool,
    ) -> Imported:
        done = Imported(command, table, file_kind, lines=len(table.lines))
        reads = [reader.read(line) for line in table.lines]
        for attempt in range(ATTEMPTS_MAX):
            sitting, known = self.desk.sitting(), dict[str, str]()
            done.faults = []
            for piece in _pieces(iter(reads), LINES_DECIDED):
                done.faults += self._decide(command, sitting, piece, known)
                progress(len(piece) if attempt == 0 else 0)
            if sitting.records > COMMAND_RECORDS_MAX:
                raise ImportTooLargeError(
                    f"The file makes {sitting.records:,} records; one commit takes "
                    f"{COMMAND_RECORDS_MAX:,}.",
                    "Nothing was recorded. Cut the file, or record it piece by piece: --partial.",
                )
            done.left_out = len(done.faulty_lines)
            if done.faults or check:
                return done
            try:
                done.take(self._recorded(sitting, done, reads))
            except ConditionFailedError:
                continue
            return done
        raise _busy()

    def _recorded(self, sitting: Sitting, done: Imported, reads: Sequence[Read]) -> list[Answer]:
        """Record the lines, and with them which file they came from."""
        first = next((one.act for one in reads if one.act), None)
        if first is None or not sitting.records:
            return sitting.record()
        sitting.decide([_note(done, first, sitting.records, 0)])
        return sitting.record()[:-1]

    def _by_pieces(
        self,
        command: CommandType,
        table: Table,
        file_kind: str,
        reader: LineReader,
        progress: Progress,
    ) -> Imported:
        done = Imported(command, table, file_kind, lines=len(table.lines))
        known, acts = dict[str, str](), list[Act]()
        for lines in _pieces(iter(table.lines), LINES_COMMITTED):
            piece = [reader.read(line) for line in lines]
            done.faults += self._record_piece(command, piece, known, done)
            progress(len(piece))
            acts += [one.act for one in piece if one.act]
        done.left_out = len(done.faulty_lines)
        if done.recorded:
            note = _note(done, acts[0], done.recorded, done.left_out)
            self.desk.execute(note)
        return done

    def _record_piece(
        self, command: CommandType, piece: Sequence[Read], known: dict[str, str], done: Imported
    ) -> list[LineFault]:
        for _ in range(ATTEMPTS_MAX):
            sitting = self.desk.sitting()
            faults = self._decide(command, sitting, piece, known)
            try:
                done.take(sitting.record())
            except ConditionFailedError:
                continue
            return faults
        raise _busy()

    def _decide(
        self, command: CommandType, sitting: Sitting, piece: Sequence[Read], known: dict[str, str]
    ) -> list[LineFault]:
        faults = [fault for one in piece for fault in one.faults]
        good = [one for one in piece if not one.faults]
        unknown = [form for one in good for form in one.persons if form.id_number not in known]
        known.update(self.people.known(unknown))
        decisions = [self._decision(command, one, known) for one in good]
        for one, decided in zip(good, sitting.decide(decisions), strict=True):
            faults += _refused(one, decided)
        return faults

    def _decision(self, command: CommandType, one: Read, known: dict[str, str]) -> Decision:
        act, fields = one.act, one.fields
        if act is None or fields is None:
            raise RuntimeError("A line without faults has its act and fields: a defect.")
        return read(
            command,
            fields,
            act,
            lambda form, path: self.people.among(known, form, act.command, path),
        )


def open_file(command: CommandType, path: Path) -> tuple[Table, list[Found | None]]:
    """A file and what its columns mean.

    Raises:
        UnreadableFileError, HeaderError: it is no file of this command.
    """
    table = read_table(path, lambda cells: _looks_like_header(command, cells))
    found, strange = find(command, table.header)
    strange = [one for one in strange if one not in NOTE_HEADERS]
    if strange:
        raise HeaderError(
            f"These columns are not known, or come twice: {', '.join(strange[:20])}.",
            f"Nothing was recorded. `qingce import {command.name} --template` has the right ones.",
        )
    have = {one.column.key for one in found if one is not None}
    lacking = [one for one in columns(command) if one.needed and one.key not in have]
    lacking = [one for one in lacking if not _given_otherwise(one.path, have)]
    if lacking:
        raise HeaderError(
            f"These columns are missing: {', '.join(one.title_zh for one in lacking[:20])}.",
            f"Nothing was recorded. `qingce import {command.name} --template` has them.",
        )
    return table, found


NOTE_HEADERS = ("错误说明 faults",)
"""Columns of a returned file that are for people."""


def _given_otherwise(path: tuple[str | int, ...], have: set[str]) -> bool:
    """A person may be given by id or ID number instead of by name."""
    stem = ".".join(map(str, path[:-1]))
    return len(path) > 1 and bool({f"{stem}.id", f"{stem}.id_number"} & have)


def _looks_like_header(command: CommandType, cells: Sequence[str]) -> bool:
    found, strange = find(command, cells)
    known = sum(one is not None for one in found)
    return known > 0 and known >= len(strange)


def _note(done: Imported, first: Act, recorded: int, left_out: int) -> NoteImport:
    """The note that a file was imported, by whoever acted in its first line."""
    act = replace(first, command=str(uuid4()))
    return NoteImport(
        act,
        sha256=done.table.digest,
        file_kind=done.file_kind,
        command=done.command.name,
        lines=done.lines,
        recorded=recorded,
        left_out=left_out,
    )


def _refused(one: Read, decided: Decided) -> list[LineFault]:
    refusal = decided.refusal
    if refusal is None:
        return []
    if isinstance(refusal, Refusal):
        at = ", ".join(f"{c.type} at {c.position:,}" for c in refusal.against if c.position)
        against = f" Against it: {at}." if at else ""
        reason = f"{refusal.detail} {refusal.rule.text} ({refusal.rule.source}){against}"
        return [LineFault(one.line.number, "", refusal.rule.id, reason, refusal.advice)]
    message = str(refusal).removesuffix(refusal.advice).strip()
    return [LineFault(one.line.number, "", refusal.code, message, refusal.advice)]


def _busy() -> ImportBusyError:
    return ImportBusyError(
        f"Others recorded what the lines depend on {ATTEMPTS_MAX} times in a row.",
        "These lines were not recorded; import the file again.",
    )


def _pieces(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while piece := list(islice(items, size)):
        yield piece
