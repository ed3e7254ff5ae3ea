"""docs/questions.md: every command in it is run on a year, and finds something to answer with."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.embedded import Server
from ledger.log import Log
from ledger.record import fields_of
from tests.scenarios.figures import small
from tests.tools.commanding import ROOT
from tools import main

PAGE = (ROOT / "docs/questions.md").read_text("utf-8")
ROW = re.compile(r"^\| ([ARF]\d+) \| (.+?) \| (.+?) \| (.+) \|$", re.M)
QUESTIONS = {name: (text, zh, answer) for name, text, zh, answer in ROW.findall(PAGE)}
COMMANDS = sorted(
    {
        command
        for _, _, told in QUESTIONS.values()
        for command in re.findall(r"`(qingce [^`]+)`", told)
    }
)
ELSEWHERE = {
    "qingce person find",  # takes personal data from a file: tests/application/test_persons.py
    "qingce bundle",  # writes a file: test_bundle_of_the_year.py
    "qingce trace record:POSITION",  # nothing was corrected in the year: test_corrections.py
}
"""Commands that other tests run, since they need more than the year holds."""
NOT_IN_THE_YEAR = {"overpayments", "imprests", "imprest_slips"}
"""Tables that the year leaves empty: they answer that there is nothing."""
ALL_LATE = "qingce check late --days 3"
"""The year was recorded years after it happened: it says so, and exits 1."""


@pytest.fixture(scope="module")
def asked(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What words in capitals stand for, while the year's server runs."""
    figures = small(tmp_path_factory.mktemp("figures"))
    words = {"FIGURES": str(figures), "DAY": "2019-10-31", "YEAR": str(year)}
    with Server(year).running() as dsn, Log.open(dsn) as log:
        for event in log.read():
            fields = fields_of(event.event.data)
            words |= _told(fields, event.position)
        words["DATE"] = fields["recorded"][:10]
        yield words


def _told(fields: dict[str, Any], position: int) -> dict[str, str]:
    data, first = fields["data"], {}
    tags = {tag.partition(":")[0]: tag.partition(":")[2] for tag in reversed(fields["tags"])}
    if fields["type"] == "assistance.benefit-paid.v1":
        first = {"PERSON": tags["person"], "CASE": tags["case"], "PAYMENT": str(position)}
        first |= {"OFFICIAL": fields["by"]}
    elif fields["type"] == "marriage.registered.v1":
        first = {"CERTIFICATE": data["certificate"], "BOOK": tags["book"]}
    elif fields["type"] == "assistance.home-closed.v1":
        first = {"HOME": data["home"]}
    elif fields["type"] == "adoption.registered.v1":
        first = {"ADOPTION": tags["case"]}
    elif fields["type"] == "charity.fund-transferred-to-recipient.v1":
        first = {"APPEAL": tags["fund"]}
    return first


def test_the_page_has_every_question_with_a_command_or_a_plain_not_yet() -> None:
    names = [*(f"A{n}" for n in range(1, 31)), *(f"R{n}" for n in range(1, 16))]
    assert list(QUESTIONS) == [*names, *(f"F{n}" for n in range(1, 16))]
    for text, zh, told in QUESTIONS.values():
        assert text
        assert re.search("[\u4e00-\u9fff]", zh)
        assert told.startswith(("`qingce ", "*not yet*"))


@pytest.mark.parametrize("command", [one for one in COMMANDS if one not in ELSEWHERE])
def test_a_question_is_answered_on_the_year(
    command: str, asked: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed = re.sub(r"\b[A-Z]{3,}\b", lambda word: asked[word[0]], command)
    code = main.run([*shlex.split(typed)[1:], "--data", asked["YEAR"], "--json"])
    told = capsys.readouterr()
    assert code == (1 if command == ALL_LATE else 0), told.err
    answer = json.loads(told.out)
    if "table" in answer:
        assert (answer["total"] == 0) == (answer["table"] in NOT_IN_THE_YEAR)
    elif command.startswith("qingce check invariants"):
        assert sum(answer["judged"].values()) > 0
    elif command.startswith(("qingce trace", "qingce person", ALL_LATE)):
        assert answer["records"]
