"""Corrections 更正: a record beside the original, which stays visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from pydantic import ValidationError

from domain.common.decisions import All
from domain.common.people import Person, personal_of
from domain.common.records import Record, Tagged
from domain.common.refusals import Citation
from domain.upkeep import rules, tags
from domain.upkeep.correcting import correctable
from domain.upkeep.decisions.about import RecordDecision
from domain.upkeep.records import AskedBy, IdentityCheck, Reason, RecordCorrected, Value


@dataclass
class CorrectRecord(RecordDecision):
    """Correct what a record says 更正."""

    after: Mapping[str, Value]
    """What is right, by field; only what changes."""
    asked_by: AskedBy
    """Who asked for it."""
    identity_check: IdentityCheck
    """How the applicant's identity was checked."""
    reason: Reason
    reason_text: str = ""
    """The reason in words; needed if it is none of the others."""
    papers: Sequence[str] = ()
    """Numbers of the papers that prove it."""
    applicant: Person | None = None
    """The person who asked; none if the office, a court or an inspection did."""
    subject: Person | None = None
    """A person the record is about, with the personal data that is right."""
    stale_papers: Sequence[str] = ()
    """Printed copies that are now wrong, beyond those the record itself names."""
    supersedes: int = 0
    """Position of an earlier correction of this record that was wrong."""

    corrections: dict[int, Citation] = field(default_factory=dict, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        about = tags.record(self.position)
        return [*super().consistency_boundary(), All([RecordCorrected], [about])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Keep the earlier corrections of the same record."""
        record = tagged.decision
        if isinstance(record, RecordCorrected) and record.position == self.position:
            self.corrections[citation.position] = citation
        super().show(tagged, citation)

    def execute(self) -> None:
        original = self.must_be_known()
        self._check_order(original.record)
        self._check_applicant()
        before = self._checked_fields(original)
        self._check_subject(original)
        subject = self.subject
        self.record(
            RecordCorrected(
                position=self.position,
                original_type=original.record.type,
                before=before,
                after=dict(self.after),
                subject=subject.id if subject else "",
                personal_fields=sorted(subject.personal) if subject else [],
                applicant=self.applicant.id if self.applicant else "",
                asked_by=self.asked_by,
                identity_check=self.identity_check,
                reason=self.reason,
                reason_text=self.reason_text,
                papers=list(self.papers),
                stale_papers=self._stale(original),
                supersedes=self.supersedes,
            ),
            [tags.record(self.position), *self.about(original)],
            personal_of([one for one in (subject, self.applicant) if one]),
        )

    def _check_order(self, original: Record) -> None:
        if isinstance(original, RecordCorrected):
            self.refuse(
                rules.CORRECTION_IN_ORDER,
                f"Record {self.position:,} is a correction of {original.position:,}.",
                [self.original_at],
                f"Correct record {original.position} again, and name this one as superseded.",
            )
        if self.supersedes and self.supersedes not in self.corrections:
            self.refuse(
                rules.CORRECTION_IN_ORDER,
                f"Record {self.supersedes:,} is no correction of {self.position:,}.",
                list(self.corrections.values()),
            )

    def _check_applicant(self) -> None:
        of_person = self.asked_by in ("person", "relative", "agent")
        if of_person and (self.applicant is None or self.identity_check == "not-needed"):
            self.refuse(rules.APPLICANT_CHECKED, f"Asked by {self.asked_by}, nobody is named.")
        if self.reason == "other" and not self.reason_text.strip():
            self.refuse(rules.REASON_TOLD, "The reason is other, and is not told.")

    def _checked_fields(self, original: Tagged) -> dict[str, Value]:
        """What stands in the fields now.

        Raises:
            Refusal: a field may not be corrected, or nothing changes.
        """
        held = original.record.as_dict()
        barred = sorted(set(self.after) - correctable(original))
        if barred:
            self.refuse(
                rules.CORRECTABLE,
                f"Of {original.record.type} not to be corrected: {', '.join(barred)[:200]}.",
                [self.original_at],
                "Reverse the record and record it anew.",
            )
        same = [name for name, value in self.after.items() if held[name] == value]
        if same or not (self.after or self.subject):
            told = f"{', '.join(same)} stands so" if same else "nothing is said to be wrong"
            self.refuse(rules.CORRECTION_CHANGES, f"Of record {self.position:,} {told}.")
        try:
            type(original.record).model_validate({**held, **self.after})
        except ValidationError as error:
            wrong = ", ".join(str(one["loc"][0]) for one in error.errors(include_input=False))
            self.refuse(rules.CORRECTION_CHANGES, f"The record cannot hold this in {wrong}.")
        return {name: held[name] for name in self.after if held[name] is not None}

    def _check_subject(self, original: Tagged) -> None:
        if self.subject and (self.subject.tag not in original.tags or not self.subject.personal):
            self.refuse(
                rules.SUBJECT_OF_RECORD,
                f"Record {self.position:,} is not about this person, or no data is given.",
                [self.original_at],
            )

    def _stale(self, original: Tagged) -> list[str]:
        named = [tag.removeprefix("doc:") for tag in original.tags if tag.startswith("doc:")]
        return list(dict.fromkeys([*named, *self.stale_papers]))
