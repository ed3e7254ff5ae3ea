from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.common.records import Record
from domain.marriage import certificates
from domain.marriage.records import (
    ArchiveQueryAnswered,
    CertificateReissued,
    DivorceRegistered,
    FilesReviewed,
    MarriageRegistered,
    Numbered,
)
from projections.figures.comparison import holds
from projections.figures.published import PublishedFigure, Quality
from tests.tools.demo.replaying import Replay, figures
from tools.demo.plan import FiguresNotPossibleError
from tools.demo.registers.marriage import decisions, review_size
from tools.demo.world import World

KINDS = {
    "registered": MarriageRegistered,
    "divorced": DivorceRegistered,
    "reissued": CertificateReissued,
}
KEYS = [f"marriage.{foreign}{kind}" for foreign in ("", "foreign_") for kind in KINDS]
COUNTS = st.none() | st.integers(0, 15)


def counts(records: list[Record]) -> dict[str, int]:
    return {
        f"marriage.{'foreign_' if foreign else ''}{name}": sum(
            isinstance(r, kind) and r.foreign is foreign for r in records
        )
        for foreign in (False, True)
        for name, kind in KINDS.items()
    }


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(),
    year=st.integers(2018, 2023),
    values=st.fixed_dictionaries(
        {**dict.fromkeys(KEYS, COUNTS), "marriage.archive_queries": COUNTS}
    ),
)
def test_the_year_adds_up_to_its_figures(
    seed: int, year: int, values: dict[str, int | None]
) -> None:
    records = Replay().run(decisions(World(seed, year, "marriage"), figures(values)))
    assert counts(records) == {key: values[key] or 0 for key in KEYS}
    queries = sum(isinstance(r, ArchiveQueryAnswered) for r in records)
    assert queries == (values["marriage.archive_queries"] or 0)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(), years=st.integers(1, 2), rate=st.sampled_from([0, 50, 98, 99, 100]))
def test_serials_are_gap_free_and_the_pass_rate_comes_out(seed: int, years: int, rate: int) -> None:
    values = {"marriage.registered": 90, "marriage.divorced": 30, "marriage.pass_rate": rate}
    replay = Replay()
    for year in range(2019, 2019 + years):
        records = replay.run(decisions(World(seed, year, "marriage"), figures(values)))
    books: dict[str, list[int]] = {}
    for record in records:
        if isinstance(record, Numbered):
            number = certificates.read(record.certificate)
            assert number is not None
            books.setdefault(number.book, []).append(number.serial)
    assert Counter(map(len, books.values())) == {90: years, 30: years}
    assert all(serials == list(range(1, len(serials) + 1)) for serials in books.values())
    reviews = [r for r in records if isinstance(r, FilesReviewed)]
    files, in_order = sum(r.files for r in reviews), sum(r.in_order for r in reviews)
    assert files
    assert 100 * in_order == rate * files


def rate_of(percent: int, quality: Quality = Quality.EXACT) -> PublishedFigure:
    rate = figures({"marriage.pass_rate": percent}, quality).published("marriage.pass_rate")
    assert rate is not None
    return rate


@given(files=st.integers(100, 5_000), percent=st.integers(0, 100))
def test_with_a_hundred_files_any_rate_comes_out_exactly(files: int, percent: int) -> None:
    reviewed, defects = review_size(files, rate_of(percent))
    assert 0 < reviewed <= files
    assert 100 * (reviewed - defects) == percent * reviewed


@given(files=st.integers(0, 99), percent=st.integers(0, 120))
def test_with_fewer_the_rate_comes_out_or_no_review_has_it(files: int, percent: int) -> None:
    try:
        reviewed, defects = review_size(files, rate_of(percent))
    except FiguresNotPossibleError:
        tried = [(k, n) for n in range(1, files + 1) for k in range(n + 1)]
        assert not any(100 * k == percent * n for k, n in tried)
        return
    assert 0 < reviewed <= files
    assert 100 * (reviewed - defects) == percent * reviewed


@given(files=st.integers(40, 300))
def test_a_rate_above_or_about_the_printed_one(files: int) -> None:
    for quality in (Quality.AT_LEAST, Quality.OVER, Quality.ROUNDED):
        reviewed, defects = review_size(files, rate_of(90, quality))
        percent = Decimal(10_000 * (reviewed - defects) // reviewed) / 100
        assert holds(rate_of(90, quality), percent)


def test_spoilt_blanks_are_no_files() -> None:
    values = {"marriage.registered": 1_000, "marriage.pass_rate": 100}
    records = Replay().run(decisions(World(1, 2019, "marriage"), figures(values)))
    (review,) = [r for r in records if isinstance(r, FilesReviewed)]
    assert (review.serial_last, review.files, review.in_order) == (1_001, 1_000, 1_000)


def test_a_rate_without_registrations_is_not_possible() -> None:
    made = decisions(World(1, 2019, "marriage"), figures({"marriage.pass_rate": 100}))
    with pytest.raises(FiguresNotPossibleError, match=r"marriage\.registered"):
        list(made)
