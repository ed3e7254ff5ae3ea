"""An office in memory: a log of money of two funds, its snapshots, and bundles of it.

It can be asked to lie, with every signature, hash and proof made to fit the lie.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from ledger import canonical
from ledger.evidence.bundles import container, layout
from ledger.evidence.bundles.container import Member
from ledger.evidence.bundles.lines import encode_hashes, encode_line
from ledger.evidence.bundles.manifest import Manifest
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.encoding import base64_text
from ledger.evidence.keys.listing import KeyList, ListedKey
from ledger.evidence.multiproofs import prove_many
from ledger.evidence.notes import Note
from ledger.evidence.proofs import StoredTree
from ledger.evidence.signing import Signer
from ledger.evidence.snapshots.content import TAG_INDEX_DEFINITION, encode_row, hash_of
from ledger.record import Draft, Envelope, is_numbered
from ledger.tree import leaf_hash
from tests.ledger.evidence.keys import LOG, LOG_ML_DSA, NOW, ORIGIN, WITNESSES
from tests.ledger.evidence.trees import stored

PERSON = "person:0b4f"
DONATED, GRANTED = "charity.donation-received.v1", "charity.grant-paid.v1"
DEFINITION: dict[str, Any] = {
    "name": "fund_totals",
    "types": [DONATED, GRANTED],
    "keys": ["fund"],
    "derivation": {
        "scope": {"prefix": "fund:", "column": "fund", "length": 0},
        "keys": {"fund": "data.fund"},
        "sums": {
            "balance_fen": [
                {"type": DONATED, "field": "amount_fen", "sign": 1},
                {"type": GRANTED, "field": "amount_fen", "sign": -1},
            ],
            "grants": [{"type": GRANTED, "field": "", "sign": 1}],
        },
        "latest": {"holder": "data.holder"},
    },
}
Row = dict[str, Any]
ChangeRows = Callable[[list[Row]], list[Row]]


def same(rows: list[Row]) -> list[Row]:
    return rows


@dataclass
class Office:
    """The log, and where its snapshots stand."""

    records: list[bytes] = field(default_factory=list)
    ordinals: Counter[str] = field(default_factory=Counter)

    def append(self, type_: str, tags: Sequence[str], data: Row) -> int:
        number = len(self.records) + 1
        envelope = Envelope(
            id=str(UUID(int=number)),
            type=type_,
            occurred=f"2019-{number % 12 + 1:02}-03T09:00:00+08:00",
            by="clerk",
            office="371002",
            entry_mode="window",
            tags=[*tags, "office:371002"],
            command=str(UUID(int=1000 + number)),
            rule_version="1",
            data=data,
        )
        numbered = [tag for tag in envelope.tags if is_numbered(tag)]
        self.ordinals.update(numbered)
        moment = datetime(2019, 12, 1, tzinfo=UTC) + timedelta(seconds=number)
        self.records.append(
            Draft(envelope).stamp({tag: self.ordinals[tag] for tag in numbered}, moment)
        )
        return number

    def tree(self, size: int) -> StoredTree:
        return StoredTree(size, stored(self.records))

    def selected(self, selection: str, size: int) -> list[int]:
        chosen = range(1, size + 1)
        return [one for one in chosen if selection in ("all", *keys_of(self.records[one - 1]))]

    def tag_index(self, size: int) -> list[Row]:
        """Word for word what the documentation says."""
        under: dict[str, list[int]] = defaultdict(list)
        for position in range(1, size + 1):
            for key in keys_of(self.records[position - 1]):
                under[sha256(key.encode()).hexdigest()].append(position)
        return [
            {
                "tag_hash": key,
                "records": len(positions),
                "position_last": positions[-1],
                "digest": sha256(
                    b"".join(leaf_hash(self.records[one - 1]) for one in positions)
                ).hexdigest(),
            }
            for key, positions in sorted(under.items())
        ]

    def fund_totals(self, size: int) -> list[Row]:
        rows: dict[str, Row] = {}
        for position, data in enumerate(self.records[:size], 1):
            record = orjson.loads(data)
            if record["type"] not in (DONATED, GRANTED):
                continue
            facts, granted = record["data"], record["type"] == GRANTED
            row = rows.setdefault(
                facts["fund"],
                {"fund": facts["fund"], "balance_fen": 0, "grants": 0, "records": 0}
                | {"position_first": position},
            )
            row["balance_fen"] += -facts["amount_fen"] if granted else facts["amount_fen"]
            row["grants"] += granted
            row["records"] += 1
            row["position_last"] = position
            row["holder"] = facts["holder"]
        return [rows[fund] for fund in sorted(rows)]

    def state(self, projection: str, definition: bytes, rows: list[Row], size: int) -> int:
        lines = [encode_row(row) for row in rows]
        root = StoredTree(len(lines), stored(lines)).root()
        return self.append(
            "evidence.snapshot-taken.v1",
            [f"snapshot:{projection}"],
            {
                "projection": projection,
                "definition_hash": hash_of(definition),
                "size": size,
                "root": self.tree(size).root().hex(),
                "rows": len(rows),
                "row_root": root.hex(),
                "totals": {"records": sum(row["records"] for row in rows)},
                "period": "",
                "previous": 0,
            },
        )


def keys_of(data: bytes) -> list[str]:
    record = orjson.loads(data)
    return [*record["tags"], f"year {record['occurred'][:4]}"]


def a_year() -> Office:
    """Sixty records of two funds, four persons and three cases."""
    office = Office()
    for number in range(60):
        granted = number % 3 == 2
        fund = "FG"[number % 2]
        office.append(
            GRANTED if granted else DONATED,
            [f"fund:{fund}", f"person:{number % 4}b4f", f"case:C{number % 3}"],
            {"fund": fund, "amount_fen": 100 + number, "holder": f"holder {number % 5}"},
        )
    return office


@dataclass
class Parts:
    """A bundle before it is packed; whoever tampers changes what they like."""

    manifest: Manifest
    records: list[tuple[int, bytes]]
    rows: dict[int, list[tuple[int, bytes]]]
    row_proofs: dict[int, list[bytes]]
    codes: bytes
    statements: list[tuple[int, bytes]]
    inclusion: list[bytes]
    consistency: dict[int, list[bytes]]
    note: Note
    keys: KeyList
    pages: dict[str, bytes]

    def members(self) -> dict[str, bytes]:
        made = bound_members(self)
        made[layout.STATEMENTS] = lines(self.statements)
        made[layout.INCLUSION] = encode_hashes(self.inclusion)
        made[layout.CONSISTENCY] = "".join(
            " ".join([str(size), *map(base64_text, proof)]) + "\n"
            for size, proof in self.consistency.items()
        ).encode()
        made[layout.CHECKPOINT] = self.note.encode()
        made[layout.KEYS] = self.keys.model_dump_json(exclude_none=True).encode()
        made[layout.BUNDLE] = self.manifest.encode()
        return made

    def pack(self) -> bytes:
        return pack(list(self.members().items()))


def bound_members(parts: Parts) -> dict[str, bytes]:
    """The files that the receipt lists."""
    made = {layout.RECORDS: lines(parts.records)}
    for position, rows in parts.rows.items():
        made[layout.rows(position)] = lines(rows)
        made[layout.proof(position)] = encode_hashes(parts.row_proofs[position])
    return {**made, layout.CODES: parts.codes, **parts.pages}


def lines(numbered: Sequence[tuple[int, bytes]]) -> bytes:
    return b"".join(encode_line(*one) for one in numbered)


def pack(members: Sequence[tuple[str, bytes]]) -> bytes:
    packed, listed = b"", []
    for name, data in members:
        member = Member(name, len(packed), len(data), container.crc(data))
        packed += member.local_header() + data
        listed.append(member)
    return packed + container.directory(listed)


@dataclass
class Lies:
    """What the office does wrong, with everything else made to fit."""

    left_out: int = 0
    """Position of a record that is missing from the bundle."""
    index: ChangeRows = same
    """What becomes of the tag index before it is stated."""
    totals: ChangeRows = same
    """What becomes of the funds' totals before they are stated."""
    shown_index: Callable[[list[int]], list[int]] | None = None
    """Which rows of the tag index are shown instead, by place from 0."""
    signers: Sequence[Signer] = (LOG, LOG_ML_DSA)


