"""Key files and the public list: kept from others, changed with an overlap, revoked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ledger.evidence.errors import InvalidKeyError, UntrustedNoteError
from ledger.evidence.keys import file
from ledger.evidence.keys.folder import KeyFolder
from ledger.evidence.keys.listing import KeyList, Revocation, read_list
from ledger.evidence.notes import Note
from ledger.evidence.signing import parse_vkey
from ledger.evidence.trust import open_checkpoint, require_signed
from tests.ledger.evidence.keys import NOW, ORIGIN, checkpoint

COST = 2
PASSPHRASE = "correct horse"


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys", ORIGIN)


def add(folder: KeyFolder, size: int = 0, kind: str = "ed25519") -> str:
    return folder.add(kind, PASSPHRASE, size, COST).key_id.hex()


def test_a_key_signs_after_it_was_read_back(folder: KeyFolder) -> None:
    verifier = folder.add("ed25519", PASSPHRASE, 0, file.SCRYPT_COST)
    (signer,) = folder.signers(PASSPHRASE, 7)
    text = checkpoint(7).text()
    assert require_signed(Note(text, (signer.sign(text, NOW),)), [verifier], NOW)


def test_a_key_file_is_for_its_owner_only(folder: KeyFolder) -> None:
    path = folder.path / f"{add(folder)}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700
    for mode in (0o640, 0o604, 0o620, 0o601):
        path.chmod(mode)
        with pytest.raises(InvalidKeyError, match="chmod 600"):
            folder.signers(PASSPHRASE, 0)


def test_a_link_or_a_folder_is_not_taken_for_a_key_file(folder: KeyFolder, tmp_path: Path) -> None:
    path = folder.path / f"{add(folder)}.key"
    link = tmp_path / "link.key"
    link.symlink_to(path)
    for wrong in (link, tmp_path, tmp_path / "nothing"):
        with pytest.raises(InvalidKeyError):
            file.load(wrong, PASSPHRASE)


def test_a_wrong_passphrase_does_not_open_it_and_an_empty_one_is_refused(
    folder: KeyFolder,
) -> None:
    add(folder)
    with pytest.raises(InvalidKeyError, match="does not open"):
        folder.signers("wrong", 0)
    with pytest.raises(InvalidKeyError, match="empty"):
        folder.add("ed25519", "", 0, COST)
    with pytest.raises(InvalidKeyError, match="no signature type 'rsa'"):
        folder.add("rsa", PASSPHRASE, 0, COST)


def test_the_secret_is_not_in_the_file_in_plain(folder: KeyFolder) -> None:
    path = folder.path / f"{add(folder)}.key"
    secret = folder.signers(PASSPHRASE, 0)[0].key.secret  # type: ignore[attr-defined]
    assert secret not in path.read_bytes()
    assert secret.hex() not in path.read_text()
    assert secret.hex() not in repr(folder.signers(PASSPHRASE, 0)[0])


@pytest.mark.parametrize("field", ["vkey", "salt", "nonce", "secret", "cost", "format"])
def test_a_changed_field_is_refused(folder: KeyFolder, field: str) -> None:
    path = folder.path / f"{add(folder)}.key"
    other = KeyFolder(folder.path.parent / "other", ORIGIN)
    foreign = json.loads((other.path / f"{add(other)}.key").read_text())
    content = json.loads(path.read_text())
    changed = {"cost": 4, "format": "qingce.key.v0"}
    path.write_text(json.dumps(content | {field: changed.get(field, foreign[field])}))
    with pytest.raises(InvalidKeyError):
        file.load(path, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"format":"qingce.key.v1"}'])
def test_a_file_that_is_no_key_is_refused(folder: KeyFolder, content: bytes) -> None:
    path = folder.path / f"{add(folder)}.key"
    path.write_bytes(content)
    with pytest.raises(InvalidKeyError, match="is not a key file"):
        file.load(path, PASSPHRASE)


def test_a_key_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "w.key"
    file.create(path, "w.example", "ed25519-cosignature", PASSPHRASE, COST)
    before = path.read_bytes()
    with pytest.raises(InvalidKeyError, match="left as it is"):
        file.create(path, "w.example", "ed25519-cosignature", PASSPHRASE, COST)
    assert path.read_bytes() == before


def test_one_key_follows_another_with_an_overlap(folder: KeyFolder) -> None:
    old = add(folder)
    new = add(folder, 100, "ml-dsa-44-cosignature")
    folder.retire(old, 120)
    for size, expected in ((50, {old, new}), (110, {old, new}), (120, {old, new}), (121, {new})):
        assert {item.verifier.key_id.hex() for item in folder.signers(PASSPHRASE, size)} == expected


def test_an_old_checkpoint_is_signed_again_and_keeps_its_signature(folder: KeyFolder) -> None:
    add(folder)
    text = checkpoint(7).text()
    note = Note(text, (folder.signers(PASSPHRASE, 7)[0].sign(text, NOW),))
    add(folder, 100, "ml-dsa-44-cosignature")
    again = note.with_signatures(item.sign(text, NOW) for item in folder.signers(PASSPHRASE, 7)[1:])
    opened = open_checkpoint(again.encode(), ORIGIN, folder.listed().verifiers(7), NOW)
    assert [item.verifier.type.name for item in opened.signed] == [
        "ed25519",
        "ml-dsa-44-cosignature",
    ]
    assert again.signatures[0] == note.signatures[0]


def test_a_revoked_key_is_believed_no_more_and_its_secret_is_gone(folder: KeyFolder) -> None:
    stolen = add(folder)
    text = checkpoint(7).text()
    thief = folder.signers(PASSPHRASE, 7)[0]
    add(folder, 5)
    folder.revoke(stolen, Revocation(size=6, time=NOW, reason="the disk was stolen"))
    assert not (folder.path / f"{stolen}.key").exists()
    forged = Note(text, (thief.sign(text, NOW),)).encode()
    with pytest.raises(UntrustedNoteError):
        open_checkpoint(forged, ORIGIN, folder.listed().verifiers(7), NOW)
    earlier = checkpoint(5).text()
    kept = Note(earlier, (thief.sign(earlier, NOW),)).encode()
    assert open_checkpoint(kept, ORIGIN, folder.listed().verifiers(5), NOW)


def test_the_last_key_in_use_is_neither_retired_nor_revoked(folder: KeyFolder) -> None:
    only = add(folder)
    with pytest.raises(InvalidKeyError, match="only key in use"):
        folder.retire(only, 10)
    with pytest.raises(InvalidKeyError, match="only key in use"):
        folder.revoke(only, Revocation(size=1, time=NOW, reason="lost"))
    with pytest.raises(InvalidKeyError, match="has the id 00000000"):
        folder.retire("00000000", 10)
    assert folder.signers(PASSPHRASE, 10)


def test_a_folder_without_keys_says_what_to_do(folder: KeyFolder) -> None:
    with pytest.raises(InvalidKeyError, match="qingce key new"):
        folder.signers(PASSPHRASE, 0)


def test_the_list_of_another_log_is_refused(folder: KeyFolder) -> None:
    add(folder)
    with pytest.raises(InvalidKeyError, match=r"are of the log qingce\.example/huancui"):
        KeyFolder(folder.path, "other.example").listed()
    listed = read_list(folder.path / "keys.json")
    moved = listed.model_copy(update={"origin": "other.example"})
    (folder.path / "keys.json").write_text(moved.model_dump_json())
    with pytest.raises(InvalidKeyError, match="does not sign as"):
        read_list(folder.path / "keys.json")


@pytest.mark.parametrize("content", ["", "{}", '{"format":"qingce.keys.v1","origin":"x","more":1}'])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(InvalidKeyError, match="is not a list of keys"):
        read_list(path)


def test_a_key_under_another_name_is_not_listed() -> None:
    with pytest.raises(InvalidKeyError, match="signs as"):
        KeyList(origin="a.example").with_key(
            parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), 0
        )
