from dataclasses import replace

from domain.marriage import rules
from domain.marriage.decisions.archive import AnswerArchiveQuery, RefuseArchiveQuery, ReviewFiles
from domain.marriage.decisions.paper import VoidCertificate
from domain.marriage.records import ArchiveQueryRefused, FilesReviewed
from tests.domain.acting import act, refused
from tests.domain.deciding import decide, history
from tests.domain.marriage.stories import HE, J1, J3, MARRIED, MARRY_OTHERS

ANSWER = AnswerArchiveQuery(act(), "Q1", "party", HE, "身份证", found=[J1])
VOID = VoidCertificate(act("2019-03-02"), "J", "打印错误")
THREE = history(VOID, replace(MARRY_OTHERS, certificate=J3), given=MARRIED)
REVIEW = ReviewFiles(act("2019-12-31"), "J371002-2019", 1, 3)


def test_an_answer_is_about_its_subject_and_what_was_found() -> None:
    (tagged,) = decide(ANSWER, MARRIED)
    assert {HE.tag, f"doc:{J1}", "doc:archive-query-Q1"} <= set(tagged.tags)


def test_who_asks_shows_identity_and_the_right_to_ask() -> None:
    assert refused(replace(ANSWER, identity_document=""), [], rules.QUERY_PROVED) == []
    agent = replace(ANSWER, basis="agent")
    assert refused(agent, [], rules.QUERY_PROVED) == []
    assert decide(replace(agent, basis_document="授权委托书"))


def test_a_query_is_answered_or_refused_once() -> None:
    answered = history(ANSWER, given=MARRIED)
    turn_away = RefuseArchiveQuery(act(), "Q1", "agent", HE, "无授权")
    assert refused(ANSWER, answered, rules.QUERY_ONCE) == [2]
    assert refused(turn_away, answered, rules.QUERY_ONCE) == [2]
    (tagged,) = decide(turn_away)
    assert isinstance(tagged.record, ArchiveQueryRefused)


def test_a_review_counts_the_files_of_its_numbers_without_voided_ones() -> None:
    (tagged,) = decide(replace(REVIEW, defective=[3]), THREE)
    assert isinstance(tagged.record, FilesReviewed)
    assert (tagged.record.files, tagged.record.in_order) == (2, 1)


def test_reviews_of_a_book_go_on_without_gap_or_overlap() -> None:
    first = history(replace(REVIEW, serial_last=1), given=THREE)
    assert refused(REVIEW, first, rules.REVIEW_NEXT) == [3, 4]
    assert refused(replace(REVIEW, serial_first=3), first, rules.REVIEW_NEXT) == [3, 4]
    assert decide(replace(REVIEW, serial_first=2), first)


def test_only_issued_numbers_are_reviewed() -> None:
    assert refused(replace(REVIEW, serial_last=4), THREE, rules.REVIEW_NEXT) == [3]
    assert refused(REVIEW, [], rules.REVIEW_NEXT) == []


def test_a_defect_is_of_a_file_reviewed() -> None:
    for defective in ([2], [4], [1, 1]):
        assert refused(replace(REVIEW, defective=defective), THREE, rules.REVIEW_DEFECTS) == []
