"""The gate: what holds for the acts and steps of every register, judged in one place.

Before a decision is asked: the office exists on the day, and the official holds a post in it. After
it has answered: each record that is a step (`Record.duty`) is by another person than the other
duties of its file, is not about the official's kin, pays nobody after their death, and, if it is an
approval, rests on a live grant of power, within its cap. The grant's id goes into the record as a
tag. Nothing is read for this beyond the establishment, the boundary that the decision asked for,
and the deaths of who is paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NoReturn

from eventsourcing.dcb import domain as dcb

from domain.authority import rules
from domain.authority.establishment import Establishment
from domain.authority.powers import Power, power_on
from domain.authority.tags import freeze as freeze_tag
from domain.common import tags
from domain.common.decisions import Act, All, Decision, Latest
from domain.common.duties import Duty, Matter
from domain.common.money import yuan
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation, Refusal, Rule
from domain.persons.dying import Deaths
from domain.persons.rules import NO_PAYMENT_AFTER_DEATH
from domain.persons.tags import death

DutyKinds = Mapping[str, frozenset[type[Record]]]
"""Kinds of record that are steps in files, by register."""
WINDOW_DAYS = 30
"""Approvals for one person within so many days count together against a cap (R11)."""
AVOIDED = (Duty.CHECK, Duty.APPROVE, Duty.PAY)
"""Duties that nobody does about their own kin."""


class OutOfSightError(RuntimeError):
    """A decision records a step without looking at its file: a defect of its register."""


@dataclass(frozen=True)
class Step:
    """A step that was taken: one record in one file."""

    register: str
    file: str
    duty: Duty
    matter: Matter | None
    amount_fen: int
    official: str
    day: str
    persons: frozenset[str]
    """Tags of the persons it is about."""
    is_delegated: bool
    """Whether it was approved under a grant, rather than by law."""
    citation: Citation


def step_of(record: Record, record_tags: Sequence[str], citation: Citation) -> Step | None:
    """The step a record is; `None` if its kind declares none."""
    declared = record.duty
    if declared is None:
        return None
    return Step(
        register=register_of(type(record)),
        file=declared.file_of(record),
        duty=declared.duty,
        matter=declared.matter_of(record),
        amount_fen=declared.amount_of(record),
        official=_tagged(record_tags, "official:"),
        day=citation.occurred[:10],
        persons=frozenset(tag for tag in record_tags if tag.startswith("person:")),
        is_delegated=Power.is_delegated(_tagged(record_tags, "power:")),
        citation=citation,
    )


def month_paid(record: Record) -> str:
    """The month a record pays for; empty if it pays for none."""
    field = record.duty.month_field if record.duty else ""
    return str(getattr(record, field)) if field else ""


def register_of(record: type[Record]) -> str:
    """The register of a kind of record."""
    return record.type.partition(".")[0]


class Gate:
    """Judges one decision. Make one for each attempt."""

    def __init__(self, decision: Decision, establishment: Establishment, kinds: DutyKinds) -> None:
        """Stand before a decision.

        Args:
            decision: what is to be judged.
            establishment: as of the moment its boundary was read.
            kinds: the kinds of record that are steps in files, by register.
        """
        self._decision = decision
        self._act: Act = decision.act
        self._day = decision.act.day.isoformat()
        self._now = establishment
        self._kinds = kinds
        self._steps: list[Step] = []
        self._deaths = Deaths()

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Show it a record of the decision's boundary."""
        step = step_of(tagged.decision, tagged.tags, citation)
        if step is not None:
            self._steps.append(step)

    def admit(self) -> None:
        """Judge who acts, once offices and posts are kept.

        Raises:
            Refusal: the office is unknown or gone, or the official holds no post in it.
        """
        act, now = self._act, self._now
        if now.opened is None or not self._decision.is_staffed:
            return
        if now.office_on(act.office, self._day) is None:
            gone = now.offices.get(act.office)
            self._refuse(
                rules.OFFICE_KNOWN,
                f"Office {act.office} {'does not exist' if gone else 'is unknown'} on {self._day}.",
                [gone.citation if gone else None],
                f"Its successor is {gone.successor}." if gone and gone.successor else "",
            )
        if not now.is_in_post(act.by, act.office, self._day):
            terms = now.terms.get(act.by, ())
            self._refuse(
                rules.IN_POST,
                f"Official {act.by} holds no post in office {act.office} on {self._day}.",
                [term.citation for term in terms if term.office == act.office],
                "Have the term recorded, or let an official in post act.",
            )

    def asks(self, made: Sequence[Tagged]) -> list[All]:
        """What else has to be looked at to judge what was decided: deaths of who is paid."""
        paid = {
            tag
            for tagged in made
            if tagged.record.duty is not None and tagged.record.duty.month_field
            for tag in tagged.tags
            if tag.startswith("person:")
        }
        return [All([], [death(tag.removeprefix("person:"))]) for tag in sorted(paid)]

    def learn(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Show it a record that it asked for."""
        self._deaths.add(tagged.decision, tagged.tags, citation)

    def judge(self, made: Sequence[Tagged]) -> None:
        """Judge what was decided, and note on approvals the power they rest on.

        Raises:
            Refusal: a step breaks one of the rules; nothing may be recorded.
            OutOfSightError: the decision did not look at its file.
        """
        for tagged in made:
            self._must_not_be_frozen(tagged)
            own = Citation(0, tagged.record.type, self._act.occurred.isoformat())
            step = step_of(tagged.record, tagged.tags, own)
            if step is None:
                continue
            self._must_be_another(step)
            self._must_not_be_kin(step)
            self._must_be_alive(step, tagged.record)
            if step.duty is Duty.APPROVE and step.matter is not None:
                power = self._must_have_power(step.matter)
                self._must_be_within_cap(step, power, type(tagged.record))
                tagged.tags.append(tags.power(power.id))
                step = step_of(tagged.record, tagged.tags, own) or step
            self._steps.append(step)

    def _must_not_be_frozen(self, tagged: Tagged) -> None:
        """Refuse what falls under a freeze, or mark it."""
        register = register_of(type(tagged.record))
        for freeze in self._now.freezes.values():
            if not freeze.holds_for(register, self._day):
                continue
            if freeze.refuses:
                self._refuse(
                    rules.NOT_FROZEN,
                    f"{freeze.day_first} to {freeze.day_last} is frozen for {register} by "
                    f"{freeze.id}; this would be of {self._day}.",
                    [freeze.citation],
                    "Record it for a later day, or have the freeze released.",
                )
            tagged.tags.append(freeze_tag(freeze.id))

    def _must_be_another(self, step: Step) -> None:
        if not step.file:
            return
        self._must_see(step.file, self._kinds[step.register])
        for other in self._steps:
            if combines(self._now, step, other) and not exempt(
                self._now, step, other.duty, self._act.office
            ):
                self._refuse(
                    rules.MAKER_NEVER_CHECKER,
                    f"Official {self._act.by} would {step.duty} and did {other.duty} {step.file}.",
                    [other.citation],
                    "Let another official act; a small office can be exempted.",
                )

    def _must_not_be_kin(self, step: Step) -> None:
        kin = {tags.person(p): k for p, k in self._now.kin_of(self._act.by).items()}
        found = [kin[person] for person in sorted(step.persons & kin.keys())]
        if found and step.duty in AVOIDED:
            self._refuse(
                rules.AVOIDANCE,
                f"{step.file} is about a declared {found[0].relation} of official {self._act.by}.",
                [one.citation for one in found],
                "Let another official act.",
            )

    def _must_be_alive(self, step: Step, record: Record) -> None:
        month = month_paid(record)
        against = self._deaths.before(month, step.persons) if month else []
        if against:
            self._refuse(
                NO_PAYMENT_AFTER_DEATH,
                f"{len(against)} of the persons of {step.file} died before {month}.",
                against,
                "End or change the case; if the report is wrong, withdraw it.",
            )

    def _must_have_power(self, matter: Matter) -> Power:
        power = power_on(self._now, self._act.office, matter, self._day)
        if not isinstance(power, Power):
            self._refuse(
                rules.POWER_LIVE,
                f"Office {self._act.office} has no power to decide {matter.code} on {self._day}.",
                power,
                "Let an office with the power decide, or have it delegated first.",
            )
        return power

    def _must_be_within_cap(self, step: Step, power: Power, kind: type[Record]) -> None:
        if not power.cap_fen or not step.amount_fen:
            return
        for person in sorted(step.persons):
            self._must_see(person, frozenset({kind}))
            earlier = [one for one in self._steps if counts_with(step, one, person)]
            total_fen = step.amount_fen + sum(one.amount_fen for one in earlier)
            if total_fen > power.cap_fen:
                self._refuse(
                    rules.WITHIN_CAP,
                    f"{yuan(step.amount_fen)} yuan make {yuan(total_fen)} yuan for {person} in "
                    f"{WINDOW_DAYS} days; the cap of {power.id} is {yuan(power.cap_fen)} yuan.",
                    [*(one.citation for one in earlier), power.citation],
                    "Let the district decide.",
                )

    def _must_see(self, tag: str, kinds: frozenset[type[Record]]) -> None:
        seen = self._sight.get(tag, set())
        if Record not in seen and not kinds <= seen:
            missing = ", ".join(sorted(kind.type for kind in kinds - seen))
            raise OutOfSightError(
                f"{type(self._decision).__name__} does not look at {missing} of {tag}."
            )

    @cached_property
    def _sight(self) -> dict[str, set[type[Record]]]:
        """The kinds of record a decision asked for by tag; `Record` stands for all."""
        seen: defaultdict[str, set[type[Record]]] = defaultdict(set)
        for selector in selectors_of(self._decision):
            if len(selector.tags) == 1 and not isinstance(selector, Latest):
                kinds = {kind for kind in selector.types if issubclass(kind, Record)} or {Record}
                seen[selector.tags[0]] |= kinds
        return seen

    def _refuse(
        self, rule: Rule, detail: str, against: Sequence[Citation | None], advice: str
    ) -> NoReturn:
        raise Refusal(rule, detail, [one for one in against if one is not None], advice)


def selectors_of(decision: Decision) -> list[dcb.Selector]:
    """The consistency boundary of a decision, as a list."""
    boundary = decision.consistency_boundary()
    return [boundary] if isinstance(boundary, dcb.Selector) else list(boundary)


def combines(now: Establishment, step: Step, other: Step) -> bool:
    """Whether one person did two duties in one file."""
    return (
        (step.register, step.file) == (other.register, other.file)
        and step.duty is not other.duty
        and now.are_one(step.official, other.official)
    )


def exempt(now: Establishment, step: Step, other: Duty, office: str) -> bool:
    """Whether an exemption lets a step's official have done another duty, on the step's day."""
    duties = frozenset({step.duty.value, other.value})
    return now.exemption(step.register, office, duties, step.day) is not None


def counts_with(step: Step, earlier: Step, person: str) -> bool:
    """Whether an earlier approval counts against the same cap."""
    first = date.fromisoformat(step.day) - timedelta(days=WINDOW_DAYS)
    last = date.fromisoformat(step.day) + timedelta(days=WINDOW_DAYS)
    return (
        earlier.duty is Duty.APPROVE
        and earlier.matter == step.matter
        and earlier.is_delegated
        and person in earlier.persons
        and first.isoformat() < earlier.day < last.isoformat()
    )


def _tagged(record_tags: Sequence[str], kind: str) -> str:
    return next((tag for tag in record_tags if tag.startswith(kind)), "").removeprefix(kind)
