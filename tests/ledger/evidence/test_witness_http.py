"""Witness and log over HTTP: N of M cosignatures, contradictions, and a server that lasts."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from ledger.evidence.errors import UntrustedNoteError
from ledger.evidence.policies import Party, parse_policy
from ledger.evidence.signing import Signer
from ledger.evidence.witness.client import WitnessContradictionError, WitnessError, collect, cosign
from ledger.evidence.witness.judge import Alarm, Witness
from ledger.evidence.witness.memory import Memory
from ledger.evidence.witness.server import CONNECTIONS_MAX, WitnessServer
from ledger.evidence.witness.wire import REQUEST_BYTES_MAX, log_path
from tests.ledger.evidence.keys import LOG, NOW, ORIGIN, WITNESSES, signer
from tests.ledger.evidence.logs import LogInMemory

LOG_100 = LogInMemory.of(100)


@contextmanager
def serving(folder: Path, own: Signer, alarms: list[Alarm]) -> Iterator[Party]:
    memory = Memory(folder)
    memory.watch(LOG.verifier.vkey)
    witness = Witness(memory, [own], lambda: NOW, alarms.append)
    server = WitnessServer(("127.0.0.1", 0), witness)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Party(own.verifier, f"http://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        memory.close()


@pytest.fixture
def alarms() -> list[Alarm]:
    return []


@pytest.fixture
def witness(tmp_path: Path, alarms: list[Alarm]) -> Iterator[Party]:
    with serving(tmp_path / "witness", WITNESSES[0], alarms) as party:
        yield party


def ask(log: LogInMemory, size: int, witness: Party) -> object:
    return cosign(log.note(size), witness, log.tree(size).prove_consistency, lambda: NOW)


def connection(witness: Party) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(witness.url.removeprefix("http://"), timeout=10)


def test_two_of_three_witnesses_are_enough_though_one_is_away(
    tmp_path: Path, alarms: list[Alarm]
) -> None:
    with ExitStack() as stack:
        parties = {
            f"w{number}": stack.enter_context(serving(tmp_path / str(number), own, alarms))
            for number, own in enumerate(WITNESSES[:2])
        }
        parties["w2"] = Party(WITNESSES[2].verifier, "http://127.0.0.1:9")
        tree = LOG_100.tree(60)
        collected = collect(LOG_100.note(60), parties, tree.prove_consistency, lambda: NOW)
    assert list(collected.failures) == ["w2"]
    assert "cannot be reached" in str(collected.failures["w2"])
    lines = [f"log {LOG.verifier.vkey}"]
    lines += [f"witness {name} {party.verifier.vkey}" for name, party in parties.items()]
    two = parse_policy("\n".join([*lines, "group g 2 w0 w1 w2", "quorum g"]).encode())
    three = parse_policy("\n".join([*lines, "group g all w0 w1 w2", "quorum g"]).encode())
    assert len(two.open_checkpoint(collected.note.encode(), NOW).signed) == 3
    with pytest.raises(UntrustedNoteError, match="needs 3 of"):
        three.open_checkpoint(collected.note.encode(), NOW)


def test_the_log_learns_the_witnesss_size_and_proves_from_it(witness: Party) -> None:
    for size in (10, 10, 64, 100):
        assert ask(LOG_100, size, witness)


def test_a_rewritten_log_is_contradicted(witness: Party, alarms: list[Alarm]) -> None:
    ask(LOG_100, 50, witness)
    with pytest.raises(WitnessContradictionError, match=r"status 422.*another root at size 50"):
        ask(LOG_100.rewritten(20), 60, witness)
    with pytest.raises(WitnessContradictionError, match="another root at size 50"):
        ask(LOG_100.rewritten(20), 50, witness)
    with pytest.raises(WitnessContradictionError, match="has seen size 50 of this log, which now"):
        ask(LOG_100, 40, witness)
    assert {alarm.kind for alarm in alarms} == {"inconsistent", "fork", "rollback"}


def test_an_impostor_behind_the_address_is_not_believed(witness: Party) -> None:
    expected = Party(WITNESSES[1].verifier, witness.url)
    with pytest.raises(WitnessError, match="without a new cosignature"):
        ask(LOG_100, 10, expected)


def test_an_old_cosignature_is_not_taken_for_a_new_one(witness: Party) -> None:
    with pytest.raises(WitnessError, match="without a new cosignature"):
        cosign(LOG_100.note(10), witness, LOG_100.tree(10).prove_consistency, lambda: NOW + 1000)


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1:80"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(WitnessError, match="has the address"):
        ask(LOG_100, 10, Party(WITNESSES[0].verifier, url))


def test_a_log_that_is_not_watched_is_refused_in_words(witness: Party) -> None:
    stranger = LogInMemory(LOG_100.records, signer("other.example", LOG.type))
    with pytest.raises(WitnessError, match=r"status 404: The log other\.example is not watched"):
        ask(stranger, 10, witness)


def test_what_was_cosigned_is_public(witness: Party) -> None:
    ask(LOG_100, 10, witness)
    ask(LOG_100, 20, witness)
    http_connection = connection(witness)
    http_connection.request("GET", f"/{log_path(ORIGIN)}/checkpoint")
    answer = http_connection.getresponse().read()
    assert answer.startswith(LOG_100.note(20).text.encode())
    http_connection.request("GET", f"/{log_path(ORIGIN)}/history")
    lines = http_connection.getresponse().read().decode().splitlines()
    assert [line.split(" ")[1] for line in lines] == ["10", "20"]
    http_connection.close()


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 404),
        ("GET", f"/{log_path(ORIGIN)}/checkpoint", {}, 404),
        ("GET", f"/{log_path('other')}/checkpoint", {}, 404),
        ("GET", "/../../etc/passwd", {}, 404),
        ("POST", "/add-checkpoint/", {"Content-Length": "0"}, 404),
        ("POST", "/add-checkpoint", {"Content-Length": "-1"}, 411),
        ("POST", "/add-checkpoint", {"Transfer-Encoding": "chunked"}, 411),
        ("POST", "/add-checkpoint", {"Content-Length": str(REQUEST_BYTES_MAX + 1)}, 413),
        ("PUT", "/add-checkpoint", {"Content-Length": "0"}, 501),
    ],
)
def test_requests_that_are_none_are_refused(
    witness: Party, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    http_connection = connection(witness)
    http_connection.putrequest(method, path)
    for name, value in headers.items():
        http_connection.putheader(name, value)
    http_connection.endheaders()
    assert http_connection.getresponse().status == status
    http_connection.close()


def test_many_askers_at_once_get_one_growing_history(witness: Party) -> None:
    cosigned: list[int] = []

    def run(size: int) -> None:
        with suppress(WitnessError):
            ask(LOG_100, size, witness)
            cosigned.append(size)

    threads = [threading.Thread(target=run, args=[size]) for size in range(20, 36)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    http_connection = connection(witness)
    http_connection.request("GET", f"/{log_path(ORIGIN)}/history")
    lines = http_connection.getresponse().read().decode().splitlines()
    http_connection.close()
    sizes = [int(line.split(" ")[1]) for line in lines]
    assert sizes == sorted(sizes)
    assert set(cosigned) == set(sizes)


def test_idle_connections_do_not_shut_others_out(witness: Party) -> None:
    idle = [connection(witness) for _ in range(CONNECTIONS_MAX - 1)]
    for one in idle:
        one.connect()
    assert ask(LOG_100, 10, witness)
    for one in idle:
        one.close()
