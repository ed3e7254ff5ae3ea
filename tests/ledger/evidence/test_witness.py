"""The witness's judgement: what it cosigns, refuses, reports, and remembers."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from ledger.evidence.errors import InvalidPolicyError
from ledger.evidence.notes import parse_note, parse_signatures
from ledger.evidence.signing import ED25519_NOTE
from ledger.evidence.trust import verified
from ledger.evidence.witness.judge import Alarm, Answer, Witness
from ledger.evidence.witness.memory import Memory, WitnessMemoryError
from ledger.evidence.witness.wire import SIZE_CONTENT_TYPE, log_path, parse_add_checkpoint
from tests.ledger.evidence.keys import LOG, NOW, ORIGIN, WITNESS_ML_DSA, WITNESSES, signer
from tests.ledger.evidence.logs import LogInMemory

LOG_100 = LogInMemory.of(100)
OWN = [WITNESSES[0], signer(WITNESSES[0].name, WITNESS_ML_DSA.type)]


class Office:
    """A witness, its folder, its clock, and the alarms it raised."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOW
        self.alarms: list[Alarm] = []
        self.memory = Memory(folder)
        if not (folder / "logs.policy").exists():
            self.memory.watch(LOG.verifier.vkey)
        self.witness = Witness(self.memory, OWN, lambda: self.now, self.alarms.append)

    def ask(self, body: bytes) -> Answer:
        return self.witness.add_checkpoint(body)

    def restarted(self) -> Office:
        self.memory.close()
        return Office(self.folder)

    @property
    def log_folder(self) -> Path:
        return self.folder / "logs" / log_path(ORIGIN)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path / "witness")
    yield office
    office.memory.close()


def cosigned(answer: Answer, body: bytes) -> list[int]:
    """Times of the witness's good signatures in the answer."""
    assert answer.status == HTTPStatus.OK, answer.body
    note = parse_add_checkpoint(body).note
    added = parse_signatures(answer.body.decode())
    keys = [item.verifier for item in OWN]
    return [item.time for item in verified(note.with_signatures(added), keys, NOW + 1000)]


def test_it_cosigns_growth_with_each_of_its_keys(office: Office) -> None:
    for size_from, size_to in ((0, 3), (3, 3), (3, 64), (64, 100)):
        body = LOG_100.request(size_from, size_to)
        assert cosigned(office.ask(body), body) == [NOW, NOW]
    assert not office.alarms


def test_a_stale_old_size_is_told_the_right_one(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    for size_from, size_to in ((0, 20), (5, 20), (11, 20), (0, 10)):
        answer = office.ask(LOG_100.request(size_from, size_to))
        assert answer == Answer(HTTPStatus.CONFLICT, b"10\n", SIZE_CONTENT_TYPE)
    assert not office.alarms


@pytest.mark.parametrize("place", [0, 5, 9])
def test_a_rewritten_history_is_refused_reported_and_kept(office: Office, place: int) -> None:
    office.ask(LOG_100.request(0, 10))
    body = LOG_100.rewritten(place).request(10, 50)
    answer = office.ask(body)
    assert answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert b"size 10" in answer.body
    (alarm,) = office.alarms
    assert alarm.kind == "inconsistent"
    assert "cosigned here: size 10" in alarm.report
    assert (alarm.evidence / "request").read_bytes() == body
    assert (alarm.evidence / "report").read_text() == alarm.report
    kept = parse_note((alarm.evidence / "checkpoint").read_bytes())
    assert kept.text == LOG_100.note(10).text
    good = LOG_100.request(10, 50)
    assert cosigned(office.ask(good), good), "the true log is cosigned still"


@pytest.mark.parametrize("size_from", [0, 10])
def test_two_roots_at_one_size_are_a_fork(office: Office, size_from: int) -> None:
    office.ask(LOG_100.request(0, 10))
    answer = office.ask(LOG_100.rewritten(3).request(size_from, 10))
    assert answer.status == HTTPStatus.CONFLICT
    assert [alarm.kind for alarm in office.alarms] == ["fork"]
    assert "another root at size 10" in office.alarms[0].report


def test_a_fork_in_the_past_is_found_in_the_history(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    office.ask(LOG_100.request(10, 50))
    assert office.ask(LOG_100.request(50, 10)).status == HTTPStatus.BAD_REQUEST
    assert office.ask(LOG_100.request(0, 10)).status == HTTPStatus.CONFLICT
    assert not office.alarms, "a late copy of what was cosigned is no alarm"
    office.ask(LOG_100.rewritten(3).request(0, 10))
    assert [alarm.kind for alarm in office.alarms] == ["fork"]
    assert "another root at size 10" in office.alarms[0].report


def test_a_rollback_is_refused_and_reported(office: Office) -> None:
    office.ask(LOG_100.request(0, 50))
    answer = office.ask(LOG_100.request(0, 30))
    assert answer == Answer(HTTPStatus.CONFLICT, b"50\n", SIZE_CONTENT_TYPE)
    assert [alarm.kind for alarm in office.alarms] == ["rollback"]


def test_the_same_contradiction_is_kept_once(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    body = LOG_100.rewritten(3).request(10, 50)
    for _ in range(3):
        office.ask(body)
    assert len(list((office.log_folder / "evidence").iterdir())) == 1


def test_a_proof_where_none_is_due_is_refused(office: Office) -> None:
    header, _, rest = LOG_100.request(10, 50).partition(b"\n")
    assert office.ask(b"old 0\n" + rest).status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert office.ask(LOG_100.request(0, 10)).status == HTTPStatus.OK
    assert office.ask(header + b"\n" + rest).status == HTTPStatus.OK


def test_a_checkpoint_with_an_unknown_key_or_origin_is_refused(office: Office) -> None:
    stranger = LogInMemory(LOG_100.records, signer(ORIGIN, ED25519_NOTE, 1))
    assert office.ask(stranger.request(0, 10)).status == HTTPStatus.FORBIDDEN
    other = LogInMemory(LOG_100.records, signer("other.example", ED25519_NOTE))
    assert office.ask(other.request(0, 10)).status == HTTPStatus.NOT_FOUND
    forged = LOG_100.request(0, 10).replace(b"\n10\n", b"\n11\n")
    assert office.ask(forged).status == HTTPStatus.FORBIDDEN
    assert not office.alarms
    assert not office.log_folder.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"old 0", b"old 00"),
        lambda body: body.replace(b"old 0", b"old -1"),
        lambda body: body.replace(b"old 0", b"new 0"),
        lambda body: body.replace(b"old 0\n", b"old 0\nAAAA\n"),
        lambda body: body.replace(b"old 0\n", b"old 0\r\n"),
        lambda body: body.replace(b"old 0\n", b"old 0\n" + (b"A" * 43 + b"=\n") * 64),
        lambda body: body.replace(b"old 0", b"old 11"),
        lambda body: body[:-1],
        lambda body: body.partition(b"\n\n")[0],
        lambda _: b"",
    ],
)
def test_malformed_requests_are_bad_requests(office: Office, change: object) -> None:
    body = change(LOG_100.request(0, 10))  # type: ignore[operator]
    assert office.ask(body).status == HTTPStatus.BAD_REQUEST


