"""Receipts on paper: rendered, read by eye and by a code reader, and checked with what was read."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.ledger.embedding import folder, server
from tests.tools.commanding import answered, qingce, refused
from tests.tools.logging_office import ORIGIN, Office

PURPOSE = "大病救助 <b>&\"'"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with folder("receipts") as data, server(data).running():
        office = Office(data)
        office.makes_keys()
        office.asks("key", "new", "--type", "ed25519", "--type", "ed25519")
        office.records(40, purpose=PURPOSE)
        office.records(1, document="文" * 2000)
        office.asks("checkpoint")
        yield office


@pytest.fixture(scope="module")
def pdf(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("paper") / "receipt.pdf"
    answer = office.asks("receipt", "print", "17", file)
    assert answer == {"position": 17, "file": str(file), "slip_codes": 2, "record_codes": 1}
    return file


@pytest.fixture
def policy(office: Office, tmp_path: Path) -> Path:
    vkeys = office.asks("key", "show")["vkeys"]
    file = tmp_path / "policy"
    file.write_text(f"log {vkeys[0]}\nquorum none\n")
    return file


def scanned(file: Path) -> list[bytes]:
    """The contents of all codes, in the order of the page."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(file)):
        for code in zxingcpp.read_barcodes(page.render(scale=3, grayscale=True).to_numpy()):
            corner = code.position.top_left
            found.append((number, round(corner.y, -2), corner.x, code.bytes))
    return [content for *_, content in sorted(found)]


def test_a_person_reads_what_the_record_is(office: Office, pdf: Path) -> None:
    pages = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    told = office.asks("prove", "17")
    for value in (
        "记录回执",
        "社会救助 Social assistance",
        "assistance.grant-paid.v1",
        "2019-03-05T09:30:00+08:00",
        "zhang-wei",
        "371002",
        "1016 (10.16 元)",
        PURPOSE,
        ORIGIN,
        told["leaf_hash"],
    ):
        assert value in text, value


def test_what_the_codes_say_verifies_offline(
    office: Office, pdf: Path, policy: Path, tmp_path: Path
) -> None:
    *parts, record = scanned(pdf)
    assert record == base64.b64decode(office.asks("prove", "17")["record"])
    (tmp_path / "slip").write_bytes(b"".join(parts))
    (tmp_path / "record").write_bytes(record)
    words = ["receipt", "check", tmp_path / "slip", tmp_path / "record", "--policy", policy]
    away = ["--data", tmp_path / "nothing", "--json"]
    checked = answered(qingce(*words, *away))
    assert checked == {
        "ok": True,
        "position": 17,
        "origin": ORIGIN,
        "size": 41,
        "signed_by": [ORIGIN],
    }
    (tmp_path / "record").write_bytes(record.replace(b"1016", b"9016"))
    assert refused(qingce(*words, *away))["code"] == "invalid-proof"
    (tmp_path / "record").write_bytes(record)
    (tmp_path / "slip").write_bytes(b"".join(parts).replace(b"index 16", b"index 17"))
    assert refused(qingce(*words, *away))["code"] == "invalid-proof"
    (tmp_path / "slip").write_bytes(b"".join(parts[::-1]))
    assert refused(qingce(*words, *away))["code"] == "invalid-note"
    assert refused(qingce(*words[:-2], *away), exit_code=2)["code"] == "usage"


def test_html_is_whole_and_escaped(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "receipt.html"
    answer = office.asks("receipt", "print", "17", file, "--size", "41")
    page = file.read_text("utf-8")
    assert page.count("<svg") == answer["slip_codes"] + answer["record_codes"] == 3
    assert "大病救助 &lt;b&gt;&amp;&#34;&#39;" in page
    assert "记录原文同样扫描" in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_long_record_is_not_turned_into_codes(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "receipt.html"
    assert office.asks("receipt", "print", "41", file)["record_codes"] == 0
    assert "请向机构索取其字节" in file.read_text("utf-8")


def test_another_ending_is_refused(office: Office, tmp_path: Path) -> None:
    error = refused(office.runs("receipt", "print", "17", tmp_path / "receipt.docx"))
    assert error["code"] == "printing"
    assert not list(tmp_path.iterdir())
    assert refused(office.runs("receipt", "print", "42", tmp_path / "a.pdf"))["code"] == (
        "no-such-position"
    )
