"""A messy roster names exactly its bad lines; mended and imported again, it lands once."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from application.commands import COMMANDS, People
from application.imports import returning
from application.imports.lines import Common
from application.imports.running import Imported, Importer
from ledger.sealing import OfficeSecrets
from ledger.verification import verify
from tests.application.acts import establish
from tests.application.conftest import Counter
from tests.application.imports import messy

DONATION = COMMANDS["charity.receive-donation"]
COMMON = Common(by="importer", office="371002-charity")


@pytest.fixture
def importer(counter: Counter, tmp_path: Path) -> Importer:
    counter.desk.execute(establish())
    office = OfficeSecrets.from_file(tmp_path / "keys")
    return Importer(counter.desk, People(counter.keyring, office))


def run(importer: Importer, path: Path, *, partial: bool = False) -> Imported:
    return importer.run(DONATION, path, COMMON, partial=partial)


def named(done: Imported) -> dict[int, tuple[str, str]]:
    return {fault.line: (fault.kind, fault.column) for fault in done.faults}


def expected(bad: dict[int, messy.Bad]) -> dict[int, tuple[str, str]]:
    return {
        line: (one.kind, messy.column(one.column) if one.column else "")
        for line, one in bad.items()
    }


def test_200_faults_of_20_kinds_in_10_000_lines(
    importer: Importer, counter: Counter, tmp_path: Path
) -> None:
    rows, bad = messy.spoilt(10_000, 200)
    assert len({one.kind + one.column for one in bad.values()}) >= 18
    assert len(messy.BAD) == 20
    messy.write(rows, tmp_path / "donations.xlsx")
    done = run(importer, tmp_path / "donations.xlsx")
    assert named(done) == expected(bad)
    assert len(done.faults) == 200, "one fault a bad line, none on the others"
    assert counter.log.head().size == 1, "nothing was recorded"

    mended = [messy.good(number) for number in range(10_000)]
    messy.write(mended, tmp_path / "mended.xlsx")
    done = run(importer, tmp_path / "mended.xlsx")
    assert (done.recorded, done.faults) == (10_000, [])
    assert counter.log.head().size == 10_002
    again = run(importer, tmp_path / "mended.xlsx")
    assert (again.recorded, again.before) == (0, 10_000)
    assert counter.log.head().size == 10_002
    assert not verify(counter.dsn).problems


def test_a_partial_import_and_the_mended_return_land_once(
    importer: Importer, counter: Counter, tmp_path: Path
) -> None:
    rows, bad = messy.spoilt(120, 20)
    messy.write(rows, tmp_path / "donations.xlsx")
    done = run(importer, tmp_path / "donations.xlsx", partial=True)
    assert (done.recorded, done.left_out) == (100, 20)
    returned = tmp_path / "donations.faults.xlsx"
    returning.write(done, returned)
    told = CalamineWorkbook.from_path(str(returned)).get_sheet_by_index(1).to_python()
    assert [(int(row[0]), row[5]) for row in told[1:]] == [
        (line, one.kind) for line, one in sorted(bad.items())
    ]
    assert all(row[3] for row in told[1:]), "every fault has its reason"

    _mend(returned, tmp_path / "returned.xlsx")
    done = run(importer, tmp_path / "returned.xlsx", partial=True)
    assert (done.recorded, done.faults) == (20, [])
    for file in ("donations.xlsx", "returned.xlsx"):
        run(importer, tmp_path / file, partial=True)
    assert counter.log.head().size == 123, "120 lines, the fund, and two notes of files"


def _mend(returned: Path, mended: Path) -> None:
    """Put good lines where the bad ones stood; `origin` stays."""
    from application.spreadsheets import put, workbook

    rows = CalamineWorkbook.from_path(str(returned)).get_sheet_by_index(0).to_python()
    header = [str(name) for name in rows[0]]
    with workbook(mended) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(header):
            put(sheet, 0, place, name)
        for number, row in enumerate(rows[1:], start=1):
            origin = str(row[header.index("origin")])
            right = messy.good(int(origin.rpartition(":")[2]) - 2) | {"origin": origin}
            for place, name in enumerate(header):
                value = right.get(name)
                if name == messy.column("发生日期"):
                    value = "2019-06-03"
                put(sheet, number, place, value)
