"""A worker: several writers and a reader on one log, telling a history what they were answered.

It runs until its standard input ends. What an earlier process of the same worker had sent under a
command id and was not answered is sent again first, as a program would that was killed.
"""

from __future__ import annotations

import argparse
import faulthandler
import signal
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread

from ledger.log import (
    ConditionFailedError,
    Log,
    LogError,
    LogUnavailableError,
    UnknownOutcomeError,
    writer,
)
from tests.fire.history import Event, HistoryWriter, Intent, read
from tests.fire.intents import Decided, DeclinedError, Funds, Intents, decide

SENDS_MAX = 6
"""How often a command is sent that was refused or not answered."""
PAUSE_SECONDS_MAX = 0.012
READ_SECONDS = 0.1


class Worker:
    """One process's log, history and threads."""

    def __init__(self, log: Log, history: HistoryWriter, log_seed: str, name: str) -> None:
        self._log = log
        self._history = history
        self._funds = Funds(log)
        self._log_seed = log_seed
        self._name = name
        self._stopping = Flag()

    def run(self, writers: int, left_open: list[Intent]) -> None:
        """Work until standard input ends."""
        threads = [Thread(target=self._follow, name="reader")] + [
            Thread(target=self._write, args=(number, left_open[number::writers]))
            for number in range(writers)
        ]
        for thread in threads:
            thread.start()
        sys.stdin.read()
        self._stopping.set()
        for thread in threads:
            thread.join()

    def _write(self, number: int, left_open: list[Intent]) -> None:
        random = Random(f"{self._log_seed} {self._name} {number} pauses")
        for intent in left_open:
            self._send(intent, random)
        for intent in Intents(self._log_seed, f"{self._name} {number}"):
            if self._stopping.is_set():
                return
            self._send(intent, random)
            time.sleep(random.random() * PAUSE_SECONDS_MAX)

    def _send(self, intent: Intent, random: Random) -> None:
        for _ in range(SENDS_MAX):
            again = self._attempt(intent)
            if not again or self._stopping.is_set() or random.random() < 0.1:
                return
            time.sleep(random.random() * PAUSE_SECONDS_MAX)

    def _attempt(self, intent: Intent) -> bool:
        """Decide and send once; returns whether sending again makes sense."""
        try:
            decided = decide(self._log, self._funds, intent)
        except DeclinedError as no:
            self._history.write("declined", command=intent.command, intent=intent, after=no.after)
            return False
        except LogUnavailableError:
            return True
        except Exception as error:
            self._tell("unexpected", intent, error)
            return False
        self._history.write("started", command=intent.command, intent=intent, after=decided.after)
        try:
            self._take(intent, decided)
        except ConditionFailedError as error:
            self._history.write(
                "refused", command=intent.command, after=decided.after, by=error.position
            )
            return intent.operation != "register"
        except UnknownOutcomeError as error:
            self._tell("unknown", intent, error)
            return intent.keyed
        except LogError as error:
            self._tell("failed", intent, error)
            return True
        except Exception as error:
            self._tell("unexpected", intent, error)
        return False

    def _take(self, intent: Intent, decided: Decided) -> None:
        taken = self._log.take(decided.drafts, decided.condition, decided.command)
        self._history.write(
            "acknowledged",
            command=intent.command,
            first=taken.position_first,
            last=taken.position_last,
            recorded=taken.recorded.isoformat(),
            replayed=taken.replayed,
        )

    def _tell(self, kind: str, intent: Intent, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        self._history.write(kind, command=intent.command, reason=reason)

    def _follow(self) -> None:
        """Read on after the last position seen, and note heads."""
        seen = 0
        while not self._stopping.is_set():
            try:
                head = self._log.head()
                self._history.write("head", size=head.size, root=head.root.hex())
                seen = self._read_on(seen)
            except LogUnavailableError:
                pass
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                self._history.write("unexpected", reason=f"reader: {reason}")
            self._stopping.wait(READ_SECONDS)

    def _read_on(self, seen: int) -> int:
        found = list(self._log.read(after=seen))
        if not found:
            return seen
        digest = sha256(b"".join(b"%d %b" % (one.position, one.event.data) for one in found))
        last = found[-1].position
        self._history.write("followed", first=seen + 1, last=last, digest=digest.hexdigest())
        return last


def open_intents(events: Iterable[Event]) -> list[Intent]:
    """What was sent under a command id and neither acknowledged nor given up."""
    left: dict[str, Intent] = {}
    for event in events:
        if event.kind == "started" and event.intent and event.intent.keyed:
            left[event.command] = event.intent
        elif event.kind != "unknown":
            left.pop(event.command, None)
    return list(left.values())


def _opened(dsn: str) -> Log:
    """The log, once the server answers."""
    while True:
        try:
            return Log.open(dsn)
        except LogUnavailableError:
            time.sleep(READ_SECONDS)


def main() -> None:
    """Run a worker."""
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    parser = argparse.ArgumentParser()
    parser.add_argument("dsn")
    parser.add_argument("log_seed")
    parser.add_argument("name")
    parser.add_argument("history", type=Path)
    parser.add_argument("earlier", type=Path, nargs="*")
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--patience-seconds", type=float, required=True)
    given = parser.parse_args()
    # Half a minute, as it is, would never run out in a round of a second.
    writer.SERVER_SECONDS_MAX = timedelta(seconds=given.patience_seconds)
    left_open = open_intents(read(given.earlier))
    with _opened(given.dsn) as log:
        # Other commands than before: those without an id could not be told apart.
        name = f"{given.name}.{len(given.earlier)}"
        worker = Worker(log, HistoryWriter(given.history), given.log_seed, name)
        worker.run(given.writers, left_open)


if __name__ == "__main__":
    main()
