import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ledger.sealing import OfficeSecrets, SecretsError
from ledger.sealing.secrets import FILE_NAME


def test_the_first_use_makes_a_file_for_its_owner_only(tmp_path: Path) -> None:
    made = OfficeSecrets.from_file(tmp_path / "keys")
    path = tmp_path / "keys" / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert OfficeSecrets.from_file(tmp_path / "keys") == made
    assert [entry.name for entry in path.parent.iterdir()] == [FILE_NAME]


def test_many_first_users_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(OfficeSecrets.from_file, [tmp_path] * 64))
    assert len({secrets.wrapping[1] for secrets in made}) == 1


def test_a_file_others_may_read_is_refused_with_the_mend(tmp_path: Path) -> None:
    OfficeSecrets.from_file(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o640)
    with pytest.raises(SecretsError, match="chmod 600"):
        OfficeSecrets.from_file(tmp_path)


def test_a_damaged_file_is_named_and_left_alone(tmp_path: Path) -> None:
    OfficeSecrets.from_file(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(SecretsError, match="5 bytes"):
        OfficeSecrets.from_file(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b"short"


def test_the_keys_do_not_show(tmp_path: Path) -> None:
    assert repr(OfficeSecrets.from_file(tmp_path)) == "OfficeSecrets()"
