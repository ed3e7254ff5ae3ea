"""Both verifiers behind one question: does this bundle hold, and if not, what is its fault?"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ledger.evidence.bundles.trusting import Trust
from ledger.evidence.bundles.verifying import verify_bundle
from ledger.evidence.signing import parse_vkey
from tests.ledger.evidence.keys import LOG, NOW

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = Path(__file__).parents[4] / "ledger" / "evidence" / "verifier.html"
LATER = NOW + 100
TRUSTED = (LOG.verifier.vkey,)
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Verdict:
    """Whether it holds; the name of the fault, empty if there is none; what was counted."""

    ok: bool
    fault: str
    message: str
    counted: dict[str, int]


class Verifies(Protocol):
    def __call__(
        self, bundle: bytes, keys: Sequence[str] = TRUSTED, now: int = LATER
    ) -> Verdict: ...


class PythonVerifier:
    def __init__(self, folder: Path) -> None:
        self._file = folder / "bundle.zip"

    def __call__(self, bundle: bytes, keys: Sequence[str] = TRUSTED, now: int = LATER) -> Verdict:
        self._file.write_bytes(bundle)
        report = verify_bundle(self._file, Trust([parse_vkey(key) for key in keys]), now=now)
        fault = report.fault
        counted = {step.name: step.checked for step in report.steps}
        return Verdict(report.ok, fault.fault if fault else "", str(fault or ""), counted)


class PageVerifier:
    def __init__(self, page: Page) -> None:
        self.page = page

    def __call__(self, bundle: bytes, keys: Sequence[str] = TRUSTED, now: int = LATER) -> Verdict:
        report: dict[str, Any] = self.page.evaluate(
            """([data, keys, now]) => verifyBundle(
                Uint8Array.from(atob(data), c => c.charCodeAt(0)).buffer, { keys, now })""",
            [base64.b64encode(bundle).decode(), list(keys), now],
        )
        fault = report["fault"] or {"name": "", "message": ""}
        counted = {step["name"]: step["checked"] for step in report["steps"]}
        return Verdict(report["ok"], fault["name"], fault["message"], counted)


def chromium() -> str | None:
    """The browser of the system, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def opened_page() -> Iterator[Page]:
    """The verifier's page in a real browser without a network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.goto(PAGE.as_uri())
        yield page
        browser.close()
