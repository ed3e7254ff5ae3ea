"""Who acts in a command line that records: the options, and the act they make."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from application.settings import Settings
    from domain.common.decisions import Act

ByOption = Annotated[
    str,
    typer.Option(
        "--by", metavar="OFFICIAL", help="Who acts. [env: QINGCE_OFFICIAL]", show_default=False
    ),
]
OfficeOption = Annotated[
    str,
    typer.Option(
        "--office",
        metavar="OFFICE",
        help="For which office. [env: QINGCE_OFFICE]",
        show_default=False,
    ),
]


def acting(settings: Settings, by: str, office: str) -> Act:
    """The act of this command line: now, here.

    Args:
        settings: say who acts if the command line does not.
        by: an official's id, or empty.
        office: an office's code, or empty.
    """
    from application.history import OFFICE_TIME
    from domain.common.decisions import Act

    now = datetime.now(OFFICE_TIME).replace(microsecond=0)
    return Act(by or settings.official, office or settings.office, now)
