from __future__ import annotations

import pytest

from domain.common.decisions import Decision
from domain.common.refusals import Rule
from domain.signing import rules
from domain.signing.decisions import AnnounceKey, BoundTime, RetireKey, RevokeKey
from tests.domain.acting import act, refused
from tests.domain.deciding import decide, history

LOG = "huancui.example/log"
DIGEST = "0f" * 32


def announce(key_id: str = "263a6511", origin: str = LOG) -> AnnounceKey:
    return AnnounceKey(act(), origin, key_id, "ed25519", f"{origin}+{key_id}+AA==", 0)


def retire(key_id: str = "263a6511") -> RetireKey:
    return RetireKey(act(), LOG, key_id, 7)


def revoke(reason: str = "stolen", key_id: str = "263a6511") -> RevokeKey:
    return RevokeKey(act(), LOG, key_id, 5, reason)


def bound(**changed: str) -> BoundTime:
    told = {
        "root": DIGEST,
        "authority": "http://tsa.example/",
        "stated": "2026-01-01T00:00:00+00:00",
        "note_digest": DIGEST,
        "token_digest": DIGEST,
    }
    return BoundTime(act(), LOG, 7, **{**told, **changed})


def test_a_key_is_announced_retired_and_revoked() -> None:
    told = history(announce(), retire(), revoke())
    assert [tagged.record.type for tagged in told] == [
        "signing.key-announced.v1",
        "signing.key-retired.v1",
        "signing.key-revoked.v1",
    ]
    assert all(tagged.tags[:2] == ["key:263a6511", f"log:{LOG}"] for tagged in told)


@pytest.mark.parametrize(
    ("given", "command", "rule", "cited"),
    [
        ([announce()], announce(), rules.ANNOUNCED_ONCE, [1]),
        ([], retire(), rules.ANNOUNCED_FIRST, []),
        ([announce("ffffffff")], retire(), rules.ANNOUNCED_FIRST, []),
        ([announce(origin="other.example")], revoke(), rules.ANNOUNCED_FIRST, []),
        ([announce(), retire()], retire(), rules.ANNOUNCED_FIRST, [2]),
        ([announce(), revoke()], revoke(), rules.ANNOUNCED_FIRST, [2]),
        ([announce()], revoke(" "), rules.REASON, []),
        ([announce()], revoke("长" * 201), rules.REASON, []),
        ([announce()], revoke("called 13800001111"), rules.REASON, []),
        ([], bound(root="0F" * 32), rules.DIGESTS, []),
        ([], bound(token_digest=""), rules.DIGESTS, []),
        ([], bound(stated="2026-01-01T00:00:00"), rules.DIGESTS, []),
        ([], bound(stated="yesterday"), rules.DIGESTS, []),
    ],
)
def test_refusals(given: list[Decision], command: Decision, rule: Rule, cited: list[int]) -> None:
    assert refused(command, history(*given), rule) == cited


def test_two_keys_and_two_logs_do_not_meet() -> None:
    history(announce(), announce("ffffffff"), announce(origin="other.example"), retire())


def test_the_time_is_bounded_under_the_name_of_the_log() -> None:
    (told,) = decide(bound())
    assert told.tags[0] == f"log:{LOG}"
