"""Signed notes and checkpoints: what is accepted, and every departure from the form refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence.errors import (
    EvidenceError,
    InvalidKeyError,
    InvalidNoteError,
    InvalidSignatureError,
    UntrustedNoteError,
)
from ledger.evidence.notes import Note, Signature, parse_note, parse_signatures
from ledger.evidence.signing import (
    ED25519_COSIGNATURE,
    ED25519_NOTE,
    ML_DSA_44_COSIGNATURE,
    Signer,
    parse_vkey,
)
from ledger.evidence.trust import open_checkpoint, require_signed, verified
from tests.ledger.evidence.keys import (
    LOG,
    LOG_ML_DSA,
    NOW,
    ORIGIN,
    WITNESS_ML_DSA,
    WITNESSES,
    checkpoint,
    signed,
    signer,
)

NOTE = signed(checkpoint(7), LOG, LOG_ML_DSA, WITNESSES[0]).encode()
KEYS = [LOG.verifier, LOG_ML_DSA.verifier]


def test_a_note_signed_by_another_program_is_read() -> None:
    """The example in the documentation of Go's sumdb/note."""
    verifier = parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = parse_note(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqd"
        "ngotpRZb6KE6RyyBwJnAM=\n".encode()
    )
    assert [item.verifier for item in require_signed(note, [verifier], NOW)] == [verifier]


def test_a_checkpoint_says_who_signed_it_and_when() -> None:
    opened = open_checkpoint(NOTE, ORIGIN, KEYS, NOW)
    assert opened.checkpoint == checkpoint(7)
    assert [(item.verifier.type.name, item.time) for item in opened.signed] == [
        ("ed25519", 0),
        ("ml-dsa-44-cosignature", NOW),
    ]


def test_encoding_and_reading_are_inverse() -> None:
    assert parse_note(NOTE).encode() == NOTE


@pytest.mark.parametrize("kind", [ED25519_NOTE, ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE])
def test_vkeys_are_read_as_written(kind: object) -> None:
    verifier = signer("a.example/x", kind).verifier  # type: ignore[arg-type]
    assert parse_vkey(verifier.vkey) == verifier


@pytest.mark.parametrize(
    ("name", "vkey"),
    [
        ("another key id", LOG.verifier.vkey.replace(LOG.verifier.key_id.hex(), "00000000")),
        ("capital key id", f"x+{signer('x', ED25519_NOTE).verifier.key_id.hex().upper()}+AQ=="),
        ("another name", "x" + LOG.verifier.vkey),
        ("a truncated key", LOG.verifier.vkey[:-8]),
        ("no key", "name+00000000+"),
        ("an unknown type", "name+00000000+Agg="),
        ("a space in the name", "na me+00000000+AQ=="),
        ("not base64", "name+00000000+!!!!"),
        ("nothing", ""),
    ],
)
def test_damaged_vkeys_are_refused(name: str, vkey: str) -> None:
    with pytest.raises(InvalidKeyError):
        parse_vkey(vkey)


def replaced(old: str, new: str) -> bytes:
    assert old in NOTE.decode()
    return NOTE.decode().replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("problem", "data"),
    [
        ("no signature", checkpoint(7).text().encode() + b"\n"),
        ("no empty line", replaced("\n\n", "\n")),
        ("a truncated end", NOTE[:-1]),
        ("a trailing line", NOTE + b"more\n"),
        ("a trailing empty line", NOTE + b"\n"),
        ("a control character", replaced("7\n", "7\r\n")),
        ("a byte that is not UTF-8", NOTE.replace(b"7\n", b"7\xff\n", 1)),
        ("another dash", replaced("— ", "- ")),
        ("a name with a plus", replaced("— qingce", "— qing+ce")),
        ("two spaces", replaced("— ", "—  ")),
        ("a signature that is too short", replaced(NOTE.decode().split(" ")[2], "AAAA\n")),
        ("base64 with stray bits", replaced("=\n— ", "=A\n— ")),
        ("nothing", b""),
        ("a mebibyte of padding", b"\n" * 2**20 + NOTE),
    ],
)
def test_departures_from_the_form_are_refused(problem: str, data: bytes) -> None:
    with pytest.raises(InvalidNoteError):
        parse_note(data)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n7\n",
        f"{ORIGIN}\n07\n{'A' * 43}=\n",
        f"{ORIGIN}\n-7\n{'A' * 43}=\n",
        f"{ORIGIN}\n+7\n{'A' * 43}=\n",
        f"{ORIGIN}\n٧\n{'A' * 43}=\n",
        f"{ORIGIN}\n9223372036854775808\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 42}B=\n",
        f"{ORIGIN}\n7\n{'A' * 40}\n",
        f"\n7\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 43}=\n\n",
        f"{ORIGIN}\n7\n{'A' * 43}=\nmore\n",
    ],
)
def test_texts_that_are_no_checkpoint_of_ours_are_refused_though_signed(text: str) -> None:
    note = Note(text, (LOG.sign(text, NOW),))
    with pytest.raises(InvalidNoteError):
        open_checkpoint(note.encode(), ORIGIN, KEYS, NOW)


