"""A campaign: rounds of faults in stretches, drawn from a seed, each round checked.

A stretch is a few rounds on one log, so that what one fault leaves behind meets the next. After
each round the workers are stopped (SIGSTOP), histories and log are read and compared, and the
workers go on; at the end of the stretch they end, and `verify` runs too. All choices come from the
seed and the number of the stretch; how the processes interleave does not.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from psycopg import conninfo

from ledger.verification import verify
from tests.fire import faults, server
from tests.fire.checker import Report, check
from tests.fire.faults import Fault, Scene
from tests.fire.history import read
from tests.fire.proxy import Proxy
from tests.fire.server import FireServer, fire_server, why_not
from tests.fire.stored import read_stored
from tests.fire.workers import StuckError, WorkerProcess

ROUNDS_PER_STRETCH = 10
WORKERS = 3
COMMANDS_BETWEEN = 5
"""How many commands each worker is answered before and after each fault."""
PATIENCE_SECONDS = (0.2, 1.0, 30.0)
"""How long a worker waits for a lost server; the last is what programs have."""
KINDS: dict[str, tuple[str, list[Fault]]] = {
    "processes": (server.PLAIN, faults.PROCESS),
    "network": (server.PLAIN, faults.NETWORK),
    "everything": (server.PLAIN, faults.PROCESS + faults.NETWORK),
    "disk full": (server.SMALL_DISK, faults.DISK + faults.PROCESS),
    "clock": (server.ODD_CLOCK, faults.CLOCK),
}


@dataclass
class Totals:
    """What the stretches came to, together."""

    rounds: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def add(self, report: Report, name: str) -> None:
        """Add the last report of a stretch."""
        for count in COUNTS:
            self.counts[count] += getattr(report, count)
        self.problems.update(report.problems)
        self.examples += [f"{name}: {example}" for example in report.examples]


COUNTS = (
    "records",
    "acknowledged",
    "refused",
    "declined",
    "failed",
    "unknown",
    "found",
    "replayed",
    "heads",
)


class Campaign:
    """Stretches of one seed."""

    def __init__(
        self,
        seed: int,
        say: Callable[[str], None] = lambda _: None,
        is_over: Callable[[], bool] = lambda: False,
        rounds_per_stretch: int = ROUNDS_PER_STRETCH,
    ) -> None:
        """Take the seed, where to say how it goes, and what tells that time is up."""
        self.totals = Totals()
        self._rounds_per_stretch = rounds_per_stretch
        self._seed = seed
        self._say = say
        self._is_over = is_over
        self._servers: dict[str, FireServer] = {}

    def run(self, rounds: int, first_stretch: int = 0) -> Totals:
        """Run that many rounds, or fewer when time is up."""
        with ExitStack() as stack:
            parent = stack.enter_context(_kept_if_wrong(self.totals))
            stretch = first_stretch
            while self.totals.rounds < rounds and not self._is_over():
                count = min(self._rounds_per_stretch, rounds - self.totals.rounds)
                self._stretch(stack, parent, stretch, count)
                stretch += 1
        return self.totals

    def _stretch(self, stack: ExitStack, parent: Path, number: int, rounds: int) -> None:
        random = Random(f"{self._seed} {number}")
        kind = _kind(self._seed, number)
        server_kind, choice = KINDS[kind]
        if reason := why_not(server_kind):
            self.totals.skipped[kind] = reason
            server_kind, choice = KINDS["everything"]
        if server_kind not in self._servers:
            self._servers[server_kind] = stack.enter_context(fire_server(server_kind, parent))
        target = self._servers[server_kind]
        folder = parent / f"stretch-{number}"
        folder.mkdir()
        with _scene(target, folder, f"{self._seed} {number}", random) as scene:
            report = self._rounds(scene, random, choice, rounds, f"stretch {number} ({kind})")
        self.totals.add(report, f"stretch {number}")
        if report.ok:
            target.drop(scene.database)
            shutil.rmtree(folder)

    def _rounds(
        self, scene: Scene, random: Random, choice: list[Fault], rounds: int, name: str
    ) -> Report:
        report = Report()
        for number, fault in zip(range(rounds), _deck(choice, random), strict=False):
            try:
                _go_on(scene)
                fault(scene, random)
                _go_on(scene)
                last = number == rounds - 1
                report = _check_ended(scene) if last else _check_stopped(scene)
            except StuckError as error:
                report = _check_stopped(scene)
                report.add("stuck", str(error))
            self.totals.rounds += 1
            self._say(f"{name}, round {number}: {fault.__name__}: {_line(report)}")
            if not report.ok:
                break
        return report


@contextmanager
def _scene(target: FireServer, folder: Path, log_seed: str, random: Random) -> Iterator[Scene]:
    database = folder.name
    direct = target.create(database)
    proxy = Proxy(target.socket)
    through = conninfo.make_conninfo(
        direct, host="127.0.0.1", port=proxy.port, sslmode="disable", gssencmode="disable"
    )
    workers = [
        WorkerProcess(
            f"worker-{number}",
            folder,
            direct if number == 0 and random.random() < 0.5 else through,
            log_seed,
            random.choice(PATIENCE_SECONDS),
        )
        for number in range(WORKERS)
    ]
    try:
        for worker in workers:
            worker.start()
        yield Scene(target, database, proxy, workers)
    finally:
        for worker in workers:
            worker.kill()
        proxy.close()


def _go_on(scene: Scene) -> None:
    """Strike only what works, and see that what was struck works again."""
    for worker in scene.workers:
        worker.go_on(COMMANDS_BETWEEN)


def _check_stopped(scene: Scene) -> Report:
    for worker in scene.workers:
        worker.signal(signal.SIGSTOP)
    try:
        return _check(scene)
    finally:
        for worker in scene.workers:
            worker.signal(signal.SIGCONT)


def _check_ended(scene: Scene) -> Report:
    for worker in scene.workers:
        worker.stop()
    report = _check(scene)
    found = verify(scene.server.dsn(scene.database))
    for problem in found.problems:
        report.add("verify", f"{problem.kind} at {problem.position}: {problem.message}")
    if not found.ok and not found.problems:
        report.add("verify", f"{found.checked} of {found.records} records were checked")
    return report


def _check(scene: Scene) -> Report:
    events = list(read(path for worker in scene.workers for path in worker.written()))
    return check(read_stored(scene.server.dsn(scene.database)), events)


def _deck(choice: list[Fault], random: Random) -> Iterator[Fault]:
    """All faults in random order, again and again."""
    while True:
        yield from random.sample(choice, len(choice))


def _kind(seed: int, number: int) -> str:
    """All kinds come round in every five stretches."""
    turn, place = divmod(number, len(KINDS))
    return Random(f"{seed} kinds {turn}").sample(list(KINDS), len(KINDS))[place]


def _line(report: Report) -> str:
    counts = (
        f"{report.records} records, {report.acknowledged} acknowledged, {report.unknown} unknown, "
        f"{report.found} of them found"
    )
    return counts if report.ok else f"{counts}\n  " + "\n  ".join(report.examples)


@contextmanager
def _kept_if_wrong(totals: Totals) -> Iterator[Path]:
    """A folder for everything; histories stay when something was found wrong."""
    folder = Path(tempfile.mkdtemp(prefix="qingce-fire-"))
    folder.chmod(0o755)
    yield folder
    if totals.problems:
        totals.examples.append(f"the histories are in {folder}")
    else:
        shutil.rmtree(folder)
