"""A bundle leaves the office: taken on the command line, checked by whoever gets it."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest

from tests.application.acts import donate
from tests.ledger.checkpoints.rewriting import unguarded
from tests.ledger.evidence.bundles.verifiers import PAGE, PageVerifier
from tests.scenarios.offices import FUND, HUSBAND, Office, report_of
from tests.tools.commanding import answered, qingce, refused
from tests.tools.witnessing import make_witness


@pytest.mark.parametrize(
    ("selection", "records"),
    [(["--tag", HUSBAND], 1), (["--fund", "F"], 8), (["--tag", "person:nobody"], 0)],
)
def test_a_bundle_verifies_offline_under_the_offices_key(
    office: Office, tmp_path: Path, selection: list[str], records: int
) -> None:
    file = tmp_path / "taken.zip"
    assert office.bundle(file, *selection)["records"] == records
    report = answered(qingce("verify", file, "--key", office.vkey, "--json"))
    assert report["ok"]
    assert report["trusted"]
    counted = {step["name"]: step["checked"] for step in report["steps"]}
    assert counted["completeness"] == records
    assert counted["derivation"] == (1 if "F" in selection else 0)


def test_a_persons_bundle_verifies_in_the_browser(
    office: Office, tmp_path: Path, page: PageVerifier
) -> None:
    file = tmp_path / "taken.zip"
    office.bundle(file, "--tag", HUSBAND, "--with-verifier")
    verdict = page(file.read_bytes(), [office.vkey], int(time.time()))
    assert verdict.ok, verdict.message


def test_who_opens_the_page_reads_the_verdict_in_chinese(
    office: Office, tmp_path: Path, page: PageVerifier
) -> None:
    file = tmp_path / "taken.zip"
    office.bundle(file, "--all")
    page.page.fill("#keys", office.vkey)
    page.page.set_input_files("#file", file)
    page.page.wait_for_selector(".verdict")
    told = page.page.inner_text("#result")
    assert "证据包校验通过" in told
    assert "一条不少" in told
    page.page.goto(PAGE.as_uri())


def test_a_bundle_as_stated_takes_no_new_snapshot_and_is_complete_as_of_the_last(
    victim: Office, tmp_path: Path
) -> None:
    asked = ["--fund", "F", "--as-stated", "--for", "audit", "--why", "yearly"]
    missing = refused(victim.run("bundle", *asked, "--to", tmp_path / "too-early.zip"))
    assert missing["advice"] == "Take them: qingce snapshot create fund_balances tag_index"
    size = victim.answer("snapshot", "create", "fund_balances", "tag_index")["snapshots"][0]["size"]
    victim.record(donate(20, 77))
    made = victim.answer("bundle", *asked, "--to", tmp_path / "stated.zip")
    assert (made["size"], made["records"]) == (size, 8)
    report = answered(qingce("verify", tmp_path / "stated.zip", "--key", victim.vkey, "--json"))
    assert {step["name"]: step["checked"] for step in report["steps"]}["derivation"] == 1
    assert victim.bundle(tmp_path / "now.zip", "--fund", "F")["records"] > 8


def test_the_taking_stands_in_the_history_of_whom_it_was_about(
    office: Office, tmp_path: Path
) -> None:
    made = office.bundle(tmp_path / "taken.zip", "--tag", HUSBAND)
    newest = office.answer("trace", HUSBAND, "--limit", "1")["records"][0]
    assert newest["position"] == made["receipt"]
    assert newest["data"]["recipient"] == "纪检监察组 2026-17"
    assert newest["data"]["reason"] == "核查"


def test_without_a_key_of_the_reader_it_is_said_that_anybody_could_have_made_it(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "taken.zip"
    office.bundle(file, "--fund", "F")
    told = qingce("verify", file)
    assert told.returncode == 0
    assert "anybody could have made this bundle" in told.stdout
    assert not answered(qingce("verify", file, "--json"))["trusted"]


def test_a_changed_bundle_is_refused_and_what_was_not_reached_is_said(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "taken.zip"
    office.bundle(file, "--fund", "F")
    data = file.read_bytes()
    file.write_bytes(data.replace(b"2000", b"9000", 1))
    done = qingce("verify", file)
    assert done.returncode == 1
    assert "member-damaged" in done.stdout
    assert "DOES NOT HOLD" in done.stdout
    assert report_of(qingce("verify", file, "--json"))["fault"]["where"] == "records.jsonl"


def test_a_policy_of_the_reader_may_demand_a_witness(office: Office, tmp_path: Path) -> None:
    file, policy = tmp_path / "taken.zip", tmp_path / "policy"
    office.bundle(file, "--fund", "F")
    policy.write_text(f"log {office.vkey}\nquorum none\n")
    assert answered(qingce("verify", file, "--policy", policy, "--json"))["ok"]
    (witness,) = make_witness(tmp_path / "w", "w.example/1", office.vkey)[:1]
    policy.write_text(f"log {office.vkey}\nwitness w {witness}\nquorum w\n")
    done = qingce("verify", file, "--policy", policy, "--json")
    assert done.returncode == 1
    assert report_of(done)["fault"]["name"] == "not-witnessed"


def test_no_bundle_is_made_that_would_not_verify(victim: Office, tmp_path: Path) -> None:
    """The database's index of tags was forged: it hides a record about the fund."""
    with unguarded(victim.dsn) as connection:
        connection.execute(
            "DELETE FROM ledger.postings WHERE tag = %s AND position_last = 4", [FUND]
        )
    file = tmp_path / "taken.zip"
    why = ["--for", "audit", "--why", "yearly"]
    error = refused(victim.run("bundle", "--fund", "F", "--to", file, *why))
    assert error["code"] == "bundle-refused"
    assert "7" in error["message"]
    assert not file.exists()


