import secrets
from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ledger import canonical
from ledger.sealing import SealBrokenError, seal, unseal

KEY = secrets.token_bytes(32)
FIELDS = {"name": "王某某", "id_number": "999999194002290010"}


def test_sealed_data_opens_with_the_key_of_the_person() -> None:
    sealed = seal(KEY, "p1", "r1", FIELDS)
    assert unseal(KEY, "p1", "r1", sealed) == FIELDS


def test_sealed_data_shows_nothing_and_never_repeats_itself() -> None:
    first, second = seal(KEY, "p1", "r1", FIELDS), seal(KEY, "p1", "r1", FIELDS)
    assert "王某某" not in str(first)
    assert first["ciphertext"] != second["ciphertext"]
    assert first["commitment"] != second["commitment"]


@pytest.mark.parametrize(("person", "record"), [("p2", "r1"), ("p1", "r2")])
def test_a_seal_opens_for_no_other_person_and_in_no_other_record(person: str, record: str) -> None:
    sealed = seal(KEY, "p1", "r1", FIELDS)
    with pytest.raises(SealBrokenError, match="does not open"):
        unseal(KEY, person, record, sealed)


@given(st.sampled_from(["ciphertext", "nonce", "commitment"]), st.integers(min_value=0))
def test_any_flipped_bit_is_found(field: str, bit: int) -> None:
    sealed = seal(KEY, "p1", "r1", FIELDS)
    raw = bytearray(b64decode(sealed[field]))
    bit %= len(raw) * 8
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        unseal(KEY, "p1", "r1", {**sealed, field: b64encode(raw).decode()})


def test_another_plaintext_under_the_same_commitment_is_found() -> None:
    sealed = seal(KEY, "p1", "r1", FIELDS)
    other = canonical.encode({"fields": {"name": "李某"}, "salt": b64encode(bytes(32)).decode()})
    forged = AESGCM(KEY).encrypt(b64decode(sealed["nonce"]), other, b"qingce/personal/p1/r1")
    with pytest.raises(SealBrokenError, match="committed"):
        unseal(KEY, "p1", "r1", {**sealed, "ciphertext": b64encode(forged).decode()})


def test_an_unknown_algorithm_is_named() -> None:
    sealed = seal(KEY, "p1", "r1", FIELDS)
    with pytest.raises(SealBrokenError, match="ROT13"):
        unseal(KEY, "p1", "r1", {**sealed, "algorithm": "ROT13"})
