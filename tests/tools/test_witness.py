"""`qingce witness` as a process: killed at any moment it never cosigns two histories."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from ledger.evidence.witness.client import WitnessContradictionError, WitnessError, cosign
from tests.ledger.evidence.keys import LOG
from tests.ledger.evidence.logs import LogInMemory
from tests.tools.commanding import answered, qingce, refused
from tests.tools.witnessing import RunningWitness, make_witness, start_witness

LOG_400 = LogInMemory.of(400)
KILLS = 5


def now() -> int:
    return int(time.time())


def ask(log: LogInMemory, size: int, witness: RunningWitness) -> None:
    cosign(log.note(size), witness.party, log.tree(size).prove_consistency, now)


def ask_until_it_is_gone(witness: RunningWitness, size: int) -> int:
    """Grow by one record a request; returns the last size that was cosigned."""
    while True:
        try:
            ask(LOG_400, size + 1, witness)
        except WitnessContradictionError:
            raise
        except WitnessError:
            return size
        size += 1


def test_it_cosigns_shows_and_stops(tmp_path: Path) -> None:
    vkeys = make_witness(tmp_path / "w", "audit.example/w1", LOG.verifier.vkey)
    witness = start_witness(tmp_path / "w")
    assert sorted(witness.vkeys) == sorted(vkeys)
    ask(LOG_400, 10, witness)
    shown = answered(qingce("witness", "show", "--data", tmp_path / "w", "--json"))
    assert [log["size"] for log in shown["logs"]] == [10]
    assert shown["logs"][0]["root"] == LOG_400.tree(10).root().hex()
    error = refused(qingce("witness", "serve", "--data", tmp_path / "w", "--json"))
    assert error["code"] == "witness-memory"
    assert witness.stop() == ""


def test_a_rewritten_log_raises_an_alarm_on_standard_error(tmp_path: Path) -> None:
    make_witness(tmp_path / "w", "audit.example/w1", LOG.verifier.vkey)
    witness = start_witness(tmp_path / "w")
    ask(LOG_400, 300, witness)
    with pytest.raises(WitnessContradictionError, match="size 300"):
        ask(LOG_400.rewritten(17), 400, witness)
    told = witness.stop()
    assert "ALARM 警报" in told
    assert "cosigned here: size 300" in told
    evidence = Path(told.partition("Evidence: ")[2].strip())
    assert {path.name for path in evidence.iterdir()} == {"request", "checkpoint", "report"}


def test_killed_again_and_again_it_never_forgets_what_it_cosigned(tmp_path: Path) -> None:
    make_witness(tmp_path / "w", "audit.example/w1", LOG.verifier.vkey)
    draw = random.Random(7)
    cosigned = 0
    for _ in range(KILLS):
        witness = start_witness(tmp_path / "w")
        timer = threading.Timer(draw.uniform(0.01, 0.3), witness.kill)
        timer.start()
        cosigned = ask_until_it_is_gone(witness, cosigned)
        timer.join()
        (seen,) = answered(qingce("witness", "show", "--data", tmp_path / "w", "--json"))["logs"]
        assert seen["size"] in (cosigned, cosigned + 1), "an answer was given and forgotten"
        cosigned = seen["size"]
    witness = start_witness(tmp_path / "w")
    with pytest.raises(WitnessContradictionError):
        ask(LOG_400.rewritten(0), 400, witness)
    assert "INCONSISTENT" in witness.stop()


def test_a_looser_key_file_and_a_missing_passphrase_are_refused(tmp_path: Path) -> None:
    make_witness(tmp_path / "w", "audit.example/w1", LOG.verifier.vkey)
    keys = tmp_path / "w/witness/keys"
    (keys / "passphrase").rename(tmp_path / "passphrase")
    error = refused(qingce("witness", "serve", "--data", tmp_path / "w", "--json"))
    assert "QINGCE_PASSPHRASE" in error["advice"]
    passphrase = (tmp_path / "passphrase").read_text()
    environment = {"QINGCE_PASSPHRASE": passphrase}
    (keys / "ed25519-cosignature.key").chmod(0o644)
    error = refused(
        qingce("witness", "serve", "--data", tmp_path / "w", "--json", environment=environment)
    )
    assert "may be read by others" in error["message"]


def test_what_is_no_witness_is_refused(tmp_path: Path) -> None:
    error = refused(qingce("witness", "serve", "--data", tmp_path / "nothing", "--json"))
    assert error["code"] == "invalid-key"
    refused(qingce("witness", "watch", "no vkey", "--data", tmp_path / "w", "--json"))
    make_witness(tmp_path / "w", "audit.example/w1", LOG.verifier.vkey)
    refused(
        qingce("witness", "serve", "--data", tmp_path / "w", "--listen", "nowhere", "--json"),
        exit_code=2,
    )
    again = qingce(
        "witness",
        "new",
        "--data",
        tmp_path / "w",
        "--name",
        "other.example",
        "--unattended",
        "--json",
    )
    assert "left as it is" in refused(again)["message"]