def test_unknown_signatures_are_ignored() -> None:
    stranger = signer("stranger.example", ED25519_NOTE)
    same_name = signer(ORIGIN, ED25519_NOTE, 1)
    note = parse_note(NOTE).with_signatures(
        [stranger.sign("another text\n", 0), same_name.sign("another text\n", 0)]
    )
    opened = open_checkpoint(note.encode(), ORIGIN, KEYS, NOW)
    assert {item.verifier for item in opened.signed} == set(KEYS)


def test_a_bad_signature_of_one_known_key_refuses_the_note_though_another_is_good() -> None:
    bad = Signature(ORIGIN, LOG_ML_DSA.verifier.key_id, bytes(2428))
    note = signed(checkpoint(7), LOG).with_signatures([bad])
    with pytest.raises(InvalidSignatureError, match="ml-dsa-44"):
        open_checkpoint(note.encode(), ORIGIN, KEYS, NOW)


def test_a_repeated_signature_counts_once_and_a_second_one_must_be_good() -> None:
    text = checkpoint(7).text()
    twice = signed(checkpoint(7), WITNESSES[0]).with_signatures([WITNESSES[0].sign(text, NOW + 1)])
    known = [WITNESSES[0].verifier]
    assert len(verified(twice, known, NOW)) == 1
    bad = twice.with_signatures([WITNESSES[0].sign("x\n" + text.split("\n", 1)[1], NOW)])
    with pytest.raises(InvalidSignatureError):
        verified(bad, known, NOW)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = signed(checkpoint(7, "other.example/log"), LOG)
    with pytest.raises(UntrustedNoteError, match=r"other\.example/log"):
        open_checkpoint(other.encode(), ORIGIN, KEYS, NOW)


def test_a_checkpoint_signed_by_nobody_known_is_refused() -> None:
    with pytest.raises(UntrustedNoteError, match="none of these keys"):
        open_checkpoint(signed(checkpoint(7), WITNESSES[0]).encode(), ORIGIN, KEYS, NOW)


def test_a_cosignature_from_the_future_is_refused() -> None:
    note = signed(checkpoint(7), LOG_ML_DSA, time=NOW + 301)
    with pytest.raises(InvalidSignatureError, match="301 s in the future"):
        open_checkpoint(note.encode(), ORIGIN, KEYS, NOW)


def test_a_signature_of_one_kind_is_not_taken_for_another() -> None:
    """The same Ed25519 key as a log's and as a witness's: the statements stay apart."""
    key = WITNESSES[0].key
    as_log = Signer(ORIGIN, ED25519_NOTE, key)
    as_witness = Signer(ORIGIN, ED25519_COSIGNATURE, key)
    text = checkpoint(7).text()
    cosigned = as_witness.sign(text, NOW)
    for data in (cosigned.data, cosigned.data[8:]):
        forged = Note(text, (Signature(ORIGIN, as_log.verifier.key_id, data),))
        with pytest.raises(InvalidSignatureError):
            verified(forged, [as_log.verifier], NOW)


def test_cosignatures_are_made_on_checkpoints_only() -> None:
    for cosigner in (WITNESSES[0], WITNESS_ML_DSA):
        with pytest.raises(InvalidNoteError):
            cosigner.sign("any text\n", NOW)


def test_a_key_of_one_algorithm_does_not_sign_as_another() -> None:
    with pytest.raises(InvalidKeyError, match="ml-dsa-44 key cannot make ed25519 signatures"):
        Signer(ORIGIN, ED25519_NOTE, LOG_ML_DSA.key)


def test_the_number_of_signatures_is_bounded() -> None:
    lines = "".join(Signature(f"k{n}", b"abcd", b"x").line() for n in range(101))
    with pytest.raises(InvalidNoteError, match="101 signatures"):
        parse_signatures(lines)


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_no_flipped_bit_changes_what_is_believed(bit: int) -> None:
    """Refused, or the same statement: a bit may fall on a signature line that becomes unknown."""
    data = bytearray(NOTE)
    data[bit // 8] ^= 1 << bit % 8
    try:
        opened = open_checkpoint(bytes(data), ORIGIN, KEYS, NOW)
    except EvidenceError:
        return
    assert opened.checkpoint == checkpoint(7)


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(InvalidNoteError):
        parse_note(data)
