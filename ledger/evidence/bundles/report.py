"""What a verification found, step by step, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.evidence.bundles.errors import BundleRefusedError


@dataclass(frozen=True)
class Step:
    """One thing that was checked, and of how many."""

    name: str
    checked: int
    zh: str
    en: str


@dataclass
class Report:
    """The steps that held, and what did not, if anything.

    The steps after a fault were not reached: nothing is known about them.
    """

    steps: list[Step] = field(default_factory=list)
    fault: BundleRefusedError | None = None
    trusted: bool = False
    """Whether the keys came from the reader; if not, anybody could have made the bundle."""

    @property
    def ok(self) -> bool:
        """Whether everything was checked and held."""
        return self.fault is None and [step.name for step in self.steps] == list(STEPS)

    def held(self, name: str, checked: int, zh: str, en: str) -> None:
        """Note a step that held."""
        self.steps.append(Step(name, checked, zh, en))


STEPS = (
    "container",
    "claims",
    "checkpoint",
    "records",
    "inclusion",
    "statements",
    "consistency",
    "definitions",
    "rows",
    "completeness",
    "ordinals",
    "derivation",
    "contents",
)
"""All steps, in their order. A bundle holds only if each of them was taken."""
