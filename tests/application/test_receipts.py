from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.evidence import Receipt
from application.receipts.codes import PART_BYTES_MAX, codes
from application.receipts.page import page
from application.receipts.printing import html, pdf
from ledger.evidence.proofs import StoredTree
from ledger.evidence.slips import Slip, parse_slip
from ledger.evidence.trust import open_checkpoint
from ledger.record import Draft, Envelope
from tests.ledger.evidence.keys import (
    LOG,
    LOG_ML_DSA,
    NOW,
    ORIGIN,
    WITNESS_ML_DSA,
    WITNESSES,
    checkpoint,
    signed,
)
from tests.ledger.evidence.trees import records, stored

CIPHERTEXT = "c2VhbGVkIGRhdGE="


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1500))
def test_the_parts_make_the_text_and_fit(text: str) -> None:
    made = codes(text)
    assert "".join(code.content for code in made) == text
    assert [code.number for code in made] == list(range(1, len(made) + 1))
    assert all(0 < len(code.content.encode()) <= PART_BYTES_MAX for code in made)


def receipt(*, sealed: bool = False) -> Receipt:
    """Of a record that the tree of the tests does not hold: printing does not verify."""
    envelope = Envelope(
        id=str(UUID(int=7)),
        type="marriage.registered.v1",
        occurred="2019-06-03T10:00:00+08:00",
        by="clerk",
        office="371002-registry",
        entry_mode="window",
        tags=["person:p"],
        command="",
        rule_version="1",
        data={"certificate": "J371002-2019-000001", "fee_fen": 0, "abroad": False},
        sealed={"p": {"ciphertext": CIPHERTEXT}} if sealed else None,
    )
    data = Draft(envelope).stamp({}, datetime(2019, 6, 3, 2, 1, tzinfo=UTC))
    note = signed(checkpoint(300), LOG, LOG_ML_DSA, *WITNESSES, WITNESS_ML_DSA)
    opened = open_checkpoint(note.encode(), ORIGIN, [LOG.verifier, LOG_ML_DSA.verifier], NOW)
    proof = StoredTree(300, stored(records(300))).prove_inclusion(6)
    return Receipt(7, data, Slip(6, tuple(proof), note), opened)


def test_nothing_sealed_is_printed() -> None:
    shown = page(receipt(sealed=True))
    assert shown.record_codes == ()
    assert CIPHERTEXT not in html(shown).decode()
    assert page(receipt()).record_codes


def test_paper_leaves_out_long_signatures_of_those_who_have_a_short_one() -> None:
    taken = receipt()
    whole, brief = taken.slip, parse_slip(page(taken).slip.encode())
    assert brief == whole.for_paper()
    names = [signature.name for signature in brief.checkpoint.signatures]
    assert names == [ORIGIN, *(one.name for one in WITNESSES), WITNESS_ML_DSA.name]
    assert len(brief.encode()) < len(whole.encode())
    assert replace(brief, checkpoint=whole.checkpoint) == whole


def test_fields_are_named_and_money_is_told_in_yuan() -> None:
    shown = page(receipt())
    assert [(line.label, line.value) for line in shown.content] == [
        ("abroad", "否 no"),
        ("certificate", "J371002-2019-000001"),
        ("fee_fen", "0 (0.00 元)"),
    ]


def test_pdf_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from application.receipts.printing import PrintingError

    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PrintingError, match=r"qingce\[pdf\]"):
        pdf(page(receipt()))
