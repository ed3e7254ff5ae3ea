"""Checks of one record after another: bytes, hash, columns, ordinals, time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ledger import canonical
from ledger.errors import InvalidRecordError
from ledger.record import is_numbered
from ledger.tree import leaf_hash
from ledger.verification.problems import Problems
from ledger.verification.stored import StoredRecord

TIME_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Checked:
    """What the bytes of a record say, as far as other tables repeat it."""

    position: int
    type: str
    tags: list[str]
    ordinals: dict[str, int]
    command: str


@dataclass
class RecordChecker:
    """Checks records in the order of the log."""

    problems: Problems
    ordinals: dict[str, int] = field(default_factory=dict)
    """The newest ordinal of each case, fund and office."""
    recorded: datetime = TIME_BEFORE_ALL

    def check(self, stored: StoredRecord) -> tuple[bytes, Checked]:
        """Check one record.

        Returns:
            The hash of its bytes, and what they say: nothing, if they cannot be read.
        """
        computed = leaf_hash(stored.bytes)
        if computed != stored.leaf_hash:
            self.problems.add(
                stored.position,
                "leaf-hash",
                f"the hash beside record {stored.position:,} is not that of its bytes",
            )
        try:
            fields = canonical.decode(stored.bytes)
            checked = self._check_fields(stored, fields)
        except (InvalidRecordError, KeyError, TypeError, ValueError) as error:
            self.problems.add(
                stored.position, "bytes", f"record {stored.position:,} cannot be read: {error}"
            )
            checked = Checked(stored.position, stored.type, [], {}, "")
        return computed, checked

    def _check_fields(self, stored: StoredRecord, fields: dict[str, Any]) -> Checked:
        checked = Checked(
            stored.position,
            fields["type"],
            list(fields["tags"]),
            dict(fields["ordinals"]),
            fields.get("command", ""),
        )
        self._check_columns(stored, fields)
        self._check_ordinals(checked)
        return checked

    def _check_columns(self, stored: StoredRecord, fields: dict[str, Any]) -> None:
        occurred = fields.get("occurred")
        recorded = datetime.fromisoformat(fields["recorded"])
        for column, beside, inside in (
            ("type", stored.type, fields["type"]),
            ("occurred", stored.occurred, occurred and datetime.fromisoformat(occurred)),
            ("recorded", stored.recorded, recorded),
            ("office", stored.office, fields.get("office")),
            ("official", stored.official, fields.get("by")),
        ):
            if beside != inside:
                self.problems.add(
                    stored.position,
                    "column",
                    f"column {column} of record {stored.position:,} is {_shown(beside)}, its bytes "
                    f"say {_shown(inside)}",
                )
        if recorded < self.recorded:
            self.problems.add(
                stored.position,
                "recorded",
                f"record {stored.position:,} was recorded {_shown(recorded)}, the one before it "
                f"{_shown(self.recorded)}",
            )
        self.recorded = recorded

    def _check_ordinals(self, checked: Checked) -> None:
        numbered = [tag for tag in checked.tags if is_numbered(tag)]
        for tag in numbered:
            expected = self.ordinals.get(tag, 0) + 1
            found = checked.ordinals.get(tag)
            if found != expected:
                self.problems.add(
                    checked.position,
                    "ordinal",
                    f"record {checked.position:,} is number {found} of {tag}, expected {expected}",
                )
            self.ordinals[tag] = found or expected
        if len(checked.ordinals) != len(numbered):
            self.problems.add(
                checked.position,
                "ordinal",
                f"record {checked.position:,} numbers tags that it does not carry",
            )


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