def test_it_remembers_across_a_restart(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    office.ask(LOG_100.request(10, 20))
    again = office.restarted()
    assert again.ask(LOG_100.request(0, 20)).body == b"20\n"
    assert again.ask(LOG_100.rewritten(3).request(20, 30)).status == 422
    assert [item.size for item in again.witness.history(ORIGIN)] == [10, 20]
    again.memory.close()


def test_what_is_kept_verifies_on_its_own(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    note = parse_note((office.log_folder / "checkpoint").read_bytes())
    keys = [LOG.verifier, *(item.verifier for item in OWN)]
    assert len(verified(note, keys, NOW)) == 3


def test_a_lost_memory_is_not_a_new_start(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    (office.log_folder / "checkpoint").unlink()
    with pytest.raises(WitnessMemoryError, match="is gone"):
        office.restarted()


def test_a_changed_memory_is_refused(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    path = office.log_folder / "checkpoint"
    path.write_bytes(path.read_bytes().replace(b"\n10\n", b"\n11\n"))
    with pytest.raises(WitnessMemoryError, match="cannot be relied on"):
        office.restarted()
    path.write_bytes(LOG_100.note(10).encode())
    with pytest.raises(WitnessMemoryError, match="another witness"):
        office.restarted()


def test_a_history_cut_by_a_crash_is_completed(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    office.ask(LOG_100.request(10, 20))
    history = office.log_folder / "history"
    whole = history.read_bytes()
    for cut in (whole[:-7], whole[: whole.index(b"\n") + 1]):
        history.write_bytes(cut)
        office = office.restarted()
        assert history.read_bytes() == whole
    office.memory.close()


def test_two_processes_do_not_share_a_folder(office: Office) -> None:
    with pytest.raises(WitnessMemoryError, match="Another witness process"):
        Memory(office.folder)


def test_a_clock_that_went_back_does_not_sign(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    office.now = NOW - 5
    answer = office.ask(LOG_100.request(10, 20))
    assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert b"5 s behind" in answer.body


def test_it_does_not_cosign_what_it_cannot_keep(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    away = office.log_folder.rename(office.log_folder.with_suffix(".away"))
    office.log_folder.write_bytes(b"a file where the folder was")
    answer = office.ask(LOG_100.request(10, 20))
    assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    office.log_folder.unlink()
    away.rename(office.log_folder)
    assert office.ask(LOG_100.request(10, 20)).status == HTTPStatus.OK


def test_a_witness_of_no_log_says_what_to_do(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    with pytest.raises(WitnessMemoryError, match="qingce witness watch"):
        Witness(memory, OWN, lambda: NOW, lambda _: None)
    with pytest.raises(InvalidPolicyError):
        memory.watch("no vkey")
    memory.watch(LOG.verifier.vkey)
    with pytest.raises(InvalidPolicyError, match="listed twice"):
        memory.watch(LOG.verifier.vkey)
    memory.close()


def test_a_log_that_changes_its_key_is_followed(office: Office) -> None:
    office.ask(LOG_100.request(0, 10))
    successor = signer(ORIGIN, ED25519_NOTE, 2)
    later = LogInMemory(LOG_100.records, successor)
    assert office.ask(later.request(10, 20)).status == HTTPStatus.FORBIDDEN
    office.memory.watch(successor.verifier.vkey)
    again = office.restarted()
    assert again.ask(later.request(10, 20)).status == HTTPStatus.OK
    again.memory.close()