def test_an_edited_value_is_never_called_consistent(victim: Office, tmp_path: Path) -> None:
    """As in immudb's issue 2063: the stored value was edited, the audit still said consistent."""
    victim.answer("checkpoint")
    with unguarded(victim.dsn) as connection:
        connection.execute(
            "UPDATE ledger.records SET bytes = convert_to("
            "replace(convert_from(bytes, 'UTF8'), '2000', '9000'), 'UTF8') WHERE position = 2"
        )
    file = tmp_path / "taken.zip"
    why = ["--for", "audit", "--why", "yearly"]
    refused(victim.run("bundle", "--fund", "F", "--to", file, *why))
    assert not file.exists()
    assert victim.run("verify").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [
        (["--fund", "F", "--tag", "person:x"], 2),
        ([], 2),
        (["--tag", "nobody"], 2),
        (["--fund", "F", "--why", "  "], 1),
        (["--fund", "F", "--for", "张三 371002198505011234"], 1),
    ],
)
def test_a_bundle_wrongly_asked_for_is_not_taken(
    office: Office, tmp_path: Path, arguments: list[str], exit_code: int
) -> None:
    before = takings(office)
    file = tmp_path / "taken.zip"
    asked = ["--for", "audit", "--why", "yearly", *arguments]
    refused(office.run("bundle", "--to", file, *asked), exit_code)
    assert not file.exists()
    assert takings(office) == before


def test_a_file_that_is_there_is_left_as_it_is(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "taken.zip"
    file.write_text("dear diary")
    before = takings(office)
    why = ["--for", "audit", "--why", "yearly"]
    refused(office.run("bundle", "--fund", "F", "--to", file, *why))
    assert file.read_text() == "dear diary"
    assert takings(office) == before


def test_what_is_no_bundle_is_refused_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "not.zip"
    for content in (b"", b"PK", b"\0" * 100, b"PK\x05\x06" + bytes(18)):
        file.write_bytes(content)
        done = qingce("verify", file, "--json")
        assert done.returncode == 1
        assert report_of(done)["fault"]["name"] in ("truncated", "container")
    refused(qingce("verify", tmp_path / "missing.zip", "--json"))


def takings(office: Office) -> int:
    with psycopg.connect(office.dsn) as connection:
        row = connection.execute(
            "SELECT count(*) FROM ledger.records WHERE type = 'evidence.bundle-taken.v1'"
        ).fetchone()
    assert row
    return int(row[0])
