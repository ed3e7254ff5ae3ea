"""The snapshots in a bundle: statements, definitions, rows, and what the records make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.claims import Claims
from ledger.evidence.bundles.deriving import Deriving
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import Numbered, parse_hashes, parse_lines
from ledger.evidence.bundles.manifest import Manifest
from ledger.evidence.bundles.reading import Archive
from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.encoding import decimal, hash_bytes
from ledger.evidence.errors import EvidenceError, InvalidNoteError
from ledger.evidence.multiproofs import root_of_many
from ledger.evidence.proofs import verify_consistency
from ledger.evidence.snapshots.content import TAG_INDEX, TAG_INDEX_DEFINITION, hash_of
from ledger.evidence.snapshots.errors import SnapshotError
from ledger.evidence.snapshots.statement import Statement, parse_statement
from ledger.tree import leaf_hash


@dataclass(frozen=True)
class Stated:
    """The statements, the definitions they name, and the rows to be derived."""

    tag_index: Statement
    snapshots: tuple[Statement, ...]
    """All statements, the tag index among them, by position."""
    deriving: tuple[Deriving, ...]


@dataclass
class Rows:
    """Rows that are in their snapshots, by the position of the statement."""

    by_statement: dict[int, list[Numbered]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.by_statement.values()))


def read_stated(archive: Archive, claims: Claims) -> Stated:
    """Read the statements and check that the definitions in the bundle are those they name.

    Raises:
        BundleRefusedError: a statement is missing, or of another definition.
    """
    manifest = claims.manifest
    named = _named(archive, claims)
    definitions = _definitions(archive)
    statements = [_statement(position, named) for position in manifest.stated]
    deriving: list[Deriving] = []
    for statement in statements:
        definition = _definition(statement, definitions)
        if "derivation" in definition:
            deriving.append(_deriving(statement, definition))
    (index,) = (item for item in statements if item.position == manifest.tag_index)
    if index.projection != TAG_INDEX or index.size != manifest.size:
        raise BundleRefusedError(
            "statement", f"position {index.position}", "It is not the tag index of this size."
        )
    if any(item.size > manifest.size for item in statements):
        raise BundleRefusedError("statement", "", "A snapshot is of more records than the bundle.")
    return Stated(index, tuple(statements), tuple(deriving))


def check_consistency(archive: Archive, stated: Stated, checkpoint: Checkpoint) -> int:
    """Check that each snapshot's log is the beginning of the checkpoint's; returns how many sizes.

    Raises:
        BundleRefusedError: names the size that is not.
    """
    roots: dict[int, bytes] = {}
    for statement in stated.snapshots:
        if roots.setdefault(statement.size, statement.root) != statement.root:
            raise BundleRefusedError(
                "consistency", f"size {statement.size}", "Two snapshots state two roots."
            )
    proofs = _consistency_proofs(archive)
    if list(proofs) != sorted(roots):
        raise BundleRefusedError(
            "consistency", layout.CONSISTENCY, "It has proofs of other sizes than the snapshots."
        )
    for size, proof in proofs.items():
        try:
            verify_consistency(size, checkpoint.size, proof, roots[size], checkpoint.root)
        except EvidenceError as error:
            raise BundleRefusedError("consistency", layout.CONSISTENCY, str(error)) from None
    return len(roots)


def check_rows(archive: Archive, claims: Claims, stated: Stated) -> Rows:
    """Check that the rows in the bundle are in their snapshots.

    Raises:
        BundleRefusedError: names the snapshot whose rows are not.
    """
    rows = Rows()
    for statement in stated.snapshots:
        if claims.manifest.whole and statement is stated.tag_index:
            continue  # computed again, row by row, from the records
        rows.by_statement[statement.position] = _rows(archive, statement)
    expected = {name for position in rows.by_statement for name in _files(position)}
    for name in archive.members:
        if name.startswith("snapshots/") and name not in expected:
            raise BundleRefusedError("unknown-member", name, "No statement is behind it.")
    return rows


def check_derivations(claims: Claims, stated: Stated, rows: Rows) -> int:
    """Check that the rows are just those that follow from the records; returns how many.

    Raises:
        BundleRefusedError: names the row that does not follow, or is missing.
    """
    count = 0
    for deriving in stated.deriving:
        position = deriving.statement.position
        where = layout.rows(position)
        for numbered in rows.by_statement[position]:
            _check_derivation(deriving, numbered, claims.manifest, where)
            count += 1
        for key in deriving.rows:
            selection = deriving.selection(dict(zip(deriving.columns, key, strict=True)))
            if claims.manifest.whole or selection == claims.manifest.selection:
                raise BundleRefusedError("row-missing", where, f"The records make a row {key}.")
    return count


def _check_derivation(deriving: Deriving, row: Numbered, manifest: Manifest, where: str) -> None:
    try:
        if not manifest.whole and deriving.selection(row.fields) != manifest.selection:
            raise BundleRefusedError(
                "foreign-row", where, f"Row {row.number} is not of {manifest.selection}."
            )
        deriving.check(row, f"{where}, row {row.number}")
    except (KeyError, TypeError):
        raise BundleRefusedError(
            "row-derivation", where, f"Row {row.number} lacks a column of its definition."
        ) from None


def _named(archive: Archive, claims: Claims) -> Mapping[int, Numbered]:
    """The records at the named positions, wherever in the bundle they stand."""
    wanted = set(claims.manifest.stated) - set(claims.further)
    found = dict(claims.further)
    if wanted:
        lines = parse_lines(archive.lines(layout.RECORDS), layout.RECORDS, claims.manifest.receipt)
        found.update((line.number, line) for line in lines if line.number in wanted)
    return found


def _statement(position: int, named: Mapping[int, Numbered]) -> Statement:
    if position not in named:
        raise BundleRefusedError(
            "statement", layout.STATEMENTS, f"The statement at position {position} is missing."
        )
    try:
        return parse_statement(position, named[position].fields)
    except SnapshotError as error:
        raise BundleRefusedError("statement", f"position {position}", str(error)) from None


def _definitions(archive: Archive) -> Mapping[str, Any]:
    try:
        codes = orjson.loads(archive.content(layout.CODES))
        definitions = codes["definitions"]
        if all(isinstance(item, str) for item in definitions.values()):
            return dict(definitions)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        pass
    raise BundleRefusedError("codes-form", layout.CODES, "It lists no definitions.")


def _definition(statement: Statement, definitions: Mapping[str, Any]) -> dict[str, Any]:
    where = f"position {statement.position}"
    text: str | None = definitions.get(statement.projection)
    if text is None or hash_of(text.encode()) != statement.definition_hash:
        raise BundleRefusedError(
            "older-definition",
            where,
            f"The snapshot of {statement.projection} is of another definition than the bundle's.",
        )
    if statement.projection == TAG_INDEX and text.encode() != TAG_INDEX_DEFINITION:
        raise BundleRefusedError("older-definition", where, "The tag index is of another edition.")
    definition: dict[str, Any] = orjson.loads(text)
    return definition


def _deriving(statement: Statement, definition: Mapping[str, Any]) -> Deriving:
    try:
        return Deriving(statement, definition)
    except (KeyError, TypeError, AttributeError):
        raise BundleRefusedError(
            "older-definition",
            f"position {statement.position}",
            "The derivation is not in the form.",
        ) from None


def _consistency_proofs(archive: Archive) -> dict[int, list[bytes]]:
    """Lines of a size and the hashes of its proof, separated by spaces; sizes rise."""
    proofs: dict[int, list[bytes]] = {}
    for line in archive.lines(layout.CONSISTENCY):
        size, *hashes = line.decode("ascii", "replace").split(" ")
        try:
            found = decimal(size, "A size")
            proof = [hash_bytes(item, "A hash") for item in hashes]
        except InvalidNoteError as error:
            raise BundleRefusedError("proof-form", layout.CONSISTENCY, str(error)) from None
        if proofs and found <= max(proofs):
            raise BundleRefusedError("proof-form", layout.CONSISTENCY, "Its sizes do not rise.")
        proofs[found] = proof
    return proofs


def _rows(archive: Archive, statement: Statement) -> list[Numbered]:
    rows_name, proof_name = _files(statement.position)
    rows = list(parse_lines(archive.lines(rows_name), rows_name, statement.rows))
    proof = parse_hashes(archive.lines(proof_name), proof_name)
    try:
        root = root_of_many(
            [row.number - 1 for row in rows],
            [leaf_hash(row.data) for row in rows],
            statement.rows,
            proof,
        )
    except EvidenceError as error:
        raise BundleRefusedError("row-proof", proof_name, str(error)) from None
    if root != statement.row_root:
        raise BundleRefusedError(
            "row-proof",
            rows_name,
            f"The rows do not lead to the root stated at position {statement.position}.",
        )
    return rows


def _files(position: int) -> tuple[str, str]:
    return layout.rows(position), layout.proof(position)
