"""Receipts as files: HTML for any browser, PDF through the extra `[pdf]`."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Final

from application.receipts.codes import Code
from application.receipts.page import Page
from ledger.errors import LedgerError

PDF_STANDARD: Final = "a-2u"
"""PDF/A-2u: kept for decades, and its text can be searched and copied."""


class PrintingError(LedgerError):
    """The receipt cannot be printed that way; no file was written."""

    code = "printing"


def printed(page: Page, path: Path) -> bytes:
    """A receipt in the form that the file's name asks for.

    Raises:
        PrintingError: the name ends in neither `.html` nor `.pdf`, or the extra is missing.
    """
    if path.suffix == ".html":
        return html(page)
    if path.suffix == ".pdf":
        return pdf(page)
    raise PrintingError(
        f"{path.name} ends in neither .html nor .pdf, so its form is not known.",
        "Choose one of the two endings; no file was written.",
    )


def html(page: Page) -> bytes:
    """One self-contained HTML file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("application.receipts", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("receipt.html").render(page=page).encode()


def pdf(page: Page) -> bytes:
    """One PDF/A file with its fonts.

    Raises:
        PrintingError: the extra `[pdf]` is not installed.
    """
    try:
        import pylopdf_fonts_zh_cn as fonts
        import typst
    except ImportError:
        raise PrintingError(
            "PDF needs the extra [pdf], which is not installed.",
            "pip install 'qingce[pdf]', or take .html and print it from a browser.",
        ) from None
    content = {
        **asdict(page),
        "slip_codes": _drawn(page.slip_codes),
        "record_codes": _drawn(page.record_codes),
    }
    return typst.compile(
        resources.files(__package__).joinpath("receipt.typ").read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts.sans_path().parent]),
        sys_inputs={"page": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        pdf_standards=PDF_STANDARD,
    )


def _drawn(codes: tuple[Code, ...]) -> list[dict[str, object]]:
    return [{"number": code.number, "count": code.count, "svg": code.svg()} for code in codes]
