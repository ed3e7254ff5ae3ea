"""`qingce check`: whether what must hold of the records holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.invariants import Judged

app = typer.Typer(help="Check what must hold of the records, whatever wrote them.")


@app.callback()
def _group() -> None:
    """Check what must hold of the records, whatever wrote them."""


@app.command("invariants")
def invariants(data: DataOption = None, json: JsonOption = False) -> None:
    """Judge every record again by the rules that hold for all: posts, powers, caps, duties apart.

    Reads the log from its first record and takes nothing from anywhere else. Exits 1 if a record
    stands against a rule, and names it.
    """
    from application.invariants import judge
    from application.opening import open_log
    from application.settings import load_settings

    with open_log(load_settings(data)) as log, counting("Judging", log.head().size) as progress:
        found = judge(log, progress)
    answer(json, _as_json(found), _text(found))
    if not found.ok:
        raise typer.Exit(1)


def _as_json(found: Judged) -> dict[str, object]:
    return {
        "ok": found.ok,
        "records": found.records,
        "judged": found.counted,
        "violation_count": found.violation_count,
        "violations": [
            {
                "position": one.position,
                "rule": one.rule.id,
                "detail": one.detail,
                "against": list(one.against),
            }
            for one in found.violations
        ],
    }


def _text(found: Judged) -> str:
    judged = ", ".join(f"{number:,} {name}" for name, number in found.counted.items())
    head = f"{found.records:,} records judged: {judged}"
    if found.ok:
        return f"{head}\nEvery record stands."
    lines = [
        f"  position {one.position}: {one.detail} (rule {one.rule.id})"
        + (f"; against {', '.join(map(str, one.against))}" if one.against else "")
        for one in found.violations
    ]
    return "\n".join([head, f"{found.violation_count:,} STAND AGAINST A RULE:", *lines])
