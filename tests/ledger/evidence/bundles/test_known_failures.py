"""What other ledgers' verifiers let through, tried on ours; each is named after its report."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from ledger import canonical
from ledger.evidence.bundles import layout
from ledger.tree import leaf_hash, node_hash
from tests.ledger.evidence.bundles.office import Parts, a_year, make, pack
from tests.ledger.evidence.bundles.verifiers import PageVerifier, PythonVerifier, Verifies

FUND = "fund:F"


@pytest.fixture(params=["in_python", "in_browser"])
def verifies(request: pytest.FixtureRequest) -> Verifies:
    verifier: PythonVerifier | PageVerifier = request.getfixturevalue(request.param)
    return verifier


def with_amount_changed(parts: Parts) -> tuple[int, bytes]:
    position, data = parts.records[0]
    return position, data.replace(b'"amount_fen":100', b'"amount_fen":900')


def test_immudb_ghsa_672p_m5jq_mrh8_falsified_proofs_were_accepted(verifies: Verifies) -> None:
    """Its client took a proof whose parts each fitted something, but not the state it had.

    Here the server sends a record that is not in the log, and a proof whose hashes lead from it
    to a root of its own, beside the signed one.
    """
    parts = make(a_year(), FUND)
    forged = with_amount_changed(parts)
    parts.records[0] = forged
    honest = parts.inclusion
    for falsified in (
        [leaf_hash(forged[1]), *honest[1:]],
        [node_hash(leaf_hash(forged[1]), honest[0]), *honest[1:]],
        [*honest, leaf_hash(forged[1])],
        [leaf_hash(forged[1])],
    ):
        verdict = verifies(replace(parts, inclusion=falsified).pack())
        assert (verdict.ok, verdict.fault) == (False, "inclusion")


def test_immudb_2063_an_edited_value_was_called_consistent(verifies: Verifies) -> None:
    """Its audit compared roots and never the served value with its leaf.

    Here everything is honest but the value that is served.
    """
    parts = make(a_year(), FUND)
    parts.records[0] = with_amount_changed(parts)
    verdict = verifies(parts.pack())
    assert (verdict.ok, verdict.fault) == (False, "inclusion")


@pytest.mark.parametrize("empty", ["", "\\n", "AA==\\n", "=\\n"])
def test_verifiers_that_skipped_empty_hashes(verifies: Verifies, empty: str) -> None:
    """They left a missing or empty hash out and called what remained verified."""
    hashes = {layout.INCLUSION, layout.CONSISTENCY}
    parts = make(a_year(), FUND)
    hashes.update(layout.proof(position) for position in parts.rows)
    for name in hashes:
        members = {**parts.members(), name: empty.replace("\\n", "\n").encode()}
        verdict = verifies(pack(list(members.items())))
        assert not verdict.ok
        assert verdict.fault in ("inclusion", "consistency", "row-proof", "proof-form")


def test_verifiers_that_skipped_empty_hashes_in_what_is_listed(verifies: Verifies) -> None:
    office = a_year()
    parts = make(office, FUND)
    receipt = orjson.loads(office.records[-1])
    for contents in ({}, dict.fromkeys(receipt["data"]["contents"], "")):
        receipt["data"]["contents"] = contents
        parts.statements[-1] = (parts.statements[-1][0], canonical.encode(receipt))
        verdict = verifies(parts.pack())
        assert not verdict.ok
        assert verdict.fault in ("receipt", "inclusion")


def test_nothing_to_check_is_not_a_success(verifies: Verifies) -> None:
    """Every file there, every file empty."""
    members = dict.fromkeys(make(a_year(), FUND).members(), b"")
    assert not verifies(pack(list(members.items()))).ok
