"""Every way of tampering in the catalogue is found, by name, by both verifiers."""

from __future__ import annotations

import pytest

from tests.ledger.evidence.bundles.office import a_year, make
from tests.ledger.evidence.bundles.tampering import ALL, Tampering
from tests.ledger.evidence.bundles.verifiers import PageVerifier, PythonVerifier

SELECTIONS = ("person:0b4f", "fund:F", "case:C1", "year 2019", "all", "person:nobody")


@pytest.mark.parametrize("selection", SELECTIONS)
def test_an_honest_bundle_holds_in_both(
    selection: str, in_python: PythonVerifier, in_browser: PageVerifier
) -> None:
    bundle = make(a_year(), selection).pack()
    python, page = in_python(bundle), in_browser(bundle)
    assert python.ok, python.message
    assert page.ok, page.message
    assert {**python.counted, "checkpoint": 0} == {**page.counted, "checkpoint": 0}


@pytest.mark.parametrize("tampering", ALL, ids=lambda one: one.name)
def test_tampering_is_found_by_name(tampering: Tampering, in_python: PythonVerifier) -> None:
    verdict = in_python(tampering.build())
    assert (verdict.ok, verdict.fault) == (False, tampering.fault), verdict.message


@pytest.mark.parametrize("tampering", ALL, ids=lambda one: one.name)
def test_the_page_finds_it_too(tampering: Tampering, in_browser: PageVerifier) -> None:
    verdict = in_browser(tampering.build())
    assert (verdict.ok, verdict.fault) == (False, tampering.fault), verdict.message


def test_the_catalogue_is_large_enough() -> None:
    assert len({tampering.fault for tampering in ALL}) >= 20
    assert len(ALL) >= 50
