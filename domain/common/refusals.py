"""Refusals: a command that breaks a rule is answered with the rule and the records against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A rule of the office. Refusals, the documentation and later reviews name it by `id`."""

    id: str
    """Stable, e.g. `"charity.fund-not-below-zero"`."""
    text: str
    """The rule in one English sentence."""
    text_zh: str
    """The same in Chinese."""
    source: str
    """The law, regulation or design decision it comes from."""


@dataclass(frozen=True)
class Citation:
    """A record that stands for or against a decision."""

    position: int
    """Its place in the log; 0 while it has none (a record of the same command)."""
    type: str
    occurred: str


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The command breaks `rule`; nothing was recorded.

    Attributes:
        rule: the rule that was broken.
        detail: what exactly was wrong, with the figures, free of personal data.
        against: the records that stand against the command, oldest first.
        advice: what the person can do instead.
    """

    def __init__(
        self, rule: Rule, detail: str, against: Sequence[Citation] = (), advice: str = ""
    ) -> None:
        self.rule = rule
        self.detail = detail
        self.against = tuple(sorted(against, key=lambda citation: citation.position))
        self.advice = advice
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [f"{self.detail} (rule {self.rule.id}: {self.rule.text} {self.rule.source})"]
        if self.against:
            cited = ", ".join(f"{c.type} at position {c.position}" for c in self.against)
            parts.append(f"Against it: {cited}.")
        if self.advice:
            parts.append(self.advice)
        parts.append("Nothing was recorded.")
        return " ".join(parts)
