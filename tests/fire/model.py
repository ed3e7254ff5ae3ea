"""The checker's model: every decision made again over the log, record by record.

The state is a balance for each fund, the last serial number of each book, who is registered, and
how many records each tag has. A record must say exactly what the decision gives on the state before
it: that is what its condition promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NUMBERED = ("case", "fund", "office")


class Model:
    """What the records so far amount to."""

    def __init__(self) -> None:
        self.balances_fen: Counter[str] = Counter()
        self._serials: Counter[str] = Counter()
        self._registered: set[str] = set()
        self._ordinals: Counter[str] = Counter()
        self._recorded = ""

    def take(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Take the next record; yields what is wrong with it: kind and words."""
        subject, data = fields["tags"][0], fields["data"]
        yield from self._stamp(fields)
        match fields["type"].split(".")[1]:
            case "receive":
                self.balances_fen[subject] += data["amount_fen"]
            case "spend":
                self.balances_fen[subject] -= data["amount_fen"]
                left_fen = self.balances_fen[subject]
                if left_fen != data["left_fen"] or left_fen < 0:
                    yield (
                        "condition",
                        f"leaves {left_fen} fen in {subject}, and says {data['left_fen']}",
                    )
            case "number":
                self._serials[subject] += 1
                if self._serials[subject] != data["serial"]:
                    yield (
                        "condition",
                        f"is number {self._serials[subject]} of {subject}, and says "
                        f"{data['serial']}",
                    )
            case "register":
                if subject in self._registered:
                    yield "condition", f"registers {subject} a second time"
                self._registered.add(subject)

    def _stamp(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        expected = self._number(fields["tags"])
        if fields["ordinals"] != expected:
            yield "ordinal", f"has ordinals {fields['ordinals']}, not {expected}"
        if fields["recorded"] < self._recorded:
            yield "clock", f"is recorded {fields['recorded']}, before {self._recorded}"
        self._recorded = max(self._recorded, fields["recorded"])

    def _number(self, tags: Sequence[str]) -> dict[str, int]:
        numbered = [tag for tag in tags if tag.split(":")[0] in NUMBERED]
        self._ordinals.update(numbered)
        return {tag: self._ordinals[tag] for tag in numbered}
