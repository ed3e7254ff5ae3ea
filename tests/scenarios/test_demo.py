"""A year recorded through the command line: finished, repeated, stopped, killed, tampered with."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.embedded import Server
from ledger.errors import LedgerError
from ledger.log import Log
from ledger.tree import Frontier, leaf_hash
from projections.definitions.funds import FUND_BALANCES
from projections.engine import live, past
from projections.engine.folding import Fold
from projections.engine.following import catch_up
from projections.engine.passing import unnoticed
from projections.engine.rebuild import rebuild
from projections.engine.standings import standings
from projections.registry import PROJECTIONS, named
from projections.tables import now, then
from projections.tables.question import question
from tests.ledger.embedding import ROOT, folder, wait_until
from tests.projections.examples import rows_of
from tests.projections.test_live import live_rows, query, silent
from tests.scenarios.figures import DISTRICT, SMALL, small
from tests.scenarios.prefixes import copy_records
from tests.scenarios.years import SEED, a_copy_of, demo
from tests.tools.commanding import answered, qingce, refused

COVERED = 33


@pytest.fixture
def data() -> Iterator[Path]:
    with folder() as path:
        yield path


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    return small(tmp_path)


def begin(data: Path, figures: Path) -> subprocess.Popen[bytes]:
    """A demo in a process of its own, past its first two hundred records."""
    arguments = ["demo", "--figures", figures, "--seed", SEED, "--data", data, "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.main", *map(str, arguments)],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: recorded(data) > 200 or process.poll() is not None)
    assert process.poll() is None, "it ended before it could be disturbed"
    return process


def recorded(data: Path) -> int:
    """How many records there are, without starting a server."""
    try:
        with psycopg.connect(Server(data).dsn()) as connection:
            row = connection.execute("SELECT size FROM ledger.head").fetchone()
            return row[0] if row else 0
    except (psycopg.Error, OSError, LedgerError):
        return 0


def head(data: Path) -> tuple[int, bytes]:
    """Size and root as the log says now."""
    with Server(data).running() as dsn, Log.open(dsn) as log:
        found = log.head()
        return found.size, found.root


def root_at(data: Path, size: int) -> bytes:
    """The root of the first records, hashed from what is read back."""
    with Server(data).running() as dsn, Log.open(dsn) as log:
        leaves = [leaf_hash(event.event.data) for event in log.read(limit=size)]
    return Frontier().extend(leaves)[0].root()


def finish(data: Path, figures: Path, before: tuple[int, bytes]) -> None:
    """Run the demo again: it goes on, keeps what was there, and holds."""
    assert answered(demo(data, figures))["ok"]
    size, root = before
    assert head(data)[0] > size
    assert root_at(data, size) == root


def test_another_districts_year_reconciles_and_verifies(data: Path, figures: Path) -> None:
    found = answered(demo(data, figures))
    lines = {line["key"]: line for line in found["reconcile"]["lines"]}
    assert found["ok"]
    assert [line["ok"] for line in lines.values() if line["covered"]] == [True] * COVERED
    assert all(lines[key]["computed"] == value for key, value in SMALL.items() if key != DONATED)
    assert round(lines[DONATED]["computed"] / 10_000) == 52
    with figures.open(encoding="utf-8") as file:
        assert list(lines) == [row["key"] for row in csv.DictReader(file)]
    verified = answered(qingce("verify", "--data", data, "--json"))
    assert verified["checked"] == verified["records"] == found["verify"]["records"]


DONATED = "charity.donated"


def test_a_second_demo_is_refused_and_changes_nothing(data: Path, figures: Path) -> None:
    answered(demo(data, figures))
    before = head(data)
    assert "already" in refused(demo(data, figures))["message"]
    other = qingce("demo", "--figures", figures, "--seed", "8", "--data", data, "--json")
    assert "not of this demo" in refused(other)["message"]
    assert head(data) == before


def test_two_years_have_the_totals_each(data: Path, figures: Path) -> None:
    assert answered(demo(data, figures, "--scale", "2"))["ok"]
    for year in ("2018", "2019"):
        found = answered(
            qingce("reconcile", "--year", year, "--figures", figures, "--data", data, "--json")
        )
        assert found["ok"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_demo_that_was_stopped_goes_on(data: Path, figures: Path, how: signal.Signals) -> None:
    process = begin(data, figures)
    process.send_signal(how)
    _, told = process.communicate(timeout=60)
    assert process.returncode != 0
    if how is signal.SIGINT:
        assert json.loads(told)["error"]["code"] == "interrupted"
    before = head(data)
    assert answered(qingce("verify", "--data", data, "--json"))["ok"]
    finish(data, figures, before)


def test_a_demo_whose_server_was_killed_goes_on(data: Path, figures: Path) -> None:
    process = begin(data, figures)
    status = Server(data).status()
    assert status.process
    os.kill(status.process, signal.SIGKILL)
    out, told = process.communicate(timeout=120)
    if process.returncode:  # the server did not come back in time: said so, and run again
        assert set(json.loads(told)["error"]) == {"code", "message", "advice"}
        before = head(data)
        assert answered(qingce("verify", "--data", data, "--json"))["ok"]
        finish(data, figures, before)
    else:
        assert json.loads(out)["ok"]


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        (
            "leaf-hash",
            "UPDATE ledger.records SET bytes = overlay(bytes placing 'x' from 40) "
            "WHERE position = 100",
        ),
        ("column", "UPDATE ledger.records SET office = 'elsewhere' WHERE position = 100"),
        (
            "posting",
            "UPDATE ledger.records SET position = 1000000 WHERE position = 100;"
            "UPDATE ledger.records SET position = 100 WHERE position = 101;"
            "UPDATE ledger.records SET position = 101 WHERE position = 1000000",
        ),
        (
            "cut-tail",
            "DELETE FROM ledger.records WHERE position = (SELECT size FROM ledger.head)",
        ),
        (
            "posting",
            "UPDATE ledger.postings SET tag = tag || '-elsewhere' "
            "WHERE position_last = 100 AND tag LIKE 'office:%'",
        ),
    ],
    ids=["one byte", "one column", "two swapped", "the last removed", "one tag row"],
)
def test_what_a_superuser_changes_is_found(year: Path, kind: str, statement: str) -> None:
    with a_copy_of(year) as dsn:
        environment = {"QINGCE_DSN": dsn}
        tamper = f"BEGIN; SET session_replication_role = replica; {statement}; COMMIT"
        psql = ("db", "psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", tamper)
        done = qingce(*psql, environment=environment)
        assert done.returncode == 0, done.stderr
        found = qingce("verify", "--json", environment=environment)
    assert found.returncode == 1
    answer = json.loads(found.stdout)
    assert not answer["ok"]
    named = {(problem["kind"], problem["position"]) for problem in answer["problems"]}
    last = answer["records"]
    assert named & {(kind, position) for position in (100, 101, last, last + 1)}, named


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"value": "-1"}, "line 2, column value"),
        ({"value": "1.5"}, "line 2, column value"),
        ({"value": "many"}, "line 2, column value"),
        ({"quality": "roughly"}, "line 2, column quality"),
        ({"kind": "wish"}, "line 2, column kind"),
        ({"key": "standard.dibao.rural"}, "stands in line"),
    ],
)
def test_a_wrong_figures_file_is_named_by_line_and_column(
    data: Path, tmp_path: Path, changes: dict[str, str], problem: str
) -> None:
    error = refused(demo(data, small(tmp_path, **changes)))
    assert problem in error["message"]
    assert not data.exists()


def test_a_figures_file_that_is_missing_or_lacks_a_column_is_named(
    data: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "none.csv"
    assert str(missing) in refused(demo(data, missing))["message"]
    lacking = tmp_path / "lacking.csv"
    lacking.write_text(DISTRICT.read_text("utf-8").replace("quality", "qualities", 1), "utf-8")
    assert "no column quality" in refused(demo(data, lacking))["message"]


def test_a_year_without_records_is_said_to_have_none(year: Path) -> None:
    reconcile = ("reconcile", "--year", "2020", "--figures", DISTRICT, "--data", year, "--json")
    error = refused(qingce(*reconcile))
    assert "2020" in error["message"]
    assert "2019" in error["advice"]


def test_histories_and_records_are_read_by_tag_and_position(year: Path) -> None:
    answered(qingce("show", "1", "--data", year, "--json"))
    assert refused(qingce("show", "999999", "--data", year, "--json"))["message"]
    page = answered(qingce("trace", "office:371002-registry", "--data", year, "--json"))
    assert [r["position"] for r in page["records"]] == sorted(
        (r["position"] for r in page["records"]), reverse=True
    )
    rest = answered(qingce("trace", page["tag"], "--after", page["next"], "--data", year, "--json"))
    assert rest["records"][0]["position"] < page["records"][-1]["position"]
    assert (
        "nobody" in refused(qingce("trace", "person:nobody", "--data", year, "--json"))["message"]
    )


POSITIONS = 100


def test_a_hundred_positions_of_the_year_are_what_a_ledger_of_that_prefix_says(
    year: Path, database: str
) -> None:
    with (
        Server(year).running() as dsn,
        psycopg.connect(database, autocommit=True) as connection,
        Fold([FUND_BALANCES]) as fold,
    ):
        size = head(year)[0]
        held = 0
        for position in sorted(random.Random(5).sample(range(1, size + 1), POSITIONS)):
            copy_records(dsn, database, held, position)
            held = position
            if not standings(connection):
                rebuild(database, [FUND_BALANCES])
            live.advance(connection, fold, position)
            assert query(database, "SELECT count(*) FROM ledger.records") == [(position,)]
            (known,) = past.known(dsn, [FUND_BALANCES], position).states
            assert rows_of(known) == live_rows(database, FUND_BALANCES), position
        catch_up(database, PROJECTIONS, say=silent)
        states = past.known(dsn, PROJECTIONS, held).states
        for projection, state in zip(PROJECTIONS, states, strict=True):
            assert rows_of(state) == live_rows(database, projection)


EMPTY_IN_THE_SMALL_YEAR = {
    "divorce_applications",
    "imprest_slips",
    "imprests",
    "overpayments",
    "relief",
}
"""What the figures of that district do not ask for."""


@pytest.mark.parametrize("name", [projection.name for projection in PROJECTIONS])
def test_pages_of_a_live_table_and_of_the_same_in_the_past_are_equal(year: Path, name: str) -> None:
    (projection,) = named([name])
    with Server(year).running() as dsn:
        size = head(year)[0]
        cursor: str | None = None
        for _ in range(3):
            asked = question(projection, limit=5, cursor=cursor)
            live = now.page(dsn, asked, say=silent)
            assert bool(live.rows) == (name not in EMPTY_IN_THE_SMALL_YEAR)
            computed = then.page(dsn, asked, size, None, unnoticed)
            assert (live.rows, live.next, live.total) == (
                computed.rows,
                computed.next,
                computed.total,
            )
            if not (cursor := live.next):
                break


def test_tables_and_figures_are_told_on_both_axes(year: Path) -> None:
    def told(*arguments: str | Path) -> dict[str, Any]:
        return answered(qingce(*arguments, "--data", year, "--json"))

    whole = told("balance", "all")
    assert whole["total"] == len(whole["rows"]) > 1
    early = told("balance", "all", "--as-known", "300")
    assert early["position"] == 300
    both = told("balance", "all", "--as-known", "300", "--as-of", "2019-01-31")
    assert both["as_of"] == "2019-01-31"
    assert sum(row["records"] for row in both["rows"]) <= sum(
        row["records"] for row in early["rows"]
    )
    assert told("roster", "dibao", "--where", "status=active", "--as-of", "2019-12-31")["total"]
    found = told("explain", "dibao.paid", "--year", "2019")
    assert found["late_records"] == found["records"] > 0
    assert found["value"] == found["changed_since_close"]
    wrong = qingce("balance", "--as-known", "soon", "--data", year, "--json")
    assert refused(wrong, exit_code=2)["code"] == "usage"
    beyond = qingce("balance", "--as-known", "999999", "--data", year, "--json")
    assert refused(beyond)["code"] == "position-beyond-log"
