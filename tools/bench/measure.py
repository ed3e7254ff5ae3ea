"""Runs the works that are asked for, and tells what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.bench.results import Work, as_json
from tools.bench.run import Counting, Run
from tools.bench.server import machine, running
from tools.bench.sizes import Sizes

WORKS = ("append", "trace", "verify", "rebuild", "evidence")


@dataclass(frozen=True)
class Report:
    """A whole run."""

    machine: Mapping[str, Any]
    settings: Mapping[str, str]
    sizes: Sizes
    works: Sequence[Work]
    left_out: Mapping[str, Sequence[str]]
    """By reason: the works without a contestant that could not take part."""

    def as_json(self) -> dict[str, Any]:
        """The run as machines read it."""
        return {
            "machine": self.machine,
            "settings": self.settings,
            "sizes": asdict(self.sizes),
            "works": [as_json(work) for work in self.works],
            "left_out": [
                {"reason": reason, "works": works} for reason, works in self.left_out.items()
            ],
        }


def measure(
    names: Sequence[str],
    sizes: Sizes,
    counting: Counting,
    data: Path | None = None,
    binaries: Path | None = None,
) -> Report:
    """Run works, all on one server.

    Args:
        names: which, of `WORKS`.
        sizes: how much of each.
        counting: shows progress.
        data: data folder of the server; one is made for the run, and removed, if not given.
        binaries: programs of another PostgreSQL.

    Raises:
        BenchError: a figure cannot be believed.
        LedgerError: the server cannot be used.
    """
    with running(data, binaries) as bench:
        run = Run(bench, sizes, counting)
        works = list(_works(names, run))
        return Report(machine(), bench.settings(), sizes, works, run.left_out)


def _works(names: Sequence[str], run: Run) -> Iterator[Work]:
    from tools.bench import append, evidence, rebuild, trace, verify
    from tools.bench.filled import filled

    on_a_log = {"verify": verify.verify, "trace": trace.trace}
    if "append" in names:
        yield from append.append(run)
    with ExitStack() as stack:
        if on_a_log.keys() & set(names):
            dsn = stack.enter_context(filled(run))
        for name, work in on_a_log.items():
            if name in names:
                yield from work(run, dsn)
    if "rebuild" in names:
        yield from rebuild.rebuild(run)
    if "evidence" in names:
        yield from evidence.evidence(run)
