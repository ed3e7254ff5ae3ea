"""A batch: the records of one commit, stamped, hashed and laid out as rows.

A batch is made for a head of one size. If the log turns out to have another, it is thrown away and
made again: positions, ordinals and tree depend on what came before.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from time import monotonic

from ledger.log import wire
from ledger.log.proposal import Proposal
from ledger.log.query import type_key
from ledger.log.values import Taken
from ledger.tree import Frontier, Subtree, leaf_hash

ORDINALS_MAX = 100_000
"""Tags whose newest ordinal a process remembers; about 20 MiB."""
POSTING_POSITIONS_MAX = 480
"""Positions in one posting: two such rows fill a page."""


class Known:
    """What a process knows of the log: good only while the log has the same size."""

    def __init__(self) -> None:
        self.frontier = Frontier()
        self.recorded = datetime.min.replace(tzinfo=UTC)
        self.ordinals: OrderedDict[str, int] = OrderedDict()
        self._clock = (datetime.now(UTC), monotonic())

    def see(self, size: int, frontier: bytes, recorded: datetime) -> None:
        """Take over the head as it was found; the same head changes nothing."""
        found = Frontier.from_bytes(size, frontier)
        if found != self.frontier:
            self.ordinals.clear()
            self.frontier = found
        self.recorded = recorded

    def see_clock(self, clock: datetime) -> None:
        """Set the clock by the server's."""
        self._clock = (clock, monotonic())

    def now(self) -> datetime:
        """The server's time, never before the last record's."""
        clock, since = self._clock
        return max(clock + timedelta(seconds=monotonic() - since), self.recorded)

    def remember(self, ordinals: Iterable[tuple[str, int]]) -> None:
        """Keep the newest ordinals of tags, and forget those least used."""
        for tag, ordinal in ordinals:
            self.ordinals[tag] = ordinal
            self.ordinals.move_to_end(tag)
        while len(self.ordinals) > ORDINALS_MAX:
            self.ordinals.popitem(last=False)

    def take_over(self, batch: Batch) -> None:
        """The batch was committed."""
        self.frontier = batch.frontier
        self.recorded = batch.recorded
        self.remember(batch.ordinals.items())


class Batch:
    """The records of one commit, and their rows in the tables, made when asked for.

    A large batch is sent piece by piece: the server stores one piece while the next is stamped,
    and the records while postings are made.
    """

    def __init__(self, proposals: Sequence[Proposal], known: Known) -> None:
        """Nothing is stamped yet: see `stamp`."""
        self.proposals = proposals
        self.size_before = known.frontier.size
        self.recorded = known.now()
        self.drafts = [draft for proposal in proposals for draft in proposal.drafts]
        self.leaf_hashes: list[bytes] = []
        self.ordinals: dict[str, int] = {}
        """The newest ordinal of each numbered tag of the batch."""
        self.tags_new: list[str] = []
        """Numbered tags that were taken to have no record yet."""
        self._known = known
        self._frontier_before = known.frontier
        first = self.size_before + 1
        self._positions = [wire.bigint(one) for one in range(first, first + len(self.drafts))]

    def stamp(self) -> Iterator[wire.Row]:
        """Stamp and hash the records, once; yields the rows of `ledger.records`."""
        recorded, recorded_field = self.recorded, wire.moment(self.recorded)
        for position, draft in zip(self._positions, self.drafts, strict=True):
            data = draft.stamp(self._number(draft.numbered), recorded)
            digest = leaf_hash(data)
            self.leaf_hashes.append(digest)
            yield (
                position,
                _text(draft.type),
                wire.moment(draft.occurred),
                recorded_field,
                _text(draft.office),
                _text(draft.official),
                wire.blob(digest),
                wire.blob(data),
            )

    def _number(self, tags: Sequence[str]) -> dict[str, int]:
        ordinals: dict[str, int] = {}
        newest = self.ordinals
        for tag in tags:
            before = newest.get(tag)
            if before is None:
                before = self._ordinal_before(tag)
            newest[tag] = ordinals[tag] = before + 1
        return ordinals

    def _ordinal_before(self, tag: str) -> int:
        before = self._known.ordinals.get(tag)
        if before is None:
            self.tags_new.append(tag)
            return 0
        return before

    def post(self) -> list[wire.Row]:
        """The rows of `ledger.postings`, once all records are stamped."""
        positions: defaultdict[str, list[bytes]] = defaultdict(list)
        by_type: defaultdict[str, list[bytes]] = defaultdict(list)
        for position, draft in zip(self._positions, self.drafts, strict=True):
            by_type[draft.type].append(position)
            for tag in draft.tags:
                positions[tag].append(position)
        positions.update((type_key(name), places) for name, places in by_type.items())
        rows: list[wire.Row] = []
        for tag in sorted(positions):  # neighbours in the index; saves a seventh of a bulk COPY
            places, ordinal_last = positions[tag], self.ordinals.get(tag)
            if len(places) == 1:
                rows.append((wire.text(tag), places[0], wire.NULL, wire.bigint(ordinal_last)))
            else:
                rows += _post(wire.text(tag), places, ordinal_last)
        return rows

    def commands(self) -> list[wire.Row]:
        """The rows of `ledger.commands`."""
        rows: list[wire.Row] = []
        for proposal, (first, _) in zip(self.proposals, self.spans, strict=True):
            for command, count in proposal.commands:
                rows.append(
                    (
                        wire.blob(command.id.bytes),
                        wire.blob(command.fingerprint),
                        wire.bigint(first),
                        wire.bigint(first + count - 1),
                    )
                )
                first += count
        return rows

    def subtrees(self) -> list[wire.Row]:
        """The rows of `ledger.subtrees`, once all records are hashed."""
        return [
            (wire.smallint(one.level), wire.bigint(one.index), wire.blob(one.hash))
            for one in self._tree[1]
        ]

    @property
    def frontier(self) -> Frontier:
        """The right edge of the tree after the batch, once all records are hashed."""
        return self._tree[0]

    @cached_property
    def _tree(self) -> tuple[Frontier, list[Subtree]]:
        return self._frontier_before.extend(self.leaf_hashes)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """First and last position of each proposal."""
        lasts = accumulate((len(one.drafts) for one in self.proposals), initial=self.size_before)
        return [(before + 1, last) for before, last in pairwise(lasts)]

    def taken(self) -> list[Taken]:
        """The outcome of each proposal, once the batch is committed."""
        return [Taken(first, last, self.recorded) for first, last in self.spans]


def _post(tag: bytes, positions: list[bytes], ordinal_last: int | None) -> Iterator[wire.Row]:
    """The rows of one tag, whose positions are given as fields."""
    while len(positions) > POSTING_POSITIONS_MAX:
        piece, positions = positions[:POSTING_POSITIONS_MAX], positions[POSTING_POSITIONS_MAX:]
        ordinal = None if ordinal_last is None else ordinal_last - len(positions)
        yield tag, piece[-1], wire.bigints(piece[:-1]), wire.bigint(ordinal)
    yield tag, positions[-1], wire.bigints(positions[:-1]), wire.bigint(ordinal_last)


@lru_cache(maxsize=4_096)
def _text(value: str | None) -> bytes:
    """Types, offices and officials come again and again."""
    return wire.text(value)
