"""Who acts, for which office and when, as commands that record take it."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from application.settings import Settings
    from domain.common.decisions import Act


class ActOptions:
    """The options."""

    By = Annotated[str, typer.Option("--by", metavar="OFFICIAL", help="Who acts.")]
    Office = Annotated[str, typer.Option("--office", metavar="CODE", help="For which office.")]
    ByOrSetting = Annotated[
        str,
        typer.Option(
            "--by",
            metavar="OFFICIAL",
            help="Who acts. [env: QINGCE_OFFICIAL]",
            show_default=False,
        ),
    ]
    OfficeOrSetting = Annotated[
        str,
        typer.Option(
            "--office",
            metavar="CODE",
            help="For which office. [env: QINGCE_OFFICE]",
            show_default=False,
        ),
    ]
    Occurred = Annotated[
        str | None,
        typer.Option(
            "--occurred",
            metavar="TIME",
            help="When it happened, ISO 8601; without an offset on the office's clock (UTC+8). "
            "[default: now]",
        ),
    ]


def parse_occurred(text: str | None) -> datetime | None:
    """A moment as it is typed: with an offset, or on the office's clock; a day means its noon."""
    from application.history import OFFICE_TIME

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text[:40]!r} is not a time such as 2019-06-03T10:00+08:00"
        ) from None
    if len(text) <= len("2019-06-03"):
        moment = datetime.combine(moment.date(), time(12))
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=OFFICE_TIME)


def act_of(by: str, office: str, occurred: datetime, command_id: str) -> Act:
    """The act of a command sent by hand."""
    from domain.common.decisions import Act

    return Act(by, office, occurred, command=command_id)


def act_now(settings: Settings, by: str, office: str) -> Act:
    """The act of a command that happens here and now.

    Args:
        settings: say who acts if the command line does not.
        by: an official's id, or empty.
        office: an office's code, or empty.
    """
    from application.history import OFFICE_TIME
    from domain.common.decisions import Act

    now = datetime.now(OFFICE_TIME).replace(microsecond=0)
    return Act(by or settings.official, office or settings.office, now)
