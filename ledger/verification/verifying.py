"""The verification: everything the log keeps is derived again from the bytes read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import psycopg

from ledger.log.connecting import READER_ROLE, adopt, session
from ledger.log.errors import LogUnavailableError
from ledger.log.migrations import check_version
from ledger.tree import ROOT_EMPTY
from ledger.verification.commands import CommandChecker
from ledger.verification.indexes import check_indexes
from ledger.verification.postings import PostingChecker
from ledger.verification.problems import Problems, Verification
from ledger.verification.ranging import confirm
from ledger.verification.records import RecordChecker
from ledger.verification.stored import Stored, StoredHead, StoredRecord
from ledger.verification.tree import TreeChecker

PAGE_RECORDS = 2_000
LEAF_MISSING = bytes(32)
"""Stands in the tree for a record that is not there, so that its neighbours keep their places."""


def verify(dsn: str, progress: Callable[[int], None] | None = None) -> Verification:
    """Read the whole log back and check it: bytes, hashes, columns, tree, tags, commands.

    It sees the log as of its beginning; appends go on meanwhile. Memory does not grow with the
    number of records, but for the numbers of cases, funds and offices.

    Args:
        dsn: connection string of a user who may read the log.
        progress: called with the number of records just checked.

    Raises:
        SchemaVersionError: if the database does not hold this version of the log.
        LogUnavailableError: if the server cannot be reached, or is lost meanwhile.
    """
    problems = Problems()
    try:
        with (
            psycopg.connect(session(dsn, READER_ROLE)) as connection,
            ThreadPoolExecutor(1) as beside,
        ):
            adopt(connection)
            check_version(connection)
            connection.rollback()
            stored = Stored(connection)
            head = stored.head()
            if head is None:
                problems.add(0, "head", "the log has no head")
                return Verification(False, 0, 0, ROOT_EMPTY, problems.listed, problems.count)
            indexes = beside.submit(check_indexes, dsn)  # the server's work, while ours is here
            checked, root = _check(dsn, stored, head, problems, progress or (lambda _: None))
            problems.take_over(indexes.result())
    except psycopg.Error as error:
        raise LogUnavailableError(
            f"The log cannot be read to its end: {error}".strip(), "Nothing was checked."
        ) from error
    return Verification(
        ok=not problems.count and checked == head.size,
        records=head.size,
        checked=checked,
        root=root,
        problems=sorted(problems.listed),
        problem_count=problems.count,
    )


def _check(
    dsn: str,
    stored: Stored,
    head: StoredHead,
    problems: Problems,
    progress: Callable[[int], None],
) -> tuple[int, bytes]:
    """Go the short way; if anything differs, the long one."""
    passed = 0

    def pass_on(count: int) -> None:
        nonlocal passed
        passed += count
        progress(count)

    root = confirm(dsn, stored, head, pass_on)
    if root is not None:
        return head.size, root

    def go_on(count: int) -> None:
        nonlocal passed
        passed -= count
        if passed < 0:
            progress(min(count, -passed))

    return _Pass(stored, head, problems).run(go_on)


class _Pass:
    """One pass over the records and, side by side, the postings and commands."""

    def __init__(self, stored: Stored, head: StoredHead, problems: Problems) -> None:
        self._records = stored.records()
        self._head = head
        self._problems = problems
        self._record = RecordChecker(problems)
        self._tree = TreeChecker(stored.subtrees(), problems)
        self._postings = PostingChecker(stored.postings(), problems)
        self._commands = CommandChecker(stored.commands(), problems)
        self._position = 0
        self._checked = 0

    def run(self, progress: Callable[[int], None]) -> tuple[int, bytes]:
        """Check everything.

        Returns:
            How many records up to the head's size were checked, and their root.
        """
        for page in _pages(self._records):
            self._check_page(page)
            progress(len(page))
        if self._position < self._head.size:
            missing = self._head.size - self._position
            self._problems.add(
                self._position + 1,
                "cut-tail",
                f"the log has {self._head.size:,} records, the last {missing:,} are missing",
            )
        elif self._head.size and self._record.recorded != self._head.recorded:
            self._problems.add(
                self._head.size, "head", "the head does not have the time of the last record"
            )
        self._postings.finish()
        self._commands.finish(self._head.size)
        self._tree.finish(self._head)
        return self._checked, self._tree.root

    def _check_page(self, page: Sequence[StoredRecord]) -> None:
        leaves: list[bytes] = []
        for stored in page:
            if stored.position > self._head.size:
                self._problems.add(
                    stored.position,
                    "beyond-head",
                    f"record {stored.position:,} lies beyond the {self._head.size:,} of the head",
                )
                continue
            leaves += self._gap(stored.position)
            leaf, checked = self._record.check(stored)
            leaves.append(leaf)
            self._postings.add(checked)
            self._commands.check(checked)
            self._position = stored.position
            self._checked += 1
        self._tree.extend(leaves)
        self._postings.compare(self._position)

    def _gap(self, position: int) -> list[bytes]:
        missing = position - self._position - 1
        if missing:
            first, last = self._position + 1, position - 1
            self._problems.add(
                first, "gap", f"there is no record at positions {first:,} to {last:,}"
            )
        return [LEAF_MISSING] * missing


def _pages(records: Iterator[StoredRecord]) -> Iterator[list[StoredRecord]]:
    while page := list(islice(records, PAGE_RECORDS)):
        yield page
