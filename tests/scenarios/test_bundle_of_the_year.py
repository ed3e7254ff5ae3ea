"""A person's bundle from the demo year: it holds in both verifiers, and no tampering passes."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from ledger.checkpoints.store import CheckpointStore
from ledger.evidence.bundles import layout
from ledger.evidence.bundles.lines import encode_hashes
from ledger.evidence.multiproofs import prove_many
from tests.ledger.evidence.bundles.office import pack
from tests.ledger.evidence.bundles.verifiers import PageVerifier, PythonVerifier, Verifies
from tests.scenarios.offices import Office
from tests.scenarios.years import a_copy_of

Members = dict[str, bytes]
Change = Callable[[Members], Members]
BUSIEST = """
SELECT tag FROM ledger.postings WHERE tag LIKE 'person:%'
GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 1
"""


@dataclass
class Taken:
    """The bundle, the key to check it with, and one without a record with its proofs made anew."""

    members: Members
    vkey: str
    one_left_out: Members


@pytest.fixture(scope="module")
def taken(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    folder = tmp_path_factory.mktemp("taken")
    with a_copy_of(year) as dsn:
        office = Office(dsn, folder / "data")
        office.vkey = office.answer("key", "new", "--unattended")["vkeys"][0]
        with psycopg.connect(dsn) as connection:
            ((person,),) = connection.execute(BUSIEST).fetchall()
        office.bundle(folder / "person.zip", "--tag", person)
        with zipfile.ZipFile(folder / "person.zip") as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        yield Taken(members, office.vkey, without_the_second(members, dsn))


def without_the_second(members: Members, dsn: str) -> Members:
    """A record left out, and the proof made again for all that remain."""
    kept = lines(members[layout.RECORDS])
    del kept[1]
    size = int(members[layout.CHECKPOINT].split(b"\n")[1])
    both = [*kept, *lines(members[layout.STATEMENTS])]
    indexes = sorted(int(line.split(b" ")[0]) - 1 for line in both)
    with CheckpointStore(dsn) as store:
        proof = prove_many(store.tree(size), indexes)
    return {**members, layout.RECORDS: b"".join(kept), layout.INCLUSION: encode_hashes(proof)}


def lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


@pytest.fixture(params=["python", "browser"])
def verifies(request: pytest.FixtureRequest, tmp_path: Path) -> Verifies:
    if request.param == "python":
        return PythonVerifier(tmp_path)
    page: PageVerifier = request.getfixturevalue("page")
    return page


def judged(verifies: Verifies, bundle: bytes, *vkeys: str) -> str:
    """The fault; empty if it holds."""
    verdict = verifies(bundle, vkeys, int(time.time()))
    assert verdict.ok == (verdict.fault == "")
    return verdict.fault


def test_it_holds(taken: Taken, verifies: Verifies) -> None:
    assert len(lines(taken.members[layout.RECORDS])) > 5
    assert judged(verifies, pack(list(taken.members.items())), taken.vkey) == ""


def test_a_record_left_out_is_missed_though_every_remaining_proof_is_right(
    taken: Taken, verifies: Verifies
) -> None:
    left_out = taken.one_left_out
    assert judged(verifies, pack(list(left_out.items())), taken.vkey) == "incomplete"
    claims = taken.members[layout.BUNDLE]
    count = len(lines(taken.members[layout.RECORDS]))
    lowered = claims.replace(b'"records":%d' % count, b'"records":%d' % (count - 1))
    assert lowered != claims
    bundle = pack(list({**left_out, layout.BUNDLE: lowered}.items()))
    assert judged(verifies, bundle, taken.vkey) == "receipt", "the log says how many were taken"


def in_file(name: str, change: Callable[[bytes], bytes]) -> Change:
    return lambda members: {**members, name: change(members[name])}


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, 1)


def flipped(data: bytes) -> bytes:
    """A bit in the middle of the last line's base64."""
    place = len(data) - 60
    return data[:place] + (b"B" if data[place : place + 1] == b"A" else b"A") + data[place + 1 :]


