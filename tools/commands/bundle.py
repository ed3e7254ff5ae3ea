"""`qingce bundle`: one file of records and proofs that an outsider checks offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from ledger.evidence.bundles.manifest import Manifest

ByOption = Annotated[
    str | None, typer.Option("--by", metavar="OFFICIAL", help="Who acts; the user if not given.")
]
OfficeOption = Annotated[
    str | None, typer.Option("--office", metavar="CODE", help="For which office.")
]


def bundle(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The file to write.")],
    recipient: Annotated[
        str,
        typer.Option("--for", metavar="WHO", help="The body that takes it, and its file number."),
    ],
    reason: Annotated[str, typer.Option("--why", metavar="REASON", help="Why.")],
    tag: Annotated[
        str | None, typer.Option(help="Everything about a tag, e.g. person:ID or office:CODE.")
    ] = None,
    fund: Annotated[str | None, typer.Option(help="Everything about a fund.")] = None,
    case_file: Annotated[
        str | None, typer.Option("--case-file", metavar="NO", help="Everything about a case.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(min=1900, max=9999, help="Everything that happened in a year.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole log.")] = False,
    with_verifier: Annotated[
        bool,
        typer.Option("--with-verifier", help="Put the page that verifies in a browser inside."),
    ] = False,
    as_stated: Annotated[
        bool,
        typer.Option(
            "--as-stated", help="As of the newest snapshots there are, instead of taking new ones."
        ),
    ] = False,
    by: ByOption = None,
    office: OfficeOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Write records with the proof that they are in the log and that none is missing.

    The taking is recorded, with WHO and REASON. The file is verified before it is handed over.
    """
    selection = _selection(tag, fund, case_file, year, everything)
    manifest = _make(data, selection, recipient, reason, by, office, to, with_verifier, as_stated)
    _check(to)
    answer(json, _as_json(manifest, to), _text(manifest, to))


def _selection(
    tag: str | None, fund: str | None, case_file: str | None, year: int | None, everything: bool
) -> str:
    given = [
        *([tag] if tag else []),
        *([f"fund:{fund}"] if fund else []),
        *([f"case:{case_file}"] if case_file else []),
        *([f"year {year}"] if year else []),
        *(["all"] if everything else []),
    ]
    if len(given) != 1:
        raise typer.BadParameter("Give one of --tag, --fund, --case-file, --year and --all.")
    if tag and not all(tag.partition(":")):
        raise typer.BadParameter(f"{tag!r} is not a tag; tags look like person:ID.")
    return given[0]


def _make(
    data: Path | None,
    selection: str,
    recipient: str,
    reason: str,
    by: str | None,
    office: str | None,
    to: Path,
    with_verifier: bool,
    as_stated: bool,
) -> Manifest:
    from application.bundles.making import Request
    from application.evidence import SIGNING_FOLDER
    from application.settings import load_settings
    from projections.snapshots.content import definitions, names_about
    from tools.evidencing.opening import act, workplace
    from tools.passphrases import passphrase

    settings = load_settings(data)
    secret = passphrase(settings.data / SIGNING_FOLDER)
    acting = act(by, office)
    with workplace(settings) as place, counting("Writing") as progress:
        names = names_about(selection, whole=selection == "all")
        request = Request(
            selection,
            recipient,
            reason,
            acting,
            place.stated(names) if as_stated else place.current(names, acting),
            definitions(names),
            _verifier() if with_verifier else None,
        )
        return place.bundles.make(to, request, secret, progress)


def _verifier() -> bytes:
    from importlib import resources

    return (resources.files("ledger.evidence") / "verifier.html").read_bytes()


def _check(to: Path) -> None:
    """Verify what was written, as its receiver will."""
    from ledger.evidence.bundles.trusting import Trust
    from ledger.evidence.bundles.verifying import verify_bundle

    report = verify_bundle(to, Trust())
    if report.fault is not None:
        to.unlink()
        raise report.fault


def _as_json(manifest: Manifest, to: Path) -> dict[str, object]:
    return {
        "file": str(to),
        "bytes": to.stat().st_size,
        "origin": manifest.origin,
        "selection": manifest.selection,
        "records": manifest.records,
        "size": manifest.size,
        "receipt": manifest.receipt,
        "snapshots": list(manifest.stated),
    }


def _text(manifest: Manifest, to: Path) -> str:
    what = f"{manifest.records:,} records of {manifest.selection}"
    if not manifest.records:
        what = f"the proof that there is no record of {manifest.selection}"
    return (
        f"{to}: {what} among the first {manifest.size:,}, {to.stat().st_size:,} bytes.\n"
        f"The taking is record {manifest.receipt}. Its receiver checks it: qingce verify {to}"
    )
