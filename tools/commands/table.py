"""`qingce table`: the rows of any projection, now or as they were."""

from __future__ import annotations

from typing import Annotated

import typer

from tools import tables
from tools.moments import AsKnownOption, AsOfOption
from tools.options import DataOption, JsonOption

LimitOption = Annotated[
    int, typer.Option(min=1, max=tables.ROWS_MAX, help="Rows on a page.", show_default=True)
]
AfterOption = Annotated[
    str | None, typer.Option(metavar="CURSOR", help="Go on after the page before.")
]


def table(
    name: Annotated[str, typer.Argument(help="The table, e.g. fund_balances or payments.")],
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=VALUE", help="Only rows with that value; may be repeated."),
    ] = None,
    limit: LimitOption = tables.ROWS_DEFAULT,
    after: AfterOption = None,
    as_known: AsKnownOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show a table that is computed from the records, a page at a time.

    Exits 1 if records could not be folded into it.
    """
    tables.show(
        name,
        where or [],
        limit=limit,
        after=after,
        as_known=as_known,
        as_of=as_of,
        columns=None,
        data=data,
        json=json,
    )
