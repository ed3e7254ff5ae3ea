"""A foreign witness watches our log, and a foreign client asks our witness."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.evidence.notes import parse_note, parse_signatures
from ledger.evidence.policies import Party
from ledger.evidence.signing import parse_vkey
from ledger.evidence.trust import verified
from ledger.evidence.witness.client import WitnessContradictionError, cosign
from ledger.evidence.witness.judge import Alarm, Witness
from ledger.evidence.witness.memory import Memory
from ledger.evidence.witness.server import WitnessServer
from tests.interop.foreign_witness import install
from tests.ledger.evidence.keys import LOG, ORIGIN, WITNESSES
from tests.ledger.evidence.logs import LogInMemory

LOG_100 = LogInMemory.of(100)


@pytest.fixture(scope="module")
def programs(request: pytest.FixtureRequest) -> Path:
    return install(Path(request.config.cache.mkdir("foreign-witness")))


@pytest.fixture
def foreign(programs: Path, tmp_path: Path) -> Iterator[Party]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program, config = programs / "aics-witness", ["--config", tmp_path / "witness.json"]
    started = subprocess.run(
        [program, "init", *config, "--name", "foreign.example/w1", "--listen", f"127.0.0.1:{port}"],
        check=True,
        capture_output=True,
        text=True,
    )
    vkey = next(word for word in started.stdout.split() if word.startswith("foreign.example/w1+"))
    added = ["--origin", ORIGIN, "--vkey", LOG.verifier.vkey]
    subprocess.run([program, "add-log", *config, *added], check=True, capture_output=True)
    process = subprocess.Popen([program, "serve", *config], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Party(parse_vkey(vkey), f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nothing listens on port {port}")


def now() -> int:
    return int(time.time())


def test_a_foreign_witness_cosigns_our_log_as_it_grows(foreign: Party) -> None:
    for size in (7, 64, 100):
        note = LOG_100.note(size)
        added = cosign(note, foreign, LOG_100.tree(size).prove_consistency, now)
        keys = [LOG.verifier, foreign.verifier]
        assert len(verified(note.with_signatures(added), keys, now())) == 2


def test_a_foreign_witness_finds_our_rewritten_history(foreign: Party) -> None:
    cosign(LOG_100.note(50), foreign, LOG_100.tree(50).prove_consistency, now)
    liar = LOG_100.rewritten(20)
    with pytest.raises(WitnessContradictionError):
        cosign(liar.note(60), foreign, liar.tree(60).prove_consistency, now)
    with pytest.raises(WitnessContradictionError):
        cosign(liar.note(50), foreign, liar.tree(50).prove_consistency, now)


FEEDER = """
import base64, json, sys
from aics_witness.feeder import WitnessClient, WitnessConflict, WitnessRejected
asked = json.load(sys.stdin)
client = WitnessClient(asked["url"], asked["vkey"])
decode = base64.b64decode
proofs = {int(old): [decode(item) for item in proof] for old, proof in asked["proofs"].items()}
try:
    print(client.submit(asked["note"].encode(), lambda old, new: proofs[old]), end="")
except (WitnessConflict, WitnessRejected) as error:
    sys.exit(type(error).__name__)
"""


def test_a_foreign_client_gets_cosignatures_of_our_witness(programs: Path, tmp_path: Path) -> None:
    alarms: list[Alarm] = []
    memory = Memory(tmp_path)
    memory.watch(LOG.verifier.vkey)
    witness = Witness(memory, WITNESSES[:1], now, alarms.append)
    server = WitnessServer(("127.0.0.1", 0), witness)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        for size in (10, 50):
            done = _feed(programs, url, LOG_100, size)
            assert done.returncode == 0, done.stderr
            note = parse_note(LOG_100.note(size).encode())
            signed = note.with_signatures(parse_signatures(done.stdout))
            assert len(verified(signed, [WITNESSES[0].verifier], now())) == 1
        assert _feed(programs, url, LOG_100.rewritten(20), 60).stderr == "WitnessRejected\n"
        assert [alarm.kind for alarm in alarms] == ["inconsistent"]
        assert _feed(programs, url, LOG_100.rewritten(20), 50).returncode == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        memory.close()


def _feed(
    programs: Path, url: str, log: LogInMemory, size: int
) -> subprocess.CompletedProcess[str]:
    tree = log.tree(size)
    proofs = {
        old: [base64.b64encode(item).decode() for item in tree.prove_consistency(old)]
        for old in range(size + 1)
    }
    asked = {
        "url": url,
        "vkey": WITNESSES[0].verifier.vkey,
        "note": log.note(size).encode().decode(),
        "proofs": proofs,
    }
    return subprocess.run(
        [programs / "python", "-c", FEEDER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=60,
    )
