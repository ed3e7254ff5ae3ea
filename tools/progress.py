"""Progress of long work on standard error: how much is done, and how fast."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(
    title: str, total: int | None = None, unit: str = "records"
) -> Iterator[Callable[[int], None]]:
    """Show a bar while the block runs; silent where standard error is no terminal.

    Yields:
        A function to call with the number of units just done; threads may call it.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{unit}, {{task.fields[rate]:,.0f}}/s"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, rate=0.0)

        def advance(done: int) -> None:
            bar.update(task, advance=done, rate=bar.tasks[0].speed or 0.0)

        yield advance


@contextmanager
def working(title: str) -> Iterator[None]:
    """Show that work goes on whose length is not known; silent without a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(title):
        yield
