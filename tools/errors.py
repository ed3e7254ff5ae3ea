"""The one place where what went wrong becomes a message and an exit code, never a traceback.

Exit codes: 0 what was asked holds, 1 it does not hold or failed, 2 the command was used wrongly.
With `--json` the message is `{"error": {"code", "message", "advice"}}` on standard error.
`QINGCE_DEBUG=1` lets the traceback through, for developers.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import typer
from typer.exceptions import TyperException

FAILED = 1
BAD_USAGE = 2
USAGE_CODES = frozenset({"settings", "not-loopback"})
"""Errors of the ledger that are in what was typed or configured."""


@dataclass(frozen=True)
class Problem:
    """What went wrong, as it is told."""

    code: str
    message: str
    advice: str = ""
    exit_code: int = field(default=FAILED, repr=False)


INTERRUPTED = Problem(
    "interrupted", "Interrupted.", "What was answered before is recorded; nothing else is."
)


def tell(problem: Problem, *, as_json: bool) -> None:
    """Write the problem on standard error."""
    if as_json:
        told = asdict(problem)
        del told["exit_code"]
        typer.echo(json.dumps({"error": told}, ensure_ascii=False), err=True)
        return
    typer.echo(f"Error: {problem.message}", err=True)
    if problem.advice:
        typer.echo(problem.advice, err=True)


def explain(error: BaseException) -> Problem:
    """Say in words what an error means for the person at the keyboard."""
    for explanation in EXPLANATIONS:
        problem = explanation(error)
        if problem:
            return problem
    # The text of an error we do not know might hold personal data; its kind does not.
    return Problem(
        "internal",
        f"Something unforeseen went wrong ({type(error).__name__}).",
        "Please report it; QINGCE_DEBUG=1 shows where it happened.",
    )


def _usage(error: BaseException) -> Problem | None:
    if not isinstance(error, TyperException):
        return None
    return Problem("usage", error.format_message(), "See --help.", error.exit_code)


def _interrupt(error: BaseException) -> Problem | None:
    return INTERRUPTED if isinstance(error, (KeyboardInterrupt, typer.Abort)) else None


def _ledger(error: BaseException) -> Problem | None:
    from ledger.errors import LedgerError

    if not isinstance(error, LedgerError):
        return None
    message = str(error).removesuffix(error.advice).rstrip()
    exit_code = BAD_USAGE if error.code in USAGE_CODES else FAILED
    return Problem(error.code, message, error.advice, exit_code)


def _refusal(error: BaseException) -> Problem | None:
    from domain.common.refusals import Refusal

    if not isinstance(error, Refusal):
        return None
    unadvised = Refusal(error.rule, error.detail, error.against)
    return Problem(error.rule.id, str(unadvised), error.advice)


def _figures(error: BaseException) -> Problem | None:
    from projections.figures.published import FiguresFileError

    return Problem("figures-file", str(error)) if isinstance(error, FiguresFileError) else None


def _projection(error: BaseException) -> Problem | None:
    from projections.errors import ProjectionError

    if not isinstance(error, ProjectionError):
        return None
    return Problem(error.code, str(error).removesuffix(error.advice).rstrip(), error.advice)


def _database(error: BaseException) -> Problem | None:
    psycopg = sys.modules.get("psycopg")
    if psycopg is None or not isinstance(error, psycopg.Error):
        return None
    # The primary message alone: details may quote rows.
    said = error.diag.message_primary or (str(error) if error.sqlstate is None else "")
    if error.sqlstate == "53100":
        return _disk_full(said)
    return Problem(
        "database",
        f"The database refused or could not be reached: {said.strip()}",
        "`qingce doctor` says what is wrong with this installation.",
    )


def _system(error: BaseException) -> Problem | None:
    if not isinstance(error, OSError):
        return None
    where = f"{error.filename}: " if error.filename else ""
    said = f"{where}{error.strerror or type(error).__name__}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(said)
    return Problem("system", f"{said}.", "Mend it and repeat the command.")


def _disk_full(said: str) -> Problem:
    return Problem(
        "disk-full", f"The disk is full: {said}.", "Make room; what was answered before is safe."
    )


EXPLANATIONS: tuple[Callable[[BaseException], Problem | None], ...] = (
    _usage,
    _interrupt,
    _ledger,
    _refusal,
    _figures,
    _projection,
    _database,
    _system,
)
