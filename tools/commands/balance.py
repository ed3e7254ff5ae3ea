"""`qingce balance`: what came into a fund, what went out, and what is left."""

from __future__ import annotations

from typing import Annotated

import typer

from tools import tables
from tools.commands.table import AfterOption, LimitOption
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption

ALL = "all"
COLUMNS = (
    "fund",
    "name_zh",
    "kind",
    "donated_fen",
    "replenished_fen",
    "granted_fen",
    "returned_fen",
    "balance_fen",
    "balance_said_fen",
    "records",
    "position_last",
)
"""What people are shown; machines get all columns."""


def balance(
    fund: Annotated[str, typer.Argument(help="The fund's code, or `all`.")] = ALL,
    limit: LimitOption = tables.ROWS_DEFAULT,
    after: AfterOption = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show the balance of a fund or of all, in yuan, now or as it was.

    Exits 1 if records could not be folded into it.
    """
    tables.show(
        "fund_balances",
        [] if fund == ALL else [f"fund={fund}"],
        limit=limit,
        after=after,
        as_known=as_known,
        as_of=as_of,
        columns=COLUMNS,
        data=data,
        json=json,
    )
