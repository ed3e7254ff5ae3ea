"""Powers and duties over a whole log: what the gate refuses, found again in the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from domain.authority import rules
from domain.authority.establishment import Establishment
from domain.authority.gate import (
    AVOIDED,
    WINDOW_DAYS,
    Step,
    counts_with,
    exempt,
    month_paid,
    step_of,
)
from domain.authority.powers import Power, power_on
from domain.authority.tags import freeze as freeze_tag
from domain.common import tags
from domain.common.duties import Duty
from domain.common.invariants import Entry, Violation
from domain.common.money import yuan
from domain.common.refusals import Rule
from domain.persons.dying import Deaths
from domain.persons.rules import NO_PAYMENT_AFTER_DEATH

Doers = dict[tuple[str, Duty], int]
"""The first position at which an official did a duty of a file."""
HOUSEKEEPING = ("closing", "evidence", "signing", "federation")
"""Registers of the log itself, whose acts need no official in post."""
LOOK = "access.personal-data-seen.v1"
"""Told by the program of whoever looked, an official or a service."""

RULES_JUDGED = (
    rules.OFFICE_KNOWN,
    rules.IN_POST,
    rules.NOT_FROZEN,
    rules.MAKER_NEVER_CHECKER,
    rules.AVOIDANCE,
    rules.POWER_LIVE,
    rules.WITHIN_CAP,
    NO_PAYMENT_AFTER_DEATH,
)


class Duties:
    """An `Invariant`. Keeps, by file, who did which duty and where: a few numbers a case."""

    def __init__(self) -> None:
        self.now = Establishment()
        self._files: defaultdict[tuple[str, str], Doers] = defaultdict(dict)
        self._capped: defaultdict[str, list[Step]] = defaultdict(list)
        self._deaths = Deaths()
        self._steps = 0
        self._approvals = 0

    @property
    def rules(self) -> Sequence[Rule]:
        """The gate's rules that records alone can be judged by."""
        return RULES_JUDGED

    def counted(self) -> dict[str, int]:
        """Steps and approvals that were judged."""
        return {"steps": self._steps, "approvals": self._approvals}

    def add(self, entry: Entry) -> Sequence[Violation]:
        """Take in the next record; what it violates."""
        found = self._of_actor(entry) + self._of_freeze(entry)
        step = step_of(entry.record, entry.tags, entry.citation)
        if step is not None:
            self._steps += 1
            found += self._of_file(entry, step) + self._of_kin(step) + self._of_dead(entry, step)
            if step.duty is Duty.APPROVE and step.matter is not None:
                self._approvals += 1
                found += self._of_power(entry, step)
        self.now.add(entry.record, entry.citation)
        self._deaths.add(entry.record, entry.tags, entry.citation)
        return found

    def _of_actor(self, entry: Entry) -> list[Violation]:
        register, day = entry.citation.type.partition(".")[0], entry.citation.occurred[:10]
        if self.now.opened is None or register in HOUSEKEEPING or entry.citation.type == LOOK:
            return []
        if self.now.office_on(entry.office, day) is None:
            detail = f"office {entry.office} does not exist on {day}"
            return [Violation(entry.citation.position, rules.OFFICE_KNOWN, detail)]
        if not self.now.is_in_post(entry.official, entry.office, day):
            detail = f"official {entry.official} holds no post in {entry.office} on {day}"
            return [Violation(entry.citation.position, rules.IN_POST, detail)]
        return []

    def _of_freeze(self, entry: Entry) -> list[Violation]:
        register, day = entry.citation.type.partition(".")[0], entry.citation.occurred[:10]
        return [
            Violation(
                entry.citation.position,
                rules.NOT_FROZEN,
                f"{day} is frozen for {register} by {freeze.id}",
                (freeze.citation.position,),
            )
            for freeze in self.now.freezes.values()
            if freeze.holds_for(register, day)
            and (freeze.refuses or freeze_tag(freeze.id) not in entry.tags)
        ]

    def _of_file(self, entry: Entry, step: Step) -> list[Violation]:
        if not step.file:
            return []
        doers = self._files[step.register, step.file]
        against = {
            duty: position
            for (official, duty), position in doers.items()
            if duty is not step.duty
            and self.now.are_one(official, step.official)
            and not exempt(self.now, step, duty, entry.office)
        }
        doers.setdefault((step.official, step.duty), step.citation.position)
        if not against:
            return []
        detail = f"official {step.official} did {step.duty} and {', '.join(sorted(against))}"
        return [
            Violation(
                step.citation.position,
                rules.MAKER_NEVER_CHECKER,
                f"{detail} of {step.file}",
                tuple(sorted(against.values())),
            )
        ]

    def _of_kin(self, step: Step) -> list[Violation]:
        if step.duty not in AVOIDED or not self.now.kin:
            return []
        return [
            Violation(
                step.citation.position,
                rules.AVOIDANCE,
                f"official {step.official} did {step.duty} {step.file} about a {kin.relation}",
                (kin.citation.position,),
            )
            for kin in self.now.kin_of(step.official).values()
            if tags.person(kin.person) in step.persons
        ]

    def _of_dead(self, entry: Entry, step: Step) -> list[Violation]:
        """Paid for a month after a death that had been recorded; a late report is a lead."""
        month = month_paid(entry.record)
        against = self._deaths.before(month, step.persons) if month else []
        if not against:
            return []
        detail = f"{len(against)} of the persons of {step.file} had died before {month}"
        places = tuple(sorted(one.position for one in against))
        return [Violation(step.citation.position, NO_PAYMENT_AFTER_DEATH, detail, places)]

    def _of_power(self, entry: Entry, step: Step) -> list[Violation]:
        assert step.matter is not None  # noqa: S101 - the caller has looked
        position, day = step.citation.position, step.day
        power = power_on(self.now, entry.office, step.matter, day)
        if not isinstance(power, Power):
            detail = f"office {entry.office} has no power over {step.matter.code} on {day}"
            against = tuple(one.position for one in power if one is not None)
            return [Violation(position, rules.POWER_LIVE, detail, against)]
        if tags.power(power.id) not in entry.tags:
            detail = f"it does not carry the power it rests on, {power.id}"
            return [Violation(position, rules.POWER_LIVE, detail)]
        return self._of_cap(step, power) if power.cap_fen and step.amount_fen else []

    def _of_cap(self, step: Step, power: Power) -> list[Violation]:
        found = []
        for person in sorted(step.persons):
            earlier = [one for one in self._capped[person] if counts_with(step, one, person)]
            total_fen = step.amount_fen + sum(one.amount_fen for one in earlier)
            if total_fen > power.cap_fen:
                found.append(
                    Violation(
                        step.citation.position,
                        rules.WITHIN_CAP,
                        f"{yuan(total_fen)} yuan for {person} in {WINDOW_DAYS} days, over the "
                        f"cap of {yuan(power.cap_fen)} yuan of {power.id}",
                        tuple(one.citation.position for one in earlier),
                    )
                )
            self._capped[person].append(step)
        return found
