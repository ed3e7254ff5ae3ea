"""`qingce archive` and `qingce rebuild --from archive`, as their users see them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.embedding import server
from tests.projections.examples import append
from tests.projections.year import YEAR
from tests.tools.commanding import answered, qingce, refused
from tests.tools.installing import Installation, installation


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    """An installation whose log holds a small year that is archived, and a record beyond it."""
    with installation() as made:
        with server(made.data).running() as dsn:
            append(dsn, YEAR)
        answered(qingce("checkpoint", "--data", made.data, "--json"))
        answered(qingce("archive", "--data", made.data, "--json"))
        with server(made.data).running() as dsn:
            append(dsn, YEAR[-1:])
        yield made


def test_it_says_what_is_there_and_writes_nothing_twice(installed: Installation) -> None:
    done = answered(qingce("archive", "--data", installed.data, "--json"))
    assert (done["size"], done["added"], done["written"]) == (len(YEAR), 0, 0)
    (log,) = answered(qingce("archive", "--list", "--data", installed.data, "--json"))["logs"]
    assert [file["position_last"] for file in log["files"]] == [len(YEAR)]


def test_a_stranger_checks_it_with_the_key_alone(installed: Installation, tmp_path: Path) -> None:
    place = installed.data / "archive"
    arguments = ("archive", place, "--check", "--key", installed.vkeys[0])
    found = answered(qingce(*arguments, "--data", tmp_path / "none", "--json"))
    assert [log["size"] for log in found["logs"]] == [len(YEAR)]
    assert not (tmp_path / "none").exists()


def test_a_rebuild_begins_with_it_and_ends_with_the_log(installed: Installation) -> None:
    rebuild = ("rebuild", "--data", installed.data, "--json")
    from_log = answered(qingce(*rebuild))
    from_archive = answered(qingce(*rebuild, "--from", "archive"))
    told = ("name", "rows", "records", "position", "drift")
    assert [[each[name] for name in told] for each in from_archive["projections"]] == [
        [each[name] for name in told] for each in from_log["projections"]
    ]
    assert all(each["compared"] for each in from_archive["projections"])


def test_an_archive_of_another_log_is_no_beginning(installed: Installation) -> None:
    rebuild = ("rebuild", "--from", "archive", "--archive", installed.data / "archive", "--json")
    with installation(1) as other:
        told = refused(qingce(*rebuild, "--data", other.data))
    assert told["code"] == "archive-foreign"


def test_options_that_do_not_go_together_are_bad_usage(installed: Installation) -> None:
    for wrong in (
        ("rebuild", "--engine", "spark"),
        ("rebuild", "--master", "spark://127.0.0.1:7077"),
        ("rebuild", "--from", "archive", "--resume"),
        ("archive", "--check", "--list"),
        ("archive", "--key", installed.vkeys[0]),
    ):
        refused(qingce(*wrong, "--data", installed.data, "--json"), exit_code=2)


def test_an_altered_file_is_named_and_exits_1(installed: Installation) -> None:
    (file,) = (installed.data / "archive").rglob("*.parquet")
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"!")
    try:
        told = refused(qingce("archive", "--check", "--data", installed.data, "--json"))
        assert (told["code"], file.name in told["message"]) == ("archive-altered", True)
        rebuilt = qingce("rebuild", "--from", "archive", "--data", installed.data, "--json")
        assert refused(rebuilt)["code"] == "archive-altered"
    finally:
        file.write_bytes(content)
