"""`python -m tests.fire`: run rounds of faults against the log and count what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from random import SystemRandom

from tests.fire.campaign import COUNTS, Campaign, Totals

NAMED = ("lost", "doubled", "gap")
"""Problems that are printed even when there are none."""
NICE = 10


def main() -> int:
    """Run a campaign; 1 if anything was found wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.fire", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--stretch", type=int, default=0, help="begin with this stretch")
    parser.add_argument("--minutes", type=float, default=10, help="begin no stretch after these")
    parser.add_argument("--quiet", action="store_true", help="only the counts")
    given = parser.parse_args()
    os.nice(NICE)
    end = time.monotonic() + given.minutes * 60
    say = _silent if given.quiet else _say
    say(f"seed {given.seed}")
    totals = Campaign(given.seed, say, lambda: time.monotonic() > end).run(
        given.rounds, given.stretch
    )
    sys.stdout.write(summary(given.seed, totals) + "\n")
    return 1 if totals.problems else 0


def summary(seed: int, totals: Totals) -> str:
    """The counts of a campaign, and what was found wrong."""
    counts = {"rounds": totals.rounds, **{name: totals.counts[name] for name in COUNTS}}
    problems = {name: totals.problems[name] for name in NAMED} | totals.problems
    lines = [f"seed {seed}", *(f"{name:>14} {count:>9,}" for name, count in counts.items())]
    lines += [f"{name:>14} {count:>9,}" for name, count in problems.items()]
    lines += [f"skipped: {kind}: {reason}" for kind, reason in totals.skipped.items()]
    lines += totals.examples
    if totals.problems:
        lines.append(f"Again: python -m tests.fire --seed {seed} --stretch K --rounds 10")
    return "\n".join(lines)


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def _silent(words: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
