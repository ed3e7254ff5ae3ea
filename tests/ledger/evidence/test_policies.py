"""Policies: k of n witnesses in groups; files that could be read two ways are refused."""

from __future__ import annotations

import pytest

from ledger.evidence.errors import InvalidPolicyError, InvalidSignatureError, UntrustedNoteError
from ledger.evidence.notes import Signature
from ledger.evidence.policies import parse_policy
from ledger.evidence.signing import ED25519_NOTE
from tests.ledger.evidence.keys import (
    LOG,
    NOW,
    WITNESS_ML_DSA,
    WITNESSES,
    checkpoint,
    signed,
    signer,
)

VKEYS = [witness.verifier.vkey for witness in WITNESSES]
HEAD = f"""# who is trusted
log {LOG.verifier.vkey} https://log.example/
\twitness  审计 {VKEYS[0]} http://127.0.0.1:7380
witness B {VKEYS[1]}

witness C {VKEYS[2]}
witness D {WITNESS_ML_DSA.verifier.vkey}
"""
TWO_OF_THREE = HEAD + "group G 2 审计 B C\nquorum G\n"
NESTED = HEAD + "group G 2 审计 B C\ngroup H all G D\nquorum H\n"


def test_two_of_three_witnesses_must_have_cosigned() -> None:
    policy = parse_policy(TWO_OF_THREE.encode())
    note = signed(checkpoint(5), LOG, WITNESSES[0], WITNESSES[2])
    opened = policy.open_checkpoint(note.encode(), NOW)
    assert opened.checkpoint.size == 5
    assert [item.verifier.name for item in opened.signed[1:]] == [
        WITNESSES[0].name,
        WITNESSES[2].name,
    ]
    alone = signed(checkpoint(5), LOG, WITNESSES[2])
    with pytest.raises(UntrustedNoteError, match=r"witnessed by C; the policy needs 2 of \(审计"):
        policy.open_checkpoint(alone.encode(), NOW)


def test_groups_of_groups_and_a_post_quantum_witness() -> None:
    policy = parse_policy(NESTED.encode())
    cosigned = signed(checkpoint(5), LOG, *WITNESSES[:2], WITNESS_ML_DSA)
    assert len(policy.open_checkpoint(cosigned.encode(), NOW).signed) == 4
    with pytest.raises(UntrustedNoteError):
        policy.open_checkpoint(signed(checkpoint(5), LOG, *WITNESSES).encode(), NOW)


def test_cosignatures_on_another_checkpoint_do_not_count() -> None:
    policy = parse_policy((HEAD + "quorum B\n").encode())
    moved = signed(checkpoint(4), WITNESSES[1]).signatures
    note = signed(checkpoint(5), LOG).with_signatures(moved)
    with pytest.raises(InvalidSignatureError):
        policy.open_checkpoint(note.encode(), NOW)


def test_a_witness_does_not_count_for_another() -> None:
    policy = parse_policy((HEAD + "group G 2 审计 B\nquorum G\n").encode())
    good = signed(checkpoint(5), LOG, WITNESSES[0])
    renamed = Signature(WITNESSES[1].name, WITNESSES[1].verifier.key_id, good.signatures[1].data)
    with pytest.raises(InvalidSignatureError):
        policy.open_checkpoint(good.with_signatures([renamed]).encode(), NOW)


def test_no_quorum_needs_the_log_alone_and_an_unlisted_log_is_refused() -> None:
    policy = parse_policy((HEAD + "quorum none\n").encode())
    policy.open_checkpoint(signed(checkpoint(5), LOG).encode(), NOW)
    other = signer("other.example/log", ED25519_NOTE)
    note = signed(checkpoint(5, other.name), other)
    with pytest.raises(UntrustedNoteError, match=r"no log with the origin 'other\.example/log'"):
        policy.open_checkpoint(note.encode(), NOW)


@pytest.mark.parametrize(
    ("problem", "lines"),
    [
        ("no quorum line", ""),
        ("second quorum", "quorum B\nquorum C\n"),
        ("not defined", "quorum X\n"),
        ("not defined", "group G any B X\nquorum G\n"),
        ("not defined", "group G any none\nquorum G\n"),
        ("not defined", "quorum G\ngroup G any B\n"),
        ("member twice", "group G 2 B B\nquorum G\n"),
        ("member twice", "group G any B\ngroup H any B C\nquorum H\n"),
        ("needs 3 of 2", "group G 3 B C\nquorum G\n"),
        ("neither all", "group G 0 B C\nquorum G\n"),
        ("neither all", "group G 01 B C\nquorum G\n"),
        ("neither all", "group G most B C\nquorum G\n"),
        ("not a line", "group G any\nquorum B\n"),
        ("not a line", "quorum B C\n"),
        ("not a line", "Quorum B\n"),
        ("is taken", f"witness B {VKEYS[1]}\nquorum B\n"),
        ("is taken", "group none any B\nquorum B\n"),
        ("listed twice", f"witness E {VKEYS[1]}\nquorum B\n"),
        ("listed twice", f"log {LOG.verifier.vkey}\nquorum B\n"),
        ("does not cosign", f"witness E {signer('e', ED25519_NOTE).verifier.vkey}\nquorum B\n"),
        ("not a vkey", "witness E name+00000000+!\nquorum B\n"),
        ("control character", "quorum B\r\n"),
    ],
)
def test_policies_that_could_mislead_are_refused(problem: str, lines: str) -> None:
    with pytest.raises(InvalidPolicyError, match=problem):
        parse_policy((HEAD + lines).encode())


def test_names_are_octets() -> None:
    """The Kelvin sign is not the letter K, and bytes that are not UTF-8 are names too."""
    kelvin = f"witness K {VKEYS[0]}\nquorum \u212a\n"
    with pytest.raises(InvalidPolicyError, match="not defined"):
        parse_policy(kelvin.encode())
    octets = b"witness \xff\xfe " + VKEYS[0].encode() + b"\nquorum \xff\xfe\n"
    assert parse_policy(octets).met_by(["\udcff\udcfe"])
