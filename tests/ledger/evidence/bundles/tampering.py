"""Ways to tamper with a bundle, each named after what is then wrong, with the fault it has.

What the thief does alone changes a bundle that was honest; what the dishonest office does has all
signatures, hashes and proofs made to fit.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

import orjson

from ledger import canonical
from ledger.evidence.bundles import layout
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.notes import Note
from ledger.evidence.signing import ED25519_NOTE
from tests.ledger.evidence.bundles.office import (
    DEFINITION,
    PERSON,
    Lies,
    Office,
    Parts,
    Row,
    a_year,
    make,
    pack,
    sign,
)
from tests.ledger.evidence.keys import LOG, LOG_ML_DSA, NOW, signer

FUND = "fund:F"
Builder = Callable[[], bytes]


@dataclass(frozen=True)
class Tampering:
    """A bundle with a fault."""

    name: str
    fault: str
    build: Builder


ALL: list[Tampering] = []


def has(fault: str) -> Callable[[Builder], Builder]:
    """Enter a builder in the catalogue, under its own name."""

    def enter(build: Builder) -> Builder:
        ALL.append(Tampering(build.__name__, fault, build))
        return build

    return enter


def honest(selection: str = FUND) -> Parts:
    return make(a_year(), selection)


def with_members(parts: Parts, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    return pack(list(change(parts.members()).items()))


# The file.


@has("truncated")
def truncated() -> bytes:
    return honest().pack()[:-7]


@has("padded")
def padded_at_the_end() -> bytes:
    return honest().pack() + b"\n"


@has("container")
def padded_at_the_beginning() -> bytes:
    return b"MZ" + honest().pack()


@has("container")
def hidden_between_the_files() -> bytes:
    packed = honest().pack()
    begin = packed.index(b"PK\x01\x02")
    end = bytearray(packed[begin:])
    end[-6:-2] = (begin + 4).to_bytes(4, "little")
    return packed[:begin] + b"evil" + bytes(end)


@has("duplicate-name")
def duplicate_name() -> bytes:
    members = list(honest().members().items())
    return pack([members[0], *members])


@has("unsafe-name")
def path_leads_outside() -> bytes:
    return pack([("../../etc/cron.d/x", b"x"), *honest().members().items()])


@has("unknown-member")
def file_too_many() -> bytes:
    return pack([*honest().members().items(), ("readme.exe", b"MZ")])


@has("member-missing")
def file_left_out() -> bytes:
    members = honest().members()
    del members[layout.CHECKPOINT]
    return pack(list(members.items()))


@has("reordered")
def files_reordered() -> bytes:
    return pack(list(honest().members().items())[::-1])


@has("compressed")
def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in honest().members().items():
            archive.writestr(name, data if name != layout.RECORDS else bytes(10_000_000))
    return buffer.getvalue()


@has("container")
def two_names_for_one_file() -> bytes:
    """The directory and the header before the file disagree."""
    return honest().pack().replace(b"checkpoint.txt", b"checkpoint.tx0", 1)


@has("member-damaged")
def bit_flipped() -> bytes:
    packed = bytearray(honest().pack())
    packed[packed.index(b"amount_fen")] ^= 1
    return bytes(packed)


# The checkpoint and its keys.


@has("wrong-key")
def signed_by_another_key() -> bytes:
    thief = signer(LOG.name, ED25519_NOTE, 7)
    parts = make(a_year(), FUND, Lies(signers=[thief]))
    listed = parts.keys.keys[0].model_copy(update={"vkey": thief.verifier.vkey})
    return replace(parts, keys=parts.keys.model_copy(update={"keys": (listed,)})).pack()


@has("wrong-key")
def signature_taken_off() -> bytes:
    parts = honest()
    only = tuple(one for one in parts.note.signatures if one.name != LOG.name)
    keys = parts.keys.model_copy(update={"keys": parts.keys.keys[:1]})
    return replace(parts, note=Note(parts.note.text, only), keys=keys).pack()


@has("downgraded")
def stronger_signature_taken_off() -> bytes:
    return make(a_year(), FUND, Lies(signers=[LOG])).pack()


@has("bad-signature")
def signature_flipped() -> bytes:
    parts = honest()
    first, *others = parts.note.signatures
    flipped = replace(first, data=bytes([first.data[0] ^ 1, *first.data[1:]]))
    return replace(parts, note=Note(parts.note.text, (flipped, *others))).pack()


@has("bad-signature")
def stronger_signature_flipped() -> bytes:
    parts = honest()
    first, second, *others = parts.note.signatures
    flipped = replace(second, data=second.data[:-1] + bytes([second.data[-1] ^ 1]))
    return replace(parts, note=Note(parts.note.text, (first, flipped, *others))).pack()


@has("bad-signature")
def root_changed() -> bytes:
    parts = honest()
    text = Checkpoint(LOG.name, len(parts.records), bytes(32)).text()
    return replace(parts, note=Note(text, parts.note.signatures)).pack()


@has("future-dated")
def signed_in_the_future() -> bytes:
    parts = honest()
    text = parts.note.text
    signatures = (LOG.sign(text, NOW), LOG_ML_DSA.sign(text, NOW + 86_400))
    return replace(parts, note=Note(text, signatures)).pack()


@has("wrong-origin")
def checkpoint_of_another_log() -> bytes:
    parts = honest()
    other = signer("other.example/log", ED25519_NOTE)
    text = parts.note.text.replace(LOG.name, other.name, 1)
    return replace(parts, note=Note(text, (other.sign(text, NOW),))).pack()


@has("wrong-origin")
def bundle_claims_another_origin() -> bytes:
    parts = honest()
    return replace(parts, manifest=replace(parts.manifest, origin="other.example/log")).pack()


@has("checkpoint-form")
def checkpoint_with_a_further_line() -> bytes:
    parts = honest()
    text = f"{parts.note.text}also this\n"
    return replace(parts, note=Note(text, (LOG.sign(text, NOW),))).pack()


@has("checkpoint-size")
def checkpoint_from_before_the_receipt() -> bytes:
    office = a_year()
    parts = make(office, FUND)
    size = len(office.records) - 1
    text = Checkpoint(LOG.name, size, office.tree(size).root()).text()
    return replace(parts, note=Note(text, (LOG.sign(text, NOW), LOG_ML_DSA.sign(text, NOW)))).pack()


# The records.


@has("inclusion")
def amount_changed() -> bytes:
    parts = honest()
    position, data = parts.records[0]
    parts.records[0] = (position, data.replace(b'"amount_fen":100', b'"amount_fen":900'))
    return parts.pack()


@has("inclusion")
def record_at_another_position() -> bytes:
    parts = honest()
    (first, one), (second, two) = parts.records[:2]
    swapped = orjson.loads(two) | {"recorded": orjson.loads(one)["recorded"]}
    parts.records[:2] = [(first, canonical.encode(swapped)), (second, two)]
    return parts.pack()


@has("incomplete")
def record_removed() -> bytes:
    parts = honest()
    del parts.records[3]
    return parts.pack()


@has("lines-order")
def records_reordered() -> bytes:
    parts = honest()
    parts.records[:2] = parts.records[1::-1]
    return parts.pack()


@has("lines-order")
def record_repeated() -> bytes:
    parts = honest()
    parts.records.insert(0, parts.records[0])
    return parts.pack()


@has("line-form")
def record_spelled_another_way() -> bytes:
    """Same meaning, other bytes."""
    parts = honest()
    position, data = parts.records[0]
    parts.records[0] = (position, data.replace(b'","', b'", "', 1))
    return parts.pack()


@has("line-form")
def record_with_a_key_twice() -> bytes:
    parts = honest()
    position, data = parts.records[0]
    parts.records[0] = (position, data.replace(b'{"by"', b'{"by":"other","by"', 1))
    return parts.pack()


@has("foreign-record")
def record_of_a_neighbour_put_in() -> bytes:
    """It is in the log, and the proof is right: but it is not of the selection."""
    office = a_year()
    parts = make(office, FUND)
    parts.records.insert(1, (2, office.records[1]))
    parts.manifest = replace(parts.manifest, records=len(parts.records))
    sign(office, parts)
    return with_receipt(office, parts)


def with_receipt(office: Office, parts: Parts) -> bytes:
    """The receipt made to fit, as a dishonest office can."""
    data = orjson.loads(office.records[parts.manifest.receipt - 1])
    data["data"]["records"] = parts.manifest.records
    office.records[parts.manifest.receipt - 1] = canonical.encode(data)
    sign(office, parts)
    return parts.pack()


@has("future-dated")
def record_of_tomorrow() -> bytes:
    office = a_year()
    parts = make(office, FUND)
    receipt = orjson.loads(office.records[-1]) | {"recorded": "2031-01-01T00:00:00.000000Z"}
    office.records[-1] = canonical.encode(receipt)
    sign(office, parts)
    return parts.pack()


@has("ordinals")
def number_of_a_fund_skipped() -> bytes:
    """The office took a record of the fund out of its log before it stated anything."""
    office = a_year()
    del office.records[10]
    return make(office, FUND).pack()


# The proof.


@has("inclusion")
def proof_empty() -> bytes:
    return replace(honest(), inclusion=[]).pack()


@has("inclusion")
def proof_too_long() -> bytes:
    parts = honest()
    return replace(parts, inclusion=[*parts.inclusion, bytes(32)]).pack()


@has("inclusion")
def proof_of_a_neighbour() -> bytes:
    return replace(honest(), inclusion=honest("fund:G").inclusion).pack()


@has("proof-form")
def hash_cut_short() -> bytes:
    parts = honest()
    return with_members(
        parts, lambda members: {**members, layout.INCLUSION: members[layout.INCLUSION][:-9] + b"\n"}
    )


@has("consistency")
def history_of_the_snapshot_diverges() -> bytes:
    """The snapshot is of a log that never grew into this one."""
    office = a_year()
    parts = make(office, FUND)
    position = parts.manifest.tag_index
    lie = orjson.loads(office.records[position - 1])
    lie["data"]["root"] = "11" * 32
    office.records[position - 1] = canonical.encode(lie)
    totals = orjson.loads(office.records[position - 2])
    totals["data"]["root"] = "11" * 32
    office.records[position - 2] = canonical.encode(totals)
    sign(office, parts)
    return parts.pack()


@has("consistency")
def consistency_proof_empty() -> bytes:
    parts = honest()
    return replace(parts, consistency={parts.manifest.size: []}).pack()


@has("consistency")
def consistency_proof_left_out() -> bytes:
    return replace(honest(), consistency={}).pack()


# Completeness.


@has("incomplete")
def record_about_a_person_left_out_with_every_remaining_proof_right() -> bytes:
    office = a_year()
    position = office.selected(PERSON, len(office.records))[2]
    return make(office, PERSON, Lies(left_out=position)).pack()


@has("incomplete")
def last_record_about_a_fund_left_out_with_every_remaining_proof_right() -> bytes:
    """Its numbers have no gap; only the tag index knows."""
    office = a_year()
    position = office.selected(FUND, len(office.records))[-1]
    return make(office, FUND, Lies(left_out=position)).pack()


@has("incomplete")
def person_with_records_said_to_have_none() -> bytes:
    office = a_year()
    parts = make(office, PERSON)
    parts.records = []
    parts.manifest = replace(parts.manifest, records=0)
    return with_receipt(office, parts)


@has("incomplete")
def absence_shown_by_rows_that_are_no_neighbours() -> bytes:
    def apart(places: list[int]) -> list[int]:
        return [places[0] - 1, places[-1]]

    return make(a_year(), "person:nobody", Lies(shown_index=apart)).pack()


@has("incomplete")
def absence_shown_by_nothing_below() -> bytes:
    def above(places: list[int]) -> list[int]:
        return places[-1:]

    return make(a_year(), "person:nobody", Lies(shown_index=above)).pack()


@has("incomplete")
def index_row_of_a_neighbour() -> bytes:
    def next_one(places: list[int]) -> list[int]:
        return [places[0] + 1]

    return make(a_year(), PERSON, Lies(shown_index=next_one)).pack()


@has("tag-index")
def tag_index_stated_wrongly() -> bytes:
    """The office keeps a record out of the index; whoever has the whole log finds it."""

    def one_less(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "records": rows[0]["records"] - 1}, *rows[1:]]

    return make(a_year(), "all", Lies(index=one_less)).pack()


@has("incomplete")
def record_left_out_of_the_whole_log() -> bytes:
    return make(a_year(), "all", Lies(left_out=20)).pack()


# Snapshots.


@has("older-definition")
def snapshot_of_an_older_definition() -> bytes:
    parts = honest()
    newer = orjson.loads(orjson.dumps(DEFINITION))
    newer["derivation"]["sums"]["balance_fen"].pop()
    codes = orjson.loads(parts.codes)
    codes["definitions"]["fund_totals"] = canonical.encode(newer).decode()
    return replace(parts, codes=orjson.dumps(codes)).pack()


@has("row-proof")
def row_changed() -> bytes:
    parts = honest()
    position = parts.manifest.snapshots[0]
    number, row = parts.rows[position][0]
    richer = canonical.encode(orjson.loads(row) | {"balance_fen": 10**9})
    parts.rows[position][0] = (number, richer)
    return parts.pack()


@has("row-proof")
def row_proof_empty() -> bytes:
    parts = honest()
    parts.row_proofs[parts.manifest.snapshots[0]] = []
    return parts.pack()


@has("row-proof")
def rows_left_out() -> bytes:
    parts = honest()
    parts.rows[parts.manifest.snapshots[0]] = []
    return parts.pack()


@has("row-derivation")
def balance_that_the_records_do_not_make() -> bytes:
    """Stated, hashed and signed by the office: and yet the records add up to another sum."""

    def richer(rows: list[Row]) -> list[Row]:
        return [{**row, "balance_fen": row["balance_fen"] + 1} for row in rows]

    return make(a_year(), FUND, Lies(totals=richer)).pack()


@has("row-missing")
def fund_left_out_of_the_snapshot() -> bytes:
    def first(rows: list[Row]) -> list[Row]:
        return rows[:1]

    return make(a_year(), "all", Lies(totals=first)).pack()


@has("statement")
def statement_replaced_by_a_payment() -> bytes:
    office = a_year()
    parts = make(office, FUND)
    parts.manifest = replace(parts.manifest, snapshots=(1,))
    receipt = orjson.loads(office.records[-1])
    receipt["data"]["snapshots"] = [1]
    office.records[-1] = canonical.encode(receipt)
    sign(office, parts)
    return parts.pack()


# The receipt and what it lists.


@has("contents")
def readable_page_changed() -> bytes:
    parts = honest()
    parts.pages[layout.INDEX_ZH] = "<p>余额为零".encode()
    return parts.pack()


@has("contents")
def verifier_page_put_in() -> bytes:
    parts = honest()
    parts.pages[layout.VERIFIER] = b"<p>Everything holds."
    return parts.pack()


@has("receipt")
def receipt_of_another_bundle() -> bytes:
    office = a_year()
    make(office, "fund:G")
    other = len(office.records)
    parts = make(office, FUND)
    parts.manifest = replace(parts.manifest, receipt=other)
    sign(office, parts)
    return parts.pack()


@has("receipt")
def receipt_left_out() -> bytes:
    parts = honest()
    parts.statements.pop()
    return parts.pack()


@has("manifest")
def claims_a_format_of_its_own() -> bytes:
    def other(members: dict[str, bytes]) -> dict[str, bytes]:
        newer = members[layout.BUNDLE].replace(b"bundle.v1", b"bundle.v0")
        return {**members, layout.BUNDLE: newer}

    return with_members(honest(), other)


@has("foreign-record")
def record_nobody_named_among_the_statements() -> bytes:
    office = a_year()
    parts = make(office, FUND)
    parts.statements.insert(0, (2, office.records[1]))
    return parts.pack()