HONEST = Lies()


def make(office: Office, selection: str, lies: Lies = HONEST) -> Parts:
    """A bundle of a selection, taken now: appends the statements and the receipt to the log."""
    size = len(office.records)
    definition = canonical.encode(DEFINITION)
    totals, index = lies.totals(office.fund_totals(size)), lies.index(office.tag_index(size))
    stated_totals = office.state("fund_totals", definition, totals, size)
    stated_index = office.state("tag_index", TAG_INDEX_DEFINITION, index, size)
    positions = [one for one in office.selected(selection, size) if one != lies.left_out]
    rows: dict[int, tuple[list[Row], list[int]]] = {}
    of_totals = _places_of_totals(totals, selection)
    if of_totals:
        rows[stated_totals] = (totals, of_totals)
    if selection != "all":
        places = _places_of_index(index, selection)
        rows[stated_index] = (index, lies.shown_index(places) if lies.shown_index else places)
    snapshots = (stated_totals,) if of_totals else ()
    codes = {
        "definitions": {
            "fund_totals": definition.decode(),
            "tag_index": TAG_INDEX_DEFINITION.decode(),
        }
    }
    parts = Parts(
        manifest=Manifest(
            ORIGIN, selection, size, len(positions), stated_index, snapshots, stated_index + 1
        ),
        records=[(position, office.records[position - 1]) for position in positions],
        rows={one: [(i + 1, encode_row(all_[i])) for i in at] for one, (all_, at) in rows.items()},
        row_proofs={one: _row_proof(*both) for one, both in rows.items()},
        codes=orjson.dumps(codes),
        statements=[],
        inclusion=[],
        consistency={},
        note=Note("", ()),
        keys=KeyList(
            origin=ORIGIN,
            keys=tuple(
                ListedKey(vkey=one.verifier.vkey, introduced=0) for one in (LOG, LOG_ML_DSA)
            ),
        ),
        pages={layout.INDEX_ZH: "<p>目录".encode(), layout.INDEX_EN: b"<p>index"},
    )
    _receive(office, parts)
    sign(office, parts, lies.signers)
    return parts


