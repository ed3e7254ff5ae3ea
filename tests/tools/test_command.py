"""`qingce command` as clerks and programs use it."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest

from tests.tools.commanding import answered, qingce, refused

ACT = ("--by", "clerk", "--office", "371002-charity", "--occurred", "2019-06-03T10:00")
FUND = {
    "fund": "F",
    "name_zh": "应急金",
    "kind": "appeal",
    "holder": "district_federation",
    "purposes": ["disaster"],
    "restricted": True,
    "rules_document": "1号",
}


@pytest.fixture
def office(database: str, tmp_path: Path) -> dict[str, str]:
    return {"QINGCE_DSN": database, "QINGCE_DATA": str(tmp_path / "data")}


def test_a_fund_is_established_given_to_and_never_overdrawn(
    office: dict[str, str], tmp_path: Path
) -> None:
    fields = tmp_path / "fund.json"
    fields.write_text(json.dumps(FUND), "utf-8")
    establish = ("command", "run", "charity.establish-fund", "--file", fields, *ACT, "--json")
    checked = answered(qingce(*establish, "--check", environment=office))
    assert [one["type"] for one in checked["records"]] == ["charity.fund-established.v1"]
    sent = answered(qingce(*establish, "--id", str(UUID(int=1)), environment=office))
    assert sent["position_first"] == 1, "the check recorded nothing"
    again = answered(qingce(*establish, "--id", str(UUID(int=1)), environment=office))
    assert again == {**sent, "replayed": True}

    give = ["command", "run", "charity.receive-donation", *ACT, "--json"]
    gift = {"fund": "F", "donation": "D1", "amount_fen": "5000", "channel": "bank"}
    gift |= {"restricted": "true", "purpose": "disaster"}
    donor = '{"name": "张三", "id_number": "999999194002290010"}'
    given = [f"--field={name}={value}" for name, value in (gift | {"donor": donor}).items()]
    assert answered(qingce(*give, *given, environment=office))["position_first"] == 2

    spend = ["command", "run", "charity.transfer-to-recipient", *ACT, "--field=fund=F"]
    spend += ["--field=amount_fen=5001", "--field=recipient=灾区", "--field=purpose=disaster"]
    error = refused(qingce(*spend, "--field=approval_document=2号", "--json", environment=office))
    assert error["code"] == "charity.fund-not-below-zero"
    assert "position 2" in error["message"]
    assert "Nothing was recorded" in error["message"]


def test_wrong_fields_are_named_and_their_content_is_not_told(office: dict[str, str]) -> None:
    give = ["command", "run", "charity.receive-donation", *ACT, "--field=amount_fen=1.5"]
    give += ['--field=donor={"id_number": 999999194002290010}', "--field=fnud=F"]
    error = refused(qingce(*give, "--json", environment=office))
    assert error["code"] == "invalid-fields"
    for field in ("fund", "donation", "channel", "amount_fen", "donor.id_number", "fnud"):
        assert f"{field}: " in error["message"]
    assert "999999" not in error["message"]


def test_an_unknown_command_is_told_its_like(office: dict[str, str]) -> None:
    done = qingce("command", "describe", "charity.recieve-donation", "--json", environment=office)
    assert "charity.receive-donation" in refused(done)["advice"]


def test_commands_are_listed_and_described() -> None:
    listed = answered(qingce("command", "list", "charity", "--json"))["commands"]
    assert {"charity.receive-donation", "charity.pay-grant"} <= {one["name"] for one in listed}
    made = answered(qingce("command", "describe", "charity.receive-donation", "--json"))
    assert made["required"] == ["fund", "donation", "amount_fen", "channel"]
    assert made["properties"]["amount_fen"]["title"] == "金额"
    told = qingce("command", "describe", "charity.receive-donation").stdout
    assert "channel (捐赠渠道): one of bank, cash" in told
