"""What the desk refuses is found again in a log that was written around it."""

from collections.abc import Sequence

from domain.common.invariants import Entry, Invariant
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation, Rule
from domain.marriage import rules
from domain.marriage.invariants import Books, OneMarriage, OneValidCopy
from domain.marriage.records import CertificateReissued
from tests.domain.deciding import history
from tests.domain.marriage.stories import DIVORCE, J1, MARRIED, MARRY, MARRY_OTHERS


def judged(reader: Invariant, log: Sequence[Record]) -> list[tuple[int, Rule]]:
    """Where a reader finds what, in a log of these records."""
    found = []
    for position, record in enumerate(log, 1):
        entry = Entry(record, (), Citation(position, record.type, "2019-01-01"), "o", "371002")
        found += [(one.position, one.rule) for one in reader.add(entry)]
    assert sum(reader.counted().values())
    assert {rule for _, rule in found} <= set(reader.rules)
    return found


def records(log: Sequence[Tagged]) -> list[Record]:
    return [tagged.record for tagged in log]


def reissue(number: str, original: str, root: str, holder: str) -> CertificateReissued:
    return CertificateReissued(
        certificate=number,
        registered_on="2019-10-08",
        matter="marriage",
        original=original,
        root=root,
        holders=[holder],
        foreign=False,
        reason="遗失",
    )


def test_a_sound_log_is_found_sound() -> None:
    log = records(history(MARRY_OTHERS, DIVORCE, given=MARRIED))
    assert judged(Books(), log) == []
    assert judged(OneMarriage(), log) == []


def test_a_skipped_and_a_repeated_serial_are_found() -> None:
    both = records(history(MARRY, MARRY_OTHERS))
    assert judged(Books(), both[1:]) == [(1, rules.SERIAL_NEXT)]
    assert judged(Books(), [both[0], both[0]]) == [(2, rules.SERIAL_NEXT)]


def test_a_second_marriage_is_found() -> None:
    assert judged(OneMarriage(), records(MARRIED) * 2) == [(2, rules.NOT_MARRIED)]


def test_a_copy_replaced_twice_or_of_another_chain_is_found() -> None:
    first = reissue("BJ371002-2019-000001", J1, J1, "he")
    again = reissue("BJ371002-2019-000002", J1, J1, "he")
    of_her = reissue("BJ371002-2019-000002", J1, J1, "she")
    strange = reissue("BJ371002-2019-000003", first.certificate, "J-other", "she")
    married = records(MARRIED)
    assert judged(OneValidCopy(), [*married, first, of_her]) == []
    assert judged(OneValidCopy(), [*married, first, again]) == [(3, rules.REISSUE_NEWEST)]
    assert judged(OneValidCopy(), [*married, first, strange]) == [(3, rules.REISSUE_OF_OWN)]
