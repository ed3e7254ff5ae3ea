"""Three district logs and the log above them, each in a database of its own.

They verify together under one root; a district that rewrites its past, signs it anew and is
consistent in itself is named by the checkpoints that were taken of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from application.federation.opening import open_federation
from application.federation.places import Places
from application.settings import Settings
from domain.federation.decisions.checkpoints import TakeCheckpoint
from ledger.log import Log
from tests.conftest import log_of_its_own
from tests.ledger.checkpoints.rewriting import cut_records, forget_checkpoints, rewrite_record
from tests.ledger.recording import draft
from tests.scenarios.offices import Office
from tests.tools.commanding import refused

KEY = ("--unattended", "--type", "ed25519")
CODES = ("371002", "371003", "371083")


@dataclass
class Federated:
    """The office above, and the districts by the code of their division."""

    above: Office
    districts: dict[str, Office]
    origins: dict[str, str]

    def grow(self, code: str, count: int) -> None:
        """Let a district record so many more, and sign."""
        with Log.open(self.districts[code].dsn) as log:
            log.append([draft("case:1", "fund:kind", amount_fen=1000 + n) for n in range(count)])
        self.districts[code].answer("checkpoint")

    def take(self, *offers: Path) -> dict[str, dict[str, Any]]:
        """What came of taking, by origin."""
        done = self.above.run("federation", "take", *offers)
        told = json.loads(done.stdout)
        assert (done.returncode == 0) == told["ok"]
        return {one["origin"]: one for one in told["members"]}

    def verify(self) -> dict[str, dict[str, Any]]:
        """What the verification found of each district; the log above and its records hold."""
        done = self.above.run("federation", "verify")
        told = json.loads(done.stdout)
        assert (done.returncode == 0) == told["ok"]
        assert told["log"]["ok"]
        assert told["faults"] == []
        return {one["origin"]: one for one in told["members"]}

    def offer(self, code: str, to: Path, since: int) -> Path:
        """What a district sends up."""
        self.districts[code].answer("federation", "offer", to, "--since", str(since))
        return to


@pytest.fixture(scope="module")
def built(
    postgres_dsn: str, _template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Federated]:
    """Three districts of 40 records, of which a checkpoint was taken, and then of 60.

    Nobody touches it: each test has a copy.
    """
    folder = tmp_path_factory.mktemp("federation")
    with ExitStack() as stack:
        above, *districts = (
            Office(stack.enter_context(log_of_its_own(postgres_dsn, _template)), folder / name)
            for name in ("above", *CODES)
        )
        made = Federated(above, dict(zip(CODES, districts, strict=True)), {})
        for code, district in made.districts.items():
            keys = district.answer("key", "new", *KEY)
            made.origins[code] = keys["origin"]
            admit = ("federation", "admit", *keys["vkeys"], "--name", f"区{code}")
            above.answer(*admit, "--jurisdiction", code, "--place", district.dsn)
        for count in (40, 20):
            for code in CODES:
                made.grow(code, count)
            assert {one["outcome"] for one in made.take().values()} == {"taken"}
        yield made


@pytest.fixture
def federated(built: Federated, postgres_dsn: str, tmp_path: Path) -> Iterator[Federated]:
    """A copy of the federation, databases and data folders."""
    with ExitStack() as stack:

        def copy(office: Office) -> Office:
            of = conninfo_to_dict(office.dsn)["dbname"]
            dsn = stack.enter_context(log_of_its_own(postgres_dsn, str(of)))
            data = tmp_path / office.data.name
            shutil.copytree(office.data, data)
            return Office(dsn, data)

        districts = {code: copy(office) for code, office in built.districts.items()}
        made = Federated(copy(built.above), districts, built.origins)
        places = Places(Settings(data=made.above.data))
        for code, district in districts.items():
            places.put(built.origins[code], district.dsn)
        yield made


def test_three_districts_verify_together_under_one_root(
    federated: Federated, tmp_path: Path
) -> None:
    found = federated.verify()
    assert {one["standing"] for one in found.values()} == {"holds"}
    assert {(one["records"], one["taken"], one["size_good"]) for one in found.values()} == {
        (60, 2, 60)
    }
    above = federated.above
    assert above.answer("verify")["records"] == 9
    assert {one["outcome"] for one in federated.take().values()} == {"nothing-new"}
    vkey = above.answer("key", "new", *KEY)["vkeys"][0]
    above.answer("checkpoint")
    proof = tmp_path / "proof.json"
    above.answer("federation", "prove", "371003001", "17", proof)
    told = above.answer("federation", "check", proof, "--key", vkey)
    assert (told["origin"], told["position"], told["size"]) == (
        federated.origins["371003"], 17, 40,
    )  # fmt: skip
    assert told["federation_size"] == 9
    _check_tampered(above, proof, vkey)


def _check_tampered(above: Office, proof: Path, vkey: str) -> None:
    whole = json.loads(proof.read_text())
    other = proof.with_name("other.json")
    above.answer("federation", "prove", "371083", "17", other)
    foreign = json.loads(other.read_text())
    for part in ("record", "slip", "taken", "taken_slip"):
        proof.write_text(json.dumps(whole | {part: foreign[part]}))
        done = above.run("federation", "check", proof, "--key", vkey)
        assert refused(done)["code"] in ("federated-proof", "invalid-proof"), part
    proof.write_text(json.dumps(foreign | {"format": "another"}))
    assert refused(above.run("federation", "check", proof, "--key", vkey))["code"] == (
        "federated-proof"
    )


def test_a_district_that_rewrites_its_past_is_named(federated: Federated) -> None:
    wrong = federated.districts["371003"]
    rewrite_record(wrong.dsn, 47, b'"amount_fen":1006', b'"amount_fen":9006')
    forget_checkpoints(wrong.dsn)
    assert wrong.answer("verify")["ok"], "consistent in itself"
    origin = federated.origins["371003"]

    unsigned = federated.take()[origin]
    assert unsigned["outcome"] == "alarm"
    assert "first 60 records where it lies are not those it signed" in unsigned["message"]
    assert federated.above.answer("federation", "status")["well"], "nobody signed it"

    federated.grow("371003", 5)
    found = federated.verify()
    assert found[origin]["standing"] == "rewritten"
    assert (found[origin]["size_good"], found[origin]["size_bad"]) == (40, 60)
    assert "of records 41 to 60 at least one" in found[origin]["message"]
    assert {one["standing"] for name, one in found.items() if name != origin} == {"holds"}

    taken = federated.take()
    assert {name: one["outcome"] for name, one in taken.items() if name != origin} == {
        federated.origins[code]: "nothing-new" for code in ("371002", "371083")
    }
    assert taken[origin]["outcome"] == "contradicts"
    record = federated.above.answer("show", str(taken[origin]["position"]))
    assert record["type"] == "federation.contradiction-found.v1"
    assert (record["data"]["kind"], record["data"]["size_taken"]) == ("rewritten", 60)
    assert origin in record["data"]["note"], "with its own signature under it"
    assert federated.above.run("federation", "status").returncode == 1
    again = federated.take()[origin]
    assert again["outcome"] == "refused"
    assert "federation.nothing-more-of-it" in again["message"]


def test_a_district_that_lost_records_is_named(federated: Federated) -> None:
    wrong = federated.districts["371083"]
    cut_records(wrong.dsn, 52)
    origin = federated.origins["371083"]
    found = federated.verify()[origin]
    assert found["standing"] == "lost"
    assert "records 53 to 60" in found["message"]
    taken = federated.take()[origin]
    assert (taken["outcome"], taken["position"]) == ("alarm", 0)
    assert "records 53 to 60 are missing where it lies" in taken["message"]


def test_what_is_sent_up_as_a_file(federated: Federated, tmp_path: Path) -> None:
    origin = federated.origins["371002"]
    federated.grow("371002", 30)
    late = federated.offer("371002", tmp_path / "late", 40)
    done = federated.take(late)[origin]
    assert done["outcome"] == "refused"
    assert "offer FILE --since 60" in done["message"]
    good = federated.offer("371002", tmp_path / "good", 60)
    garbled = tmp_path / "garbled"
    lines = good.read_text().split("\n")
    garbled.write_text("\n".join([lines[0], lines[2], lines[1], *lines[3:]]))
    assert "does not show that it goes on from the 60" in federated.take(garbled)[origin]["message"]
    assert federated.take(good)[origin]["outcome"] == "taken"
    assert federated.take(good)[origin]["outcome"] == "nothing-new"
    assert federated.verify()[origin]["size_good"] == 90


def test_a_fork_is_found_from_what_is_sent_up(federated: Federated, tmp_path: Path) -> None:
    origin, wrong = federated.origins["371002"], federated.districts["371002"]
    rewrite_record(wrong.dsn, 3, b'"amount_fen":1002', b'"amount_fen":9002')
    forget_checkpoints(wrong.dsn)
    wrong.answer("checkpoint")
    done = federated.take(federated.offer("371002", tmp_path / "fork", 0))[origin]
    assert done["outcome"] == "contradicts"
    assert "FORKED: it signed two different histories of 60" in done["message"]


def test_who_is_no_member_is_refused(federated: Federated, tmp_path: Path) -> None:
    stranger = federated.above
    stranger.answer("key", "new", *KEY)
    stranger.answer("checkpoint")
    stranger.answer("federation", "offer", tmp_path / "strange")
    (done,) = federated.take(tmp_path / "strange").values()
    assert done["outcome"] == "refused"
    assert "No log of this federation" in done["message"]


def test_affairs_go_to_the_log_that_keeps_them(federated: Federated) -> None:
    above = federated.above
    assert (
        above.answer("federation", "route", "371003101")["origin"] == (federated.origins["371003"])
    )
    assert refused(above.run("federation", "route", "370102"))["code"] == "no-member"
    assert refused(above.run("federation", "route", "3710"))["code"] == "no-member"


def test_a_key_that_is_distrusted_signs_nothing_more(federated: Federated) -> None:
    above, district = federated.above, federated.districts["371083"]
    old = district.answer("key", "show")["vkeys"][0]
    above.answer("federation", "distrust", old, "--size", "61", "--reason", "stolen")
    federated.grow("371083", 1)
    origin = federated.origins["371083"]
    assert federated.take()[origin]["outcome"] == "refused"
    new = district.answer("key", "new", *KEY)["vkeys"][0]
    above.answer("federation", "trust", new)
    federated.grow("371083", 1)
    assert federated.take()[origin]["outcome"] == "taken"
    assert federated.verify()[origin]["standing"] == "holds"


def test_a_place_that_is_away_is_not_called_good(federated: Federated, tmp_path: Path) -> None:
    above, origin = federated.above, federated.origins["371002"]
    above.answer("federation", "place", "371002", tmp_path / "nowhere")
    assert (above.data / "federation/places.json").stat().st_mode & 0o077 == 0
    assert federated.verify()[origin]["standing"] == "unseen"
    assert federated.take()[origin]["outcome"] == "refused"


def test_a_checkpoint_that_was_wrongly_taken_is_found(federated: Federated) -> None:
    """The federation's keeper could write what it likes; every record is checked again."""
    settings = Settings(data=federated.above.data, dsn=federated.above.dsn)
    with open_federation(settings) as federation:
        last = federated.take()[federated.origins["371002"]]
        root = federation.log.at(7).event.data
        assert b"checkpoint-taken" in root
        taken = json.loads(root)["data"]
        forged = TakeCheckpoint(
            federation.act(), taken["origin"], 70, "0f" * 32, last["size"], taken["root"], (),
            taken["note"],
        )  # fmt: skip
        federation.desk.execute(forged)
    told = json.loads(federated.above.run("federation", "verify").stdout)
    assert not told["ok"]
    assert "record 10" in told["faults"][0]