def without(name: str) -> Change:
    return lambda members: {each: data for each, data in members.items() if each != name}


def without_line(place: int) -> Callable[[bytes], bytes]:
    return lambda data: b"".join(lines(data)[:place] + lines(data)[place:][1:])


IN_FILES: dict[str, tuple[str, Change]] = {
    "a record changed": (
        "inclusion",
        in_file(layout.RECORDS, replaced(b'"entry_mode":"backfill"', b'"entry_mode":"imported"')),
    ),
    "a record removed": ("incomplete", in_file(layout.RECORDS, without_line(1))),
    "a record twice": (
        "lines-order",
        in_file(layout.RECORDS, lambda data: lines(data)[0] + data),
    ),
    "records reordered": (
        "lines-order",
        in_file(layout.RECORDS, lambda data: b"".join(lines(data)[::-1])),
    ),
    "a space in a record": ("line-form", in_file(layout.RECORDS, replaced(b'":', b'": '))),
    "a hash of the proof left out": ("inclusion", in_file(layout.INCLUSION, without_line(0))),
    "a hash of the proof changed": ("inclusion", in_file(layout.INCLUSION, flipped)),
    "the growth not proved": ("consistency", in_file(layout.CONSISTENCY, without_line(0))),
    "a signature changed": ("bad-signature", in_file(layout.CHECKPOINT, flipped)),
    "the stronger signature taken off": (
        "downgraded",
        in_file(layout.CHECKPOINT, lambda data: b"".join(lines(data)[:-1])),
    ),
    "a readable page changed": (
        "contents",
        in_file(layout.INDEX_ZH, replaced(b"</html>", b"<p>paid</p></html>")),
    ),
    "another origin claimed": (
        "wrong-origin",
        in_file(layout.BUNDLE, replaced(b'"origin":"qingce', b'"origin":"others')),
    ),
    "the reason left out": ("member-missing", without(layout.STATEMENTS)),
    "a program put in": ("unknown-member", lambda members: {**members, "open-me.exe": b"MZ"}),
}


@pytest.mark.parametrize(("fault", "change"), IN_FILES.values(), ids=IN_FILES)
def test_tampering_with_its_files_is_named(
    taken: Taken, verifies: Verifies, fault: str, change: Change
) -> None:
    changed = change(taken.members)
    assert changed != taken.members
    assert judged(verifies, pack(list(changed.items())), taken.vkey) == fault


def bomb(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, bytes(1_000_000) if name == layout.RECORDS else data)
    return buffer.getvalue()


IN_THE_ARCHIVE: dict[str, tuple[str, Callable[[Members], bytes]]] = {
    "truncated": ("truncated", lambda members: pack(list(members.items()))[:-9]),
    "padded": ("padded", lambda members: pack(list(members.items())) + b"\n"),
    "a bit flipped": (
        "member-damaged",
        lambda members: pack(list(members.items())).replace(b"backfill", b"backfilk", 1),
    ),
    "one name twice": (
        "duplicate-name",
        lambda members: pack([*members.items(), (layout.BUNDLE, b"{}")]),
    ),
    "files reordered": ("reordered", lambda members: pack(list(members.items())[::-1])),
    "a bomb": ("compressed", bomb),
}


@pytest.mark.parametrize(("fault", "change"), IN_THE_ARCHIVE.values(), ids=IN_THE_ARCHIVE)
def test_tampering_with_the_archive_is_named(
    taken: Taken, verifies: Verifies, fault: str, change: Callable[[Members], bytes]
) -> None:
    assert judged(verifies, change(taken.members), taken.vkey) == fault


def test_a_key_of_somebody_else_is_named(taken: Taken, verifies: Verifies) -> None:
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert judged(verifies, pack(list(taken.members.items())), other) == "wrong-key"
