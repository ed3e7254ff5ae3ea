"""`qingce verify`: read everything back and derive it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from ledger.evidence.bundles.report import Report
    from ledger.evidence.bundles.trusting import Trust
    from ledger.verification import Verification


def verify(
    bundle: Annotated[
        Path | None,
        typer.Argument(metavar="[BUNDLE]", help="A bundle's file; the database if none is given."),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="VKEY", help="A key of the log that you trust; repeatable."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your witness policy (C2SP tlog-policy).")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Check a bundle offline, or the whole log: bytes, hashes, tree, columns, tags, ordinals.

    A bundle needs no database, network or secret. Without --key or --policy it is checked against
    the keys inside it: that it holds together, not who made it. Exits 1 if anything does not hold.
    """
    if bundle is not None:
        _verify_bundle(bundle, key or [], policy, json)
        return
    if key or policy:
        raise typer.BadParameter("--key and --policy are for a BUNDLE.")
    from application.opening import open_database
    from application.settings import load_settings
    from ledger.verification import verify as verify_log

    with open_database(load_settings(data)) as dsn, counting("Verifying") as progress:
        found = verify_log(dsn, progress)
    answer(json, as_json(found), text(found))
    if not found.ok:
        raise typer.Exit(1)


def as_json(found: Verification) -> dict[str, object]:
    """The verification as machines read it."""
    return {
        "ok": found.ok,
        "records": found.records,
        "checked": found.checked,
        "root": found.root.hex(),
        "problems": [
            {"position": problem.position, "kind": problem.kind, "message": problem.message}
            for problem in found.problems
        ],
    }


def text(found: Verification) -> str:
    """The verification as people read it."""
    head = f"{found.checked:,} of {found.records:,} records checked; root {found.root.hex()}"
    if found.ok:
        return f"{head}\nEverything is as the records say."
    problems = [f"  position {p.position}: {p.kind}: {p.message}" for p in found.problems]
    return "\n".join([head, "NOT as it was recorded:", *problems])


def _verify_bundle(path: Path, vkeys: list[str], policy: Path | None, as_json: bool) -> None:
    from ledger.evidence.bundles.verifying import verify_bundle

    trust = _trust(vkeys, policy)
    with counting("Verifying") as progress:
        report = verify_bundle(path, trust, progress)
    answer(as_json, _report_json(report), _report_text(report))
    if not report.ok:
        raise typer.Exit(1)


def _trust(vkeys: list[str], policy: Path | None) -> Trust:
    from ledger.evidence.bundles.trusting import Trust
    from ledger.evidence.policies import parse_policy
    from ledger.evidence.signing import parse_vkey

    keys = [parse_vkey(vkey) for vkey in vkeys]
    return Trust(keys, parse_policy(policy.read_bytes()) if policy else None)


def _report_json(report: Report) -> dict[str, object]:
    fault = report.fault
    return {
        "ok": report.ok,
        "trusted": report.trusted,
        "steps": [
            {"name": step.name, "checked": step.checked, "zh": step.zh, "en": step.en}
            for step in report.steps
        ],
        "fault": fault and {"name": fault.fault, "where": fault.where, "message": str(fault)},
    }


def _report_text(report: Report) -> str:
    from ledger.evidence.bundles.report import STEPS

    lines = [f"✓ {step.en}\n  {step.zh}" for step in report.steps]
    if report.fault is not None:
        unreached = STEPS[len(report.steps) + 1 :]
        lines.append(f"✗ {report.fault.fault}: {report.fault}")
        lines.append(f"Not checked any more: {', '.join(unreached) or 'nothing'}.")
        lines.append("THE BUNDLE DOES NOT HOLD. 证据包校验不通过。")
    elif report.trusted:
        lines.append("The bundle holds, under the keys you gave. 证据包校验通过。")
    else:
        lines.append(
            "The bundle holds together. 证据包自身一致。\n"
            "The keys came with it: ask the office for its key by another way and give it with "
            "--key, else anybody could have made this bundle.\n"
            "公钥取自证据包本身：请另行向出具机关索取公钥，用 --key 指定后再校验。"
        )
    return "\n".join(lines)
