"""Backup, destroy, restore, verify against a checkpoint kept outside; every refusal tried."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.log import Log, LogFrozenError
from tests.ledger.embedding import folder, needs_root, remove, server
from tests.ledger.recording import draft
from tests.tools.commanding import answered, qingce, refused
from tests.tools.installing import Installation, installation


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Installation, Path, Path]]:
    """An installation of 90 records with a backup of them, then grown to 120 and signed."""
    with installation(90) as installed:
        outside = installed.data.parent / "outside"
        outside.mkdir()
        installed.checkpoint(outside / "at-90")
        backup = outside / "backup"
        answered(qingce("backup", backup, "--data", installed.data, "--json"))
        installed.record(30)
        installed.checkpoint(outside / "at-120")
        yield installed, backup, outside


@pytest.fixture
def place() -> Iterator[Path]:
    """Where to restore to."""
    with folder("restored") as path:
        yield path


def test_what_was_backed_up_comes_back_when_all_is_destroyed(place: Path) -> None:
    with installation(50) as installed:
        outside = place.parent
        held = installed.checkpoint(outside / "checkpoint")
        backup, secrets = outside / "backup", outside / "secrets"
        told = answered(
            qingce("backup", backup, "--data", installed.data, "--secrets", secrets, "--json")
        )
        assert told["records"] == 50
        assert server(installed.data).stop(at_once=True)
        remove(installed.data)
        shutil.rmtree(installed.data)
        restored = answered(
            qingce("restore", backup, "--data", place, "--checkpoint", held, "--json",
                   "--secrets", secrets, *installed.trusting)
        )  # fmt: skip
    assert restored["verify"]["root"] == told["root"]
    assert [one["outcome"] for one in restored["checkpoints"]] == ["holds"]
    assert not restored["frozen"]
    passphrase = (secrets / "signing").glob("passphrase")
    assert not list(passphrase), "a passphrase is never copied"
    assert list((place / "signing").glob("*.key"))
    with server(place).running() as dsn, Log.open(dsn) as log:
        assert log.append([draft("case:1")]) == 51


def test_no_secret_is_in_a_backup(made: tuple[Installation, Path, Path]) -> None:
    installed, backup, _ = made
    names = {path.name for path in backup.iterdir()}
    assert names == {"database.dump", "manifest.json", "keys.json", "SHA256SUMS"}
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    secret = next((installed.data / "signing").glob("*.key")).read_bytes()
    assert all(secret not in path.read_bytes() for path in backup.iterdir())
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=backup, check=False)
    assert checked.returncode == 0


def test_an_older_backup_is_reported_and_frozen(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    installed, backup, outside = made
    held = ["--checkpoint", outside / "at-90", "--checkpoint", outside / "at-120"]
    done = qingce("restore", backup, "--data", place, "--json", *installed.trusting, *held)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert (told["ok"], told["verify"]["ok"], told["frozen"]) == (False, True, True)
    assert [one["outcome"] for one in told["checkpoints"]] == ["holds", "lost"]
    assert told["checkpoints"][1]["missing"] == [91, 120]
    assert "records 91 to 120 are missing" in told["checkpoints"][1]["message"]

    with server(place).running() as dsn, Log.open(dsn) as log:
        with pytest.raises(LogFrozenError, match="frozen: records 91 to 120 are missing"):
            log.append([draft("case:1")])
        assert log.head().size == 90
    shutil.copytree(installed.data / "signing", place / "signing", dirs_exist_ok=True)
    error = refused(qingce("checkpoint", "--data", place, "--json"))
    assert "records 91 to 120 are missing" in error["message"]
    assert answered(qingce("verify", "--data", place, "--json"))["ok"]


def test_people_are_told_in_words(made: tuple[Installation, Path, Path], place: Path) -> None:
    installed, backup, outside = made
    done = qingce("restore", backup, "--data", place, *installed.trusting,
                  "--checkpoint", outside / "at-120")  # fmt: skip
    assert done.returncode == 1
    assert "FAULT  records 91 to 120 are missing" in done.stdout
    assert "FROZEN" in done.stdout


def test_a_log_begins_anew_with_a_record_that_names_the_loss(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    installed, backup, outside = made
    told = answered(
        qingce("restore", backup, "--data", place, "--json", *installed.trusting,
               "--checkpoint", outside / "at-120",
               "--begin-anew", "--by", "li-na", "--office", "371002")
    )  # fmt: skip
    assert (told["begun_anew"], told["frozen"]) == (91, False)
    record = answered(qingce("show", "91", "--data", place, "--json"))
    assert record["type"] == "evidence.log-begun-anew.v1"
    data = record["data"]
    assert (data["position_lost_first"], data["position_lost_last"]) == (91, 120)
    assert data["checkpoint"] == (outside / "at-120").read_text()
    assert data["size_held"] == 90

    old = data["origin"]
    named = {"QINGCE_ORIGIN": old}
    new_key = ["key", "new", "--data", place, "--unattended", "--json", "--type", "ed25519"]
    answered(qingce(*new_key, environment=named))
    error = refused(qingce("checkpoint", "--data", place, "--json", environment=named))
    assert f"{old} is closed" in error["message"]
    shutil.rmtree(place / "signing")
    answered(qingce(*new_key))
    signed = answered(qingce("checkpoint", "--data", place, "--json"))
    assert (signed["size"], signed["origin"] == old) == (91, False)
    assert answered(qingce("verify", "--data", place, "--json"))["ok"]


def test_without_a_loss_nothing_begins_anew(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    installed, backup, outside = made
    anew = ["--begin-anew", "--by", "li-na", "--office", "371002", "--json"]
    restore = ["restore", backup, "--data", place, *anew, *installed.trusting]
    error = refused(qingce(*restore, "--checkpoint", outside / "at-90"))
    assert error["code"] == "evidence.loss-is-named"
    assert not place.exists()
    assert refused(qingce(*restore), exit_code=2)["code"] == "usage"


def test_a_changed_past_is_told_and_frozen(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    installed, _, outside = made
    with installation(90) as forged:
        forged_backup = place.parent / "forged"
        answered(qingce("backup", forged_backup, "--data", forged.data, "--json"))
    done = qingce("restore", forged_backup, "--data", place, "--json", *installed.trusting,
                  "--checkpoint", outside / "at-90")  # fmt: skip
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["checkpoints"][0]["outcome"], told["frozen"]) == ("diverges", True)


def test_a_checkpoint_of_a_stranger_is_refused(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    installed, backup, outside = made
    forged = outside / "forged-checkpoint"
    forged.write_text((outside / "at-120").read_text().replace("\n120\n", "\n90\n"))
    restore = ["restore", backup, "--data", place, "--json", *installed.trusting, "--checkpoint"]
    error = refused(qingce(*restore, forged))
    assert error["code"] == "invalid-signature"
    assert str(forged) in error["message"]
    assert "cannot be read" in refused(qingce(*restore, outside / "nothing"))["message"]
    assert not place.exists()


def test_a_damaged_file_is_named_by_its_digest(
    made: tuple[Installation, Path, Path], place: Path
) -> None:
    damaged = place.parent / "damaged"
    shutil.copytree(made[1], damaged)
    dump = bytearray((damaged / "database.dump").read_bytes())
    dump[len(dump) // 2] ^= 1
    (damaged / "database.dump").write_bytes(dump)
    error = refused(qingce("restore", damaged, "--data", place, "--json"))
    assert error["code"] == "damaged-backup"
    assert "database.dump is damaged: its SHA-256 is" in error["message"]
    (damaged / "database.dump").unlink()
    assert "is missing" in refused(qingce("restore", damaged, "--data", place, "--json"))["message"]
    assert not place.exists()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("postgres", "99.1", "other-postgres"),
        ("schema_version", 999, "foreign-backup"),
        ("format", "qingce.backup.v9", "foreign-backup"),
    ],
)
def test_a_backup_of_another_edition_is_refused(
    made: tuple[Installation, Path, Path], place: Path, field: str, value: object, code: str
) -> None:
    other = place.parent / "other"
    shutil.copytree(made[1], other)
    manifest = json.loads((other / "manifest.json").read_text())
    (other / "manifest.json").write_text(json.dumps({**manifest, field: value}))
    sums = subprocess.run(
        ["sha256sum", "database.dump", "keys.json", "manifest.json"],
        cwd=other, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (other / "SHA256SUMS").write_text(sums)
    assert refused(qingce("restore", other, "--data", place, "--json"))["code"] == code
    assert not place.exists()


def test_a_folder_that_is_no_backup_is_refused(place: Path) -> None:
    error = refused(qingce("restore", place.parent, "--data", place, "--json"))
    assert error["code"] == "foreign-backup"


def test_nothing_is_written_over(made: tuple[Installation, Path, Path], place: Path) -> None:
    installed, backup, _ = made
    error = refused(qingce("backup", backup, "--data", installed.data, "--json"))
    assert error["code"] == "target-not-empty"
    error = refused(qingce("restore", backup, "--data", installed.data, "--json"))
    assert error["code"] == "target-not-empty"
    place.write_text("a file")
    assert refused(qingce("restore", backup, "--data", place, "--json"))["code"] == (
        "target-not-empty"
    )
    place.unlink()


def test_where_there_is_no_log_there_is_nothing_to_back_up(place: Path) -> None:
    error = refused(qingce("backup", place.parent / "backup", "--data", place, "--json"))
    assert error["code"] == "no-log"
    assert not place.exists()
    with server(place).running():
        pass
    error = refused(qingce("backup", place.parent / "backup", "--data", place, "--json"))
    assert error["code"] == "no-log"
    assert not (place.parent / "backup").exists()


def test_secrets_do_not_lie_with_the_backup(made: tuple[Installation, Path, Path]) -> None:
    installed, _, outside = made
    error = refused(
        qingce("backup", outside / "b2", "--secrets", outside / "b2/secrets",
               "--data", installed.data, "--json"),
        exit_code=2,
    )  # fmt: skip
    assert "in one another" in error["message"]
    assert not (outside / "b2").exists()


def test_a_configured_server_is_restored_into_when_it_is_empty(
    made: tuple[Installation, Path, Path], postgres_dsn: str, place: Path
) -> None:
    backup = made[1]
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored TEMPLATE template0")
    configured = {"QINGCE_DSN": postgres_dsn.replace("/qingce?", "/restored?")}
    restore = ["restore", backup, "--data", place, "--json"]
    assert answered(qingce(*restore, environment=configured))["verify"]["ok"]
    again = refused(qingce(*restore, environment=configured))
    assert again["code"] == "target-not-empty"


@needs_root
def test_a_full_disk_leaves_nothing_behind(made: tuple[Installation, Path, Path]) -> None:
    installed, backup, outside = made
    small = outside / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a disk of limited size cannot be mounted here")
    try:
        error = refused(qingce("backup", small / "backup", "--data", installed.data, "--json"))
        assert error["code"] == "disk-full"
        assert not list(small.iterdir())
        error = refused(qingce("restore", backup, "--data", small / "data", "--json"))
        assert error["code"] == "disk-full"
        assert not list(small.iterdir())
    finally:
        subprocess.run(["umount", "--lazy", str(small)], check=True)
