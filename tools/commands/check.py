"""`qingce check`: whether what must hold of the records holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from tools import moments
from tools.moments import AsKnownOption
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.invariants import Judged

app = typer.Typer(help="Check what must hold of the records, whatever wrote them.")


@app.callback()
def _group() -> None:
    """Check what must hold of the records, whatever wrote them."""


@app.command("invariants")
def invariants(
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE", help="Only by this rule, e.g. authority.power-live; again."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Judge every record again by the rules that hold for all: posts, powers, caps, duties apart.

    Reads the log from its first record and takes nothing from anywhere else. Exits 1 if a record
    stands against a rule, and names it.
    """
    rules = _rules(rule or [])
    from application.invariants import judge
    from application.opening import open_log
    from application.settings import load_settings

    with open_log(load_settings(data)) as log, counting("Judging", log.head().size) as progress:
        found = judge(log, progress, rules)
    answer(json, _as_json(found), _text(found))
    if not found.ok:
        raise typer.Exit(1)


@app.command("late")
def late(
    days: Annotated[
        int, typer.Option(min=0, metavar="DAYS", help="Recorded more than so many days after.")
    ] = 3,
    official: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this official recorded.")
    ] = None,
    as_known: AsKnownOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Count records made long after what they tell of, by who made them; exits 1 if there are any.

    Of each official and kind of record it names the newest positions, and the longest delay.
    """
    from application.lateness import late_records
    from application.opening import open_log
    from application.settings import load_settings

    moment = moments.known(as_known)
    with open_log(load_settings(data)) as log, counting("Reading", log.head().size) as progress:
        found = late_records(log, days, official=official, as_known=moment, progress=progress)
    count = sum(one.records for one in found)
    rows = [asdict(one) for one in found]
    lines = [
        f"{one.records:>9,}  {one.official} in {one.office}  {one.type} ({one.entry_mode}), up to "
        f"{one.days_most:,} days late: {', '.join(map(str, one.positions))}"
        for one in found
    ]
    head = f"{count:,} records were made more than {days} days after what they tell of."
    value = {"ok": not count, "days": days, "records": count, "late": rows}
    answer(json, value, "\n".join([head, *lines]))
    if count:
        raise typer.Exit(1)


def _rules(asked: Sequence[str]) -> frozenset[str]:
    """The rules asked for.

    Raises:
        BadParameter: no record is judged by one of them.
    """
    from application.invariants import judged_rules

    known = judged_rules()
    strange = [one for one in asked if one not in known]
    if strange:
        raise typer.BadParameter(f"no invariant is of {strange[0]}; there are {', '.join(known)}")
    return frozenset(asked)


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
