"""Snapshots: taken, listed, shown, proved row by row, compared, taken again when they are due."""

from __future__ import annotations

import base64
import shutil
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from ledger.evidence.notes import parse_note
from ledger.evidence.proofs import verify_inclusion
from ledger.evidence.signing import parse_vkey
from ledger.evidence.slips import Slip
from ledger.evidence.trust import open_checkpoint
from ledger.tree import leaf_hash
from projections.registry import PROJECTIONS
from tests.application.acts import donate, transfer
from tests.scenarios.offices import Office
from tests.tools.commanding import refused
from tools.evidencing.due import OFFICE_TIME, ended_periods, take_due
from tools.evidencing.opening import act

raw = base64.b64decode


def test_a_snapshot_states_rows_totals_and_the_log_it_is_of(office: Office) -> None:
    (taken,) = office.answer("snapshot", "create", "fund_balances")["snapshots"]
    assert taken["size"] < taken["position"]
    shown = office.answer("snapshot", "show", str(taken["position"]))
    (row,) = shown["shown"]
    assert (row["fund"], row["balance_fen"]) == ("F", taken["totals"]["balance_fen"])
    record = office.answer("show", str(taken["position"]))
    assert record["type"] == "evidence.snapshot-taken.v1"
    assert record["data"]["row_root"] == taken["row_root"]
    assert taken in office.answer("snapshot", "list")["snapshots"]


def test_each_snapshot_names_the_one_before_it(office: Office) -> None:
    first, second = (
        office.answer("snapshot", "create", "payments")["snapshots"][0] for _ in range(2)
    )
    assert second["previous"] == first["position"]


def test_all_projections_and_the_tag_index_are_taken_if_none_is_named(office: Office) -> None:
    taken = office.answer("snapshot", "create")["snapshots"]
    names = {one["projection"] for one in taken}
    assert names == {*(projection.name for projection in PROJECTIONS), "tag_index"}


def test_one_row_is_proved_alone(office: Office) -> None:
    (taken,) = office.answer("snapshot", "create", "fund_balances")["snapshots"]
    office.answer("checkpoint")
    proved = office.answer("snapshot", "prove", str(taken["position"]), "fund=F")
    statement = orjson.loads(raw(proved["statement"]["record"]))["data"]
    verify_inclusion(
        leaf_hash(proved["row"].encode()),
        proved["row_number"] - 1,
        statement["rows"],
        [raw(item) for item in proved["row_proof"]],
        bytes.fromhex(statement["row_root"]),
    )
    key, receipt = parse_vkey(office.vkey), proved["statement"]
    note = parse_note(receipt["checkpoint"].encode())
    checkpoint = open_checkpoint(note.encode(), key.name, [key], 2**40).checkpoint
    slip = Slip(receipt["leaf_index"], tuple(raw(item) for item in receipt["proof"]), note)
    verify_inclusion(
        leaf_hash(raw(receipt["record"])),
        slip.index,
        checkpoint.size,
        slip.proof,
        checkpoint.root,
    )


@pytest.mark.parametrize("row", [["fund=none"], ["kind"], []])
def test_a_row_that_is_not_there_is_not_proved(office: Office, row: list[str]) -> None:
    (taken,) = office.answer("snapshot", "create", "fund_balances")["snapshots"]
    done = office.run("snapshot", "prove", str(taken["position"]), *row)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def test_two_snapshots_differ_by_the_records_between_them(office: Office) -> None:
    (before,) = office.answer("snapshot", "create", "fund_balances")["snapshots"]
    office.record(donate(100, 700), transfer(101, 300))
    (after,) = office.answer("snapshot", "create", "fund_balances")["snapshots"]
    positions = str(before["position"]), str(after["position"])
    found = office.answer("snapshot", "diff", *positions)
    (difference,) = found["listed"]
    assert difference["key"] == {"fund": "F"}
    gained = difference["later"]["balance_fen"] - difference["earlier"]["balance_fen"]
    assert gained == 700 - 300
    types = [office.answer("show", str(one))["type"] for one in difference["records"]]
    assert types == ["charity.donation-received.v1", "charity.fund-transferred-to-recipient.v1"]
    assert office.answer("snapshot", "diff", positions[1], positions[1])["rows"] == 0


def test_snapshots_of_different_projections_are_not_compared(office: Office) -> None:
    taken = office.answer("snapshot", "create", "fund_balances", "payments")["snapshots"]
    one, other = (str(item["position"]) for item in taken)
    assert refused(office.run("snapshot", "diff", one, other))["code"] == "snapshot"


def test_lost_rows_are_computed_again_and_changed_ones_are_noticed(victim: Office) -> None:
    (taken,) = victim.answer("snapshot", "create", "fund_balances")["snapshots"]
    position = str(taken["position"])
    (folder,) = (victim.data / "snapshots").iterdir()
    shutil.rmtree(folder)
    assert refused(victim.run("snapshot", "show", position))["code"] == "snapshot"
    victim.answer("snapshot", "restore", position)
    assert victim.answer("snapshot", "show", position)["shown"]
    (folder / "hashes-0").write_bytes(bytes(32))
    assert refused(victim.run("snapshot", "show", position))["code"] == "snapshot"


def test_what_is_no_snapshot_is_refused(office: Office) -> None:
    assert refused(office.run("snapshot", "show", "1"))["code"] == "snapshot"
    refused(office.run("snapshot", "create", "no_such_projection"))
    refused(office.run("snapshot", "create", "--due", "payments"), 2)


def moments(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=OFFICE_TIME)


def test_periods_end_with_the_offices_months_and_years() -> None:
    found = dict(ended_periods(moments(2019, 10, 31), moments(2020, 2, 15)))
    assert list(found) == ["2019-10", "2019-11", "2019-12", "2019", "2020-01"]
    last = moments(2020, 1, 1) - timedelta(microseconds=1)
    assert found["2019-12"] == found["2019"] == last
    assert not list(ended_periods(moments(2019, 10, 1), moments(2019, 10, 31)))


def test_due_snapshots_are_taken_once(victim: Office) -> None:
    assert victim.answer("snapshot", "create", "--due") == {"snapshots": []}
    later = datetime.now(UTC) + timedelta(days=40)
    with victim.open() as place:
        size = place.log.head().size
        taken = take_due(place, act("clerk", None), later)
        assert take_due(place, act("clerk", None), later) == []
    periods = {one.period for one in taken if len(one.period) == 7}
    assert len(periods) in (1, 2)
    assert {one.size for one in taken if one.period == min(periods)} == {size}
    assert len({one.projection for one in taken}) == len(PROJECTIONS) + 1
