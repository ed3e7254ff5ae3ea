"""A new register costs one folder and one line; all around it follows from what it declares."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "ledger", "projections", "application", "api", "tools")
LINE = '    "upkeep",\n'
ROSTER = """\
发生日期,*车辆编号,借用人姓名,借用人身份证号,押金（元）
2019/6/3,B1,张三,９９９９９９194002290010,100
2019年6月4日,B2,李四,999999201507030014,1.00
2019-06-04,B1,王五,99999919400229007X,"1,00"
2019-06-05,B1,李四,999999201507030014,50
"""


class Office:
    """The program with one register more, and a log of its own."""

    def __init__(self, root: Path, dsn: str) -> None:
        self.root = root
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QINGCE_")},
            "PYTHONPATH": str(root),
            "QINGCE_DSN": dsn,
            "QINGCE_DATA": str(root / "data"),
        }

    def qingce(self, *arguments: str, exit_code: int = 0) -> dict[str, Any]:
        done = self.python("-m", "tools.main", *arguments, "--json")
        assert done.returncode == exit_code, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout or done.stderr)
        return answer

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copytree(ROOT / "docs/registers", tmp_path / "docs/registers")
    shutil.copytree(ROOT / "tests/scenarios/bicycles", tmp_path / "domain/bicycles")
    registry = tmp_path / "domain/registry.py"
    text = registry.read_text("utf-8")
    assert text.count(LINE) == 1
    registry.write_text(text.replace(LINE, f'{LINE}    "bicycles",\n'), "utf-8")
    return Office(tmp_path, database)


def test_one_folder_and_one_line(office: Office) -> None:
    acting = ("--by", "clerk", "--office", "371002-station")

    listed = office.qingce("command", "list", "bicycles")["commands"]
    assert [(one["name"], one["title_zh"]) for one in listed] == [
        ("bicycles.lend-bicycle", "出借车辆"),
        ("bicycles.return-bicycle", "归还车辆"),
    ]
    described = office.qingce("command", "describe", "bicycles.lend-bicycle")["properties"]
    assert described["bicycle"] == {
        "title": "车辆编号",
        "description": "The number on its frame 车架号.",
        "type": "string",
        "maxLength": 4000,
    }

    template = office.root / "template.csv"
    made = office.qingce("import", "bicycles.lend-bicycle", "--template", str(template))
    assert [one["title_zh"] for one in made["columns"] if one["needed"]] == [
        "车辆编号",
        "借用人姓名",
        "押金(元)",
    ]
    assert "*押金(元)" in template.read_text("utf-8-sig")

    roster = office.root / "roster.csv"
    roster.write_bytes(ROSTER.encode("gb18030"))
    imported = ("import", "bicycles.lend-bicycle", str(roster), *acting)
    refused = office.qingce(*imported, exit_code=1)
    assert [(one["line"], one["kind"], one["mend"]) for one in refused["faults"]] == [
        (4, "amount-commas", "100"),
        (5, "bicycles.lent-once", ""),
    ]
    assert refused["recorded"] == 0
    assert office.qingce(*imported, "--partial", exit_code=1)["recorded"] == 2

    field = "--field=bicycle=B1"
    returned = ("command", "run", "bicycles.return-bicycle", field, *acting)
    assert office.qingce(*returned, "--field=condition=sound")["position_first"] == 4
    assert office.qingce(*imported, "--partial", exit_code=1)["recorded"] == 1, "B1 is back"

    judged = office.qingce("check", "invariants")
    assert judged["ok"]
    assert judged["judged"]["bicycles.slip-next (BicycleLent)"] == 3
    exported = office.root / "lent.csv"
    assert office.qingce("export", "bicycles.lent", "--to", str(exported))["rows"] == 3
    assert "100.00" in exported.read_text("utf-8-sig")

    assert office.python("-m", "tools.register_pages").returncode == 0
    page = (office.root / "docs/registers/bicycles.md").read_text("utf-8")
    assert page.startswith("# Bicycles 公共自行车")
    for told in ("`lend-bicycle`", "bicycles.lent-once", "BicycleLent --> BicycleReturned"):
        assert told in page
    assert office.qingce("trace", "doc:bicycle-B1")["records"][0]["type"] == "bicycles.lent.v1"
    assert office.qingce("verify", exit_code=0)