def _places_of_totals(totals: list[Row], selection: str) -> list[int]:
    return [i for i, row in enumerate(totals) if selection in ("all", f"fund:{row['fund']}")]


def _places_of_index(index: list[Row], selection: str) -> list[int]:
    key = sha256(selection.encode()).hexdigest()
    hashes = [row["tag_hash"] for row in index]
    if key in hashes:
        return [hashes.index(key)]
    after = sum(one < key for one in hashes)
    return [i for i in (after - 1, after) if 0 <= i < len(hashes)]


def _row_proof(rows: list[Row], places: list[int]) -> list[bytes]:
    encoded = [encode_row(row) for row in rows]
    return prove_many(StoredTree(len(rows), stored(encoded)), places)


def _receive(office: Office, parts: Parts) -> None:
    manifest = parts.manifest
    contents = {name: sha256(data).hexdigest() for name, data in bound_members(parts).items()}
    taken = {
        "selection": manifest.selection,
        "size": manifest.size,
        "records": manifest.records,
        "tag_index": manifest.tag_index,
        "snapshots": list(manifest.snapshots),
        "recipient": "纪检监察组",
        "reason": "核查",
        "contents": contents,
    }
    office.append("evidence.bundle-taken.v1", [], taken)


def sign(office: Office, parts: Parts, signers: Sequence[Signer] = (LOG, LOG_ML_DSA)) -> None:
    """Put the further records, the proofs and a checkpoint of the log as it is into the parts."""
    manifest = parts.manifest
    size = len(office.records)
    present = {position for position, _ in parts.records}
    further = sorted({*manifest.stated, manifest.receipt} - present)
    parts.statements = [(position, office.records[position - 1]) for position in further]
    tree = office.tree(size)
    parts.inclusion = prove_many(tree, [position - 1 for position in sorted([*present, *further])])
    parts.consistency = {manifest.size: tree.prove_consistency(manifest.size)}
    text = Checkpoint(ORIGIN, size, tree.root()).text()
    signatures = [signer.sign(text, NOW) for signer in signers]
    parts.note = Note(text, (*signatures, WITNESSES[0].sign(text, NOW)))
