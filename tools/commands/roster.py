"""`qingce roster`: the roster of a scheme, now or as it was."""

from __future__ import annotations

from typing import Annotated

import typer

from tools import tables
from tools.commands.table import AfterOption, LimitOption
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption

ALL = "all"
COLUMNS = (
    "case",
    "scheme",
    "office",
    "area",
    "members",
    "amount_fen",
    "status",
    "status_from_month",
    "until_month",
    "position_last",
)
"""What people are shown; machines get all columns."""


def roster(
    scheme: Annotated[str, typer.Argument(help="The scheme, e.g. dibao or tekun, or `all`.")] = ALL,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=VALUE",
            help="Only rows with that value, e.g. status=active; repeatable.",
        ),
    ] = None,
    limit: LimitOption = tables.ROWS_DEFAULT,
    after: AfterOption = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a roster (在册名单): each confirmed case, its members by id, amount and status.

    Exits 1 if records could not be folded into it.
    """
    tables.show(
        "entitlements",
        [*([] if scheme == ALL else [f"scheme={scheme}"]), *(where or [])],
        limit=limit,
        after=after,
        as_known=as_known,
        as_of=as_of,
        columns=COLUMNS,
        data=data,
        json=json,
    )
