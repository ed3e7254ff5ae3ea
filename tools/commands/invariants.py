"""`qingce invariants`: what the registers promise, read back over the whole history."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.invariants import Broken

BREACHES_SHOWN = 1_000


def invariants(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[REGISTER]...", help="All if none is named.")
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Check over the whole log what the registers promise; exits 1 if anything is broken."""
    from application.invariants import check
    from application.opening import open_log
    from application.settings import load_settings
    from domain.registry import REGISTERS

    known = {register.name: register for register in REGISTERS}
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise typer.BadParameter(
            f"there is no register {unknown[0]!r}; there are {', '.join(known)}"
        )
    chosen = [known[name] for name in names or known]
    with open_log(load_settings(data)) as log, counting("Checking") as progress:
        broken = list(islice(check(log, chosen, progress), BREACHES_SHOWN))
    count = sum(len(register.invariants) for register in chosen)
    value = {"invariants": count, "broken": [_value(one) for one in broken]}
    text = "\n".join(map(_line, broken)) or f"All {count} invariants hold."
    answer(json, value, text)
    if broken:
        raise typer.Exit(1)


def _value(one: Broken) -> dict[str, object]:
    return {
        "rule": one.invariant.rule.id,
        "position": one.breach.position,
        "detail": one.breach.detail,
        "against": list(one.breach.against),
    }


def _line(one: Broken) -> str:
    against = ", ".join(f"{position:,}" for position in one.breach.against)
    beside = f" (against {against})" if against else ""
    rule = one.invariant.rule
    return f"{one.breach.position:>9,}  {rule.id}: {one.breach.detail}{beside} {rule.text}"
