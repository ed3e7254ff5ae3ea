"""Time stamps by a real authority (`openssl ts` behind HTTP): what holds, and what is refused."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.evidence.authorities import Authorities, ask
from ledger.evidence.stamps import Stamp, StampError
from tests.ledger.evidence.authority import Authority
from tests.ledger.evidence.keys import LOG, checkpoint, signed

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
NOTE = signed(checkpoint(300), LOG).encode()


def now() -> int:
    return int(time.time())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with Authority.new(tmp_path_factory.mktemp("tsa") / "good").serving() as authority:
        yield authority


@pytest.fixture(scope="module")
def trusted(authority: Authority) -> Authorities:
    return Authorities.read(authority.root)


@pytest.fixture(scope="module")
def stamp(authority: Authority, trusted: Authorities) -> Stamp:
    return ask(authority.url, NOTE, trusted, now())[0]


def test_a_stamp_says_when_the_note_was_there(
    authority: Authority, trusted: Authorities, stamp: Stamp
) -> None:
    stated = trusted.time(stamp.token, NOTE, now())
    assert abs(stated.timestamp() - now()) < 60
    assert (stamp.authority, stamp.note) == (authority.url, NOTE)


def test_a_token_over_other_bytes_is_refused(trusted: Authorities, stamp: Stamp) -> None:
    with pytest.raises(StampError, match="Mismatch between messages"):
        trusted.time(stamp.token, NOTE.replace(b"300", b"301"), now())


def test_an_untrusted_chain_is_refused(tmp_path: Path, stamp: Stamp, authority: Authority) -> None:
    stranger = Authorities.read(Authority.new(tmp_path / "other").root)
    with pytest.raises(StampError, match="does not hold"):
        stranger.time(stamp.token, NOTE, now())
    with pytest.raises(StampError, match="does not hold"):
        ask(authority.url, NOTE, stranger, now())
    with pytest.raises(StampError, match="no root"):
        Authorities.read(authority.folder / "signer.pem")


def test_a_chain_that_had_expired_is_refused(tmp_path: Path) -> None:
    old = Authority.new(tmp_path / "old", years_ago=2)
    with old.serving(), pytest.raises(StampError, match="certificate has expired"):
        ask(old.url, NOTE, Authorities.read(old.root), now())


def test_a_token_of_the_future_is_refused(trusted: Authorities, stamp: Stamp) -> None:
    with pytest.raises(StampError, match="in the future"):
        trusted.time(stamp.token, NOTE, now() - 3600)


def test_an_old_token_is_no_answer_to_a_new_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaying = Authority.new(tmp_path / "replaying")
    first: list[bytes] = []

    def replayed(reply: bytes) -> bytes:
        first.append(reply)
        return first[0]

    monkeypatch.setattr(replaying, "garbled", replayed)
    with replaying.serving():
        trusted = Authorities.read(replaying.root)
        ask(replaying.url, NOTE, trusted, now())
        with pytest.raises(StampError, match="Nonce mismatch"):
            ask(replaying.url, NOTE, trusted, now())


def test_an_authority_that_refuses_is_quoted(tmp_path: Path) -> None:
    narrow = Authority.new(tmp_path / "narrow", digests="sha384")
    with narrow.serving(), pytest.raises(StampError, match="refused"):
        ask(narrow.url, NOTE, Authorities.read(narrow.root), now())


def test_an_authority_that_is_away_is_told(trusted: Authorities, authority: Authority) -> None:
    for url in ("http://127.0.0.1:1/", "http://127.0.0.1:99999/", "ftp://127.0.0.1/", ""):
        with pytest.raises(StampError, match=r"cannot be reached|has the address"):
            ask(url, NOTE, trusted, now())


def test_a_truncated_token_is_refused(trusted: Authorities, stamp: Stamp) -> None:
    for length in (0, 1, 10, 300, len(stamp.token) - 1):
        with pytest.raises(StampError):
            trusted.time(stamp.token[:length], NOTE, now())


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_changed_bit_moves_the_time(
    trusted: Authorities, stamp: Stamp, data: st.DataObject
) -> None:
    """Bits outside what is signed may change; then the token still says the same."""
    place = data.draw(st.integers(0, len(stamp.token) - 1))
    changed = bytearray(stamp.token)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    stated = trusted.time(stamp.token, NOTE, now())
    try:
        assert trusted.time(bytes(changed), NOTE, now()) == stated
    except StampError:
        return
