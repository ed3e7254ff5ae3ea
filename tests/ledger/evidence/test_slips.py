"""Proof slips: small, offline, and refused when anything in them was changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.evidence.encoding import base64_text
from ledger.evidence.errors import EvidenceError, InvalidNoteError
from ledger.evidence.policies import parse_policy
from ledger.evidence.proofs import StoredTree
from ledger.evidence.slips import Slip, parse_slip
from tests.ledger.evidence.keys import LOG, NOW, WITNESSES, checkpoint, signed
from tests.ledger.evidence.trees import records, stored

SIZE = 600
INDEX = 333
RECORD = records(SIZE)[INDEX]
TREE = StoredTree(SIZE, stored(records(SIZE)))
SLIP = Slip(INDEX, tuple(TREE.prove_inclusion(INDEX)), signed(checkpoint(SIZE), LOG, *WITNESSES))
POLICY = parse_policy(
    "".join(
        [
            f"log {LOG.verifier.vkey}\n",
            *(f"witness w{n} {item.verifier.vkey}\n" for n, item in enumerate(WITNESSES)),
            "group all-of-them all w0 w1 w2\nquorum all-of-them\n",
        ]
    ).encode()
)


def test_a_slip_proves_its_record_after_a_round_trip() -> None:
    slip = parse_slip(SLIP.encode())
    assert slip == SLIP
    assert slip.verify(RECORD, POLICY, NOW).checkpoint.size == SIZE


def test_another_record_or_another_index_is_refused() -> None:
    with pytest.raises(EvidenceError, match="leads to another root"):
        SLIP.verify(RECORD + b" ", POLICY, NOW)
    with pytest.raises(EvidenceError, match="leads to another root"):
        Slip(INDEX + 2, SLIP.proof, SLIP.checkpoint).verify(RECORD, POLICY, NOW)


def test_a_slip_with_three_cosignatures_stays_under_two_kibibytes_in_a_log_of_ten_million() -> None:
    deepest = (10_000_000).bit_length()
    slip = Slip(9_999_999, SLIP.proof + (bytes(32),) * (deepest - len(SLIP.proof)), SLIP.checkpoint)
    assert len(slip.proof) == deepest
    assert len(slip.encode()) < 2048


def test_extra_data_is_carried_and_the_empty_proof_of_a_single_record_is_read() -> None:
    tree = StoredTree(1, stored(records(1)))
    slip = Slip(0, tuple(tree.prove_inclusion(0)), signed(checkpoint(1), LOG, *WITNESSES), b"x")
    read = parse_slip(slip.encode())
    assert (read.extra, read.proof) == (b"x", ())
    read.verify(records(1)[0], POLICY, NOW)


TEXT = SLIP.encode().decode()


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("starts with", TEXT.replace("@v1", "@v2")),
        ("starts with", TEXT.partition("\n\n")[0]),
        ("no index line", TEXT.replace("index 333\n", "")),
        ("no index line", TEXT.replace("index", "Index")),
        ("plain decimal", TEXT.replace("index 333", "index 0333")),
        ("plain decimal", TEXT.replace("index 333", "index 333 ")),
        ("base64", TEXT.replace("index 333\n", "index 333\nAAA\n")),
        ("a hash has 32", TEXT.replace("index 333\n", "index 333\nAAAA\n")),
        ("base64", TEXT.replace("@v1\n", "@v1\nextra \n")),
        ("at most", TEXT.replace("333\n", "333\n" + (base64_text(bytes(32)) + "\n") * 60)),
        ("no index line", TEXT.replace("@v1\n", "@v1\nextra AAAA\nextra AAAA\n")),
    ],
)
def test_departures_from_the_form_are_refused(problem: str, text: str) -> None:
    with pytest.raises(InvalidNoteError, match=problem):
        parse_slip(text.encode())


@given(st.integers(0, len(SLIP.encode()) * 8 - 1))
@settings(max_examples=300)
def test_every_flipped_bit_is_refused(bit: int) -> None:
    """The policy demands every signature on the slip, so no bit of it is idle."""
    data = bytearray(SLIP.encode())
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EvidenceError):
        parse_slip(bytes(data)).verify(RECORD, POLICY, NOW)
