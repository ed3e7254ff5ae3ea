"""An office begins to keep its offices, households, complaints and persons, by public commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.tools.commanding import answered, qingce, refused

ANNA, BERT = (str(UUID(int=number)) for number in (1, 2))
KNOWN = {"name": "王安", "born": "1940-02-29"}


@pytest.fixture
def office(database: str, tmp_path: Path) -> dict[str, str]:
    return {"QINGCE_DSN": database, "QINGCE_DATA": str(tmp_path / "data")}


def run(office: dict[str, str], name: str, fields: dict[str, Any], by: str = "head") -> list[str]:
    act = ("--by", by, "--office", "371002", "--occurred", "2019-03-01T10:00", "--json")
    given = [
        f"--field={key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in fields.items()
    ]
    return ["command", "run", name, *act, *given]


def test_an_office_at_work(office: dict[str, str], tmp_path: Path) -> None:
    opening = {
        "name_zh": "环翠区民政局",
        "post": "局长",
        "from_day": "2018-01-01",
        "policy": "1号",
    }
    complaint = {
        "complaint": "C1",
        "kind": "complaint",
        "channel": "window",
        "about": ["case:D1"],
        "document": "信1",
        "complainant": {"id": ANNA, "name": "王安", "id_number": "999999194002290010"},
    }
    household = {
        "household": "H1",
        "members": {BERT: "head"},
        "from_day": "2019-01-01",
        "reason": "户籍",
        "document": "户1",
    }
    for name, fields in (
        ("authority.open-establishment", opening),
        ("work.receive-complaint", complaint),
        ("persons.keep-household", household),
    ):
        answered(qingce(*run(office, name, fields), environment=office))
    stranger = qingce(
        *run(office, "work.receive-complaint", complaint, "nobody"), environment=office
    )
    assert refused(stranger)["code"] == "authority.in-post"

    late = answered(
        qingce("work", "list", "--late", "--on", "2019-06-03", "--json", environment=office)
    )
    assert [task["about"] for task in late["tasks"]] == ["case:complaint-C1"]
    shown = answered(qingce("household", "show", "H1", "--json", environment=office))
    assert shown["members"] == {BERT: "head"}
    known = tmp_path / "known.json"
    known.write_text(json.dumps(KNOWN), "utf-8")
    found = answered(qingce("person", "find", known, "--json", environment=office))
    assert found["persons"] == [{"person": ANNA, "grounds": ["name-birth"], "ids": [ANNA]}]
    traced = answered(qingce("person", "history", ANNA, "--json", environment=office))
    assert [one["type"] for one in traced["records"]] == [
        "access.personal-data-seen.v1",  # by `person find`
        "work.complaint-received.v1",
    ]
    none = answered(qingce("person", "duplicates", "--json", environment=office))
    assert none == {"duplicates": []}
    told = qingce("check", "invariants", "--json", environment=office)
    assert told.returncode == 0, told.stdout
    judged = answered(told)
    assert (judged["ok"], judged["records"]) == (True, 4)


def test_what_is_known_of_a_person_is_not_repeated(office: dict[str, str], tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"nickname": "王安"}), "utf-8")
    error = refused(qingce("person", "find", known, "--json", environment=office), exit_code=2)
    assert "王安" not in error["message"]
