"""`evidence`: proofs, the verification of a bundle, and snapshots, beside plain hashing.

The limits hash the same bytes with `hashlib`, already in memory: what no evidence can do without.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random

from application.bundles.making import Request
from application.settings import Settings
from ledger import canonical
from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.bundles import layout
from ledger.evidence.bundles.reading import open_bundle
from ledger.evidence.bundles.trusting import Trust
from ledger.evidence.bundles.verifying import verify_bundle
from ledger.evidence.keys.passphrase import write_passphrase
from ledger.evidence.snapshots.content import TAG_INDEX, Content
from ledger.evidence.snapshots.rows import write_rows
from ledger.log import Log
from ledger.tree import SUBTREE_HEIGHT, Frontier, leaf_hash, node_hash
from projections.snapshots.content import contents, definitions
from tools.bench.contest import Contestant
from tools.bench.errors import BenchError
from tools.bench.facts import OFFICES, Facts
from tools.bench.results import Entrant, Kind, Round, Work
from tools.bench.run import Run
from tools.evidencing.opening import Workplace, act, workplace

FILL_RECORDS = 1_000
"""Records of a command while the log is filled."""
PROOFS_BETWEEN_LOOKS = 20
ROWS_MAX = 200_000
"""Rows that a snapshot writes here: rows per second do not hang on how many follow."""
WHOLE_YEAR_MAX = 200_000
"""Up to so many records the bundle holds the year: all that is recorded here …"""
YEAR = "year 2019"
OFFICE = f"office:{OFFICES[0]}"
"""… beyond it a twentieth: what there is of one office. Neither has a projection to derive."""


class Repeating:
    """A contestant that repeats one piece of work until the time is over."""

    def __init__(self, entrant: Entrant, piece: Callable[[], int]) -> None:
        """Take the work: it answers with how much it did."""
        self.entrant = entrant
        self._piece = piece

    def round(self, seconds: float) -> Round:
        """Repeat, at least once."""
        done, begun = 0, time.perf_counter()
        while not done or time.perf_counter() - begun < seconds:
            done += self._piece()
        return Round(done, time.perf_counter() - begun)

    def recorded(self) -> None:
        """Nothing is recorded by checking."""


def evidence(run: Run) -> Iterator[Work]:
    """Measure proofs, snapshots and the verification of a bundle."""
    with _filled(run) as (place, folder), CheckpointStore(place.dsn) as store:
        yield run.contest(_proofs_work(), _proving(store, run.sizes.records))
        yield run.contest(_snapshots_work(), _snapshots(place, run.sizes.records, folder))
        selection = YEAR if run.sizes.records <= WHOLE_YEAR_MAX else OFFICE
        yield run.contest(_bundles_work(selection), _bundles(place, selection, folder))


@contextmanager
def _filled(run: Run) -> Iterator[tuple[Workplace, Path]]:
    """A log of made-up records, its keys, and a folder for files."""
    with run.bench.database() as dsn, tempfile.TemporaryDirectory(prefix="qingce-bench-") as name:
        settings = Settings(data=Path(name), dsn=dsn)
        with workplace(settings) as place:
            _fill(run, place.log)
            _make_keys(settings, place.log.head().size)
            yield place, Path(name)


def _fill(run: Run, log: Log) -> None:
    facts = Facts("evidence")
    with run.counting("filling the log", run.sizes.records, "records") as progress:
        for first in range(0, run.sizes.records, FILL_RECORDS):
            count = min(FILL_RECORDS, run.sizes.records - first)
            log.append([fact.draft() for fact in facts.take(count)])
            progress(count)


def _make_keys(settings: Settings, size: int) -> None:
    from application.evidence import signing_keys

    keys = signing_keys(settings)
    keys.add("ed25519", write_passphrase(keys.path), size)


def _proofs_work() -> Work:
    return Work("proofs", "inclusion proofs, from the database", "proofs/s", _rate, [])


def _snapshots_work() -> Work:
    return Work("snapshots", "a snapshot of the tag index, written as a tree", "rows/s", _rate, [])


def _bundles_work(selection: str) -> Work:
    return Work("bundle", f"verification of a bundle of {selection}", "records/s", _rate, [])


def _rate(each: Round) -> float:
    return each.rate


def _proving(store: CheckpointStore, size: int) -> Sequence[Contestant]:
    random, tree = Random(1), store.tree(size)  # noqa: S311 - a sample, not a secret
    levels = -(-(size - 1).bit_length() // SUBTREE_HEIGHT)
    node = bytes(32)

    def prove() -> int:
        for _ in range(PROOFS_BETWEEN_LOOKS):
            tree.prove_inclusion(random.randrange(size))
        return PROOFS_BETWEEN_LOOKS

    def hash_nodes() -> int:
        for _ in range(PROOFS_BETWEEN_LOOKS * levels * (2**SUBTREE_HEIGHT - 1)):
            node_hash(node, node)
        return PROOFS_BETWEEN_LOOKS

    ours = Entrant("qingce", Kind.OURS, "StoredTree.prove_inclusion of random records")
    limit = Entrant(
        "hashlib", Kind.LIMIT, f"SHA-256 of {levels} tiles of 255 nodes, all that a proof may hash"
    )
    return [Repeating(ours, prove), Repeating(limit, hash_nodes)]


def _snapshots(place: Workplace, size: int, folder: Path) -> Sequence[Contestant]:
    for content in contents(place.dsn, [TAG_INDEX], size):
        rows = list(islice(content.rows, ROWS_MAX))
    lines = [canonical.encode(row) for row in rows]
    numbers = iter(range(10**9))

    def write() -> int:
        again = Content(
            content.projection, content.definition, size, content.keys, content.summed, rows
        )
        return write_rows(folder / f"rows-{next(numbers)}", again).rows

    def hash_lines() -> int:
        Frontier().extend([leaf_hash(line) for line in lines])[0].root()
        return len(lines)

    return [
        Repeating(Entrant("qingce", Kind.OURS, "rows to canonical lines, tree and files"), write),
        Repeating(Entrant("hashlib", Kind.LIMIT, "leaf hashes and root of the lines"), hash_lines),
    ]


def _records(file: Path) -> list[bytes]:
    with open_bundle(file) as archive:
        return [line.partition(b" ")[2] for line in archive.lines(layout.RECORDS)]


def _bundles(place: Workplace, selection: str, folder: Path) -> Sequence[Contestant]:
    file = folder / "year.bundle"
    acting = act("bench", None)
    request = Request(
        selection,
        "bench",
        "measuring",
        acting,
        place.current([TAG_INDEX], acting),
        definitions([TAG_INDEX]),
        None,
    )
    from tools.passphrases import passphrase

    made = place.bundles.make(file, request, passphrase(folder / "signing"), lambda _: None)
    records = _records(file)

    def verify() -> int:
        report = verify_bundle(file, Trust())
        if report.fault is not None:
            raise BenchError(f"The bundle does not verify: {report.fault}") from report.fault
        return made.records

    def hash_records() -> int:
        Frontier().extend([leaf_hash(data) for data in records])[0].root()
        return len(records)

    ours = Entrant("qingce", Kind.OURS, "verify_bundle: proofs, completeness, snapshots, ordinals")
    limit = Entrant("hashlib", Kind.LIMIT, "leaf hashes and root of the same records in memory")
    return [Repeating(ours, verify), Repeating(limit, hash_records)]
