"""Many at once: threads that share commits, processes that race."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import orjson
import psycopg
import pytest

from ledger.log import Command, ConditionFailedError, Log, LogError, Taken
from ledger.verification import verify
from tests.ledger.embedding import ROOT
from tests.ledger.recording import command, draft, query, unless

THREADS = 16


def together(work: Callable[[int], object], count: int = THREADS) -> list[object]:
    """What each of many threads gets or raises, all having started at once."""
    barrier = Barrier(count)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return work(number)
        except LogError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_positions_of_many_threads_have_no_gap(database: str) -> None:
    with Log.open(database) as log:

        def append(number: int) -> list[int]:
            return [log.append([draft(f"case:{number}", "fund:x")]) for _ in range(25)]

        positions = [position for taken in together(append) for position in taken]  # type: ignore[attr-defined]
        recorded = [orjson.loads(one.event.data)["recorded"] for one in log.read()]
    assert sorted(positions) == list(range(1, THREADS * 25 + 1))
    assert len(set(recorded)) < len(recorded), "no two appends shared a commit"
    assert verify(database).ok


def test_one_refusal_fails_no_neighbour(database: str) -> None:
    with Log.open(database) as log:
        log.append([draft("case:closed")])

        def append(number: int) -> int:
            about = "case:closed" if number % 4 == 0 else f"case:{number}"
            return log.append([draft(about)], unless([about]))

        outcomes = together(append)
    assert [isinstance(one, ConditionFailedError) for one in outcomes] == [
        number % 4 == 0 for number in range(THREADS)
    ]
    assert verify(database).records == 1 + THREADS * 3 // 4


def test_one_of_many_gets_what_only_one_can_have(database: str) -> None:
    with Log.open(database) as log:
        outcomes = together(lambda _: log.append([draft("case:1")], unless(["case:1"])))
    assert Counter(type(one) for one in outcomes) == {int: 1, ConditionFailedError: THREADS - 1}


def test_a_command_sent_by_many_threads_is_recorded_once(database: str) -> None:
    sent = command()
    with Log.open(database) as log:

        def take(_: int) -> Taken:
            return log.take([draft("case:1", command=sent)], unless(["case:1"]), sent)

        outcomes = together(take)
    assert {(one.position_first, one.position_last) for one in outcomes} == {(1, 1)}  # type: ignore[attr-defined]
    assert sorted(one.replayed for one in outcomes) == [False] + [True] * (THREADS - 1)  # type: ignore[attr-defined]


def test_what_the_server_refuses_fails_alone(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no room for case 13'; END $$;"
            "CREATE TRIGGER no_room BEFORE INSERT ON ledger.postings "
            "FOR EACH ROW WHEN (NEW.tag = 'case:13') EXECUTE FUNCTION refuse()"
        )
    with Log.open(database) as log:
        outcomes = together(lambda number: log.append([draft(f"case:{number}")]))
        assert [number for number, one in enumerate(outcomes) if isinstance(one, LogError)] == [13]
        assert "no room for case 13" in str(outcomes[13])
        assert log.append([draft("case:1")]) == THREADS
    assert verify(database).ok


RACER = """
import sys
from ledger.log import ConditionFailedError, Log
from tests.ledger.recording import draft, unless
won = 0
with Log.open(sys.argv[1]) as log:
    print("ready", flush=True)
    sys.stdin.readline()
    for turn in range(60):
        try:
            log.append([draft(f"case:{turn}", "fund:x", "office:o")], unless([f"case:{turn}"]))
            won += 1
        except ConditionFailedError:
            pass
        log.append([draft("fund:x")])
print(won)
"""


@pytest.mark.parametrize("count", [2, 4])
def test_processes_race(database: str, count: int) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, database],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for racer in racers:
        assert racer.stdout
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    won = [int(racer.communicate(timeout=120)[0]) for racer in racers]
    assert sum(won) == 60
    found = verify(database)
    assert found.ok, found.problems
    assert found.records == 60 + 60 * count


def test_a_tailing_reader_misses_nothing(database: str) -> None:
    with (
        Log.open(database) as log,
        Log.open(database) as other,
        log.subscribe(query(["fund:x"])) as following,
    ):
        together(
            lambda number: [(log, other)[number % 2].append([draft("fund:x")]) for _ in range(10)],
            8,
        )
        positions = [next(following).position for _ in range(80)]
    assert positions == list(range(1, 81))


def test_a_command_of_another_process_is_answered(database: str) -> None:
    sent: Command = command()
    with Log.open(database) as log, Log.open(database) as other:
        log.append([draft("case:1")])
        first = other.take([draft("case:1", command=sent)], None, sent)
        again = log.take([draft("case:1", command=sent)], None, sent)
    assert (first.position_first, again.position_first, again.replayed) == (2, 2, True)
