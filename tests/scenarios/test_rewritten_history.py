"""A superuser rewrites history consistently and signs it with the stolen key of the log.

Nothing that the office holds contradicts it any more. The witness does, and says from which size
the histories differ. Every party is a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.checkpoints.rewriting import cut_records, forget_checkpoints, rewrite_record
from tests.ledger.embedding import folder, server
from tests.tools.commanding import refused
from tests.tools.logging_office import Office
from tests.tools.witnessing import RunningWitness, make_witness, start_witness


@pytest.fixture
def office() -> Iterator[Office]:
    with folder("rewritten") as data, server(data).running():
        yield Office(data)


@pytest.fixture
def witness(office: Office, tmp_path: Path) -> Iterator[RunningWitness]:
    log_vkeys = office.makes_keys()
    make_witness(tmp_path / "audit", "audit.example/w1", *log_vkeys)
    witness = start_witness(tmp_path / "audit")
    lines = [f"log {vkey}" for vkey in log_vkeys]
    lines += [f"witness audit {witness.vkeys[0]} {witness.url}", "quorum audit"]
    office.policy = tmp_path / "policy"
    office.policy.write_text("\n".join([*lines, ""]))
    yield witness
    if witness.process.poll() is None:
        witness.stop()


def test_the_witness_finds_a_rewritten_past(office: Office, witness: RunningWitness) -> None:
    office.records(300)
    witnessed = office.asks("checkpoint")
    assert [one["name"] for one in witnessed["signatures"]][-1] == "audit.example/w1"
    office.records(20)

    rewrite_record(office.dsn, 17, b'"amount_fen":1016', b'"amount_fen":9016')
    assert refused(office.runs("checkpoint"))["code"] == "checkpoint-contradiction"
    forget_checkpoints(office.dsn)

    policy, office.policy = office.policy, None
    forged = office.asks("checkpoint")
    assert forged["size"] == 320, "signed with the log's own key, and consistent in itself"
    assert office.asks("prove", "17")["tree_size"] == 320
    office.policy = policy
    error = refused(office.runs("prove", "17"))
    assert "witnessed by nobody; the policy needs audit" in error["message"]
    error = refused(office.runs("checkpoint"))
    assert error["code"] == "checkpoint-contradiction"
    assert "another root at size 300" in error["message"]
    told = witness.stop()
    assert "ALARM 警报" in told
    assert "cosigned here: size 300" in told


def test_the_witness_finds_a_restore_that_lost_records(
    office: Office, witness: RunningWitness
) -> None:
    office.records(300)
    office.asks("checkpoint")
    cut_records(office.dsn, 280)
    forget_checkpoints(office.dsn)
    error = refused(office.runs("checkpoint"))
    assert "has seen size 300 of this log, which now has 280" in error["message"]
    assert "freeze this log" in error["advice"]


def test_without_its_witness_nothing_is_published(office: Office, witness: RunningWitness) -> None:
    office.records(3)
    witness.kill()
    done = office.runs("checkpoint")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert refused(office.runs("checkpoint", "--newest"))["code"] == "no-checkpoint"
    office.records(1)
    assert office.asks("status"), "writes are taken all the same"
