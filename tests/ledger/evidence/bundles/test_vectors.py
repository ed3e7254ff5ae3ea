"""The frozen bundles: good ones hold, each bad one has the fault it is named after, in both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.evidence.bundles.verifiers import PageVerifier, PythonVerifier, Verifies

FOLDER = Path(__file__).parents[3] / "vectors"
LISTED: dict[str, Any] = json.loads((FOLDER / "bundles.json").read_text("utf-8"))


def check(item: dict[str, Any], verifies: Verifies) -> None:
    bundle = (FOLDER / "bundles" / item["file"]).read_bytes()
    verdict = verifies(bundle, LISTED["keys"], LISTED["now"])
    assert verdict.fault == item.get("fault", ""), verdict.message
    assert verdict.ok == ("fault" not in item)
    assert not verdict.ok or verdict.counted["records"] == item["checked"]["records"]


@pytest.mark.parametrize("item", LISTED["good"] + LISTED["bad"], ids=lambda item: item["file"])
def test_in_python(item: dict[str, Any], in_python: PythonVerifier) -> None:
    check(item, in_python)


@pytest.mark.parametrize("item", LISTED["good"] + LISTED["bad"], ids=lambda item: item["file"])
def test_in_the_browser(item: dict[str, Any], in_browser: PageVerifier) -> None:
    check(item, in_browser)


def test_every_file_is_listed() -> None:
    listed = {item["file"] for item in LISTED["good"] + LISTED["bad"]}
    assert {path.name for path in (FOLDER / "bundles").iterdir()} == listed
