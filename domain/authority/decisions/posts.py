"""Officials take up posts and leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.authority import rules
from domain.authority.decisions.base import AuthorityDecision
from domain.authority.records import OfficialAppointed, TermEnded
from domain.common import tags


@dataclass
class AppointOfficial(AuthorityDecision):
    """Appoint an official to a post in an office 任职."""

    official: str
    office: str
    post: str
    from_day: date
    document: str
    to_day: date | None = None
    person: str = ""
    """The official's id as a person, if known."""

    def execute(self) -> None:
        self.must_be_district()
        first, last = self.from_day.isoformat(), self.to_day.isoformat() if self.to_day else ""
        self.must_exist(self.office, first)
        terms = self.now.terms.get(self.official, ())
        same = [term for term in terms if (term.office, term.post) == (self.office, self.post)]
        overlap = [
            t
            for t in same
            if (not t.last_day or first <= t.last_day) and (not last or t.from_day <= last)
        ]
        if overlap or not self.official or not self.post or (last and last < first):
            self.refuse(
                rules.TERM_WELL_FORMED,
                f"Official {self.official!r} would be {self.post!r} of {self.office} from {first} "
                f"to {last or 'no set day'}.",
                [term.citation for term in overlap],
                "End the running term first." if overlap else "",
            )
        record = OfficialAppointed(
            official=self.official,
            office=self.office,
            post=self.post,
            from_day=first,
            to_day=last,
            person=self.person,
            document=self.document,
        )
        about = [tags.post(self.official), tags.office(self.office)]
        about += [tags.person(self.person)] if self.person else []
        self.keep(record, *about, document=self.document)


@dataclass
class EndTerm(AuthorityDecision):
    """End an official's term in a post 免职; the last day counts."""

    official: str
    office: str
    post: str
    last_day: date
    reason: str
    document: str

    def execute(self) -> None:
        self.must_be_district()
        last = self.last_day.isoformat()
        terms = self.now.terms.get(self.official, ())
        same = [term for term in terms if (term.office, term.post) == (self.office, self.post)]
        if not any(term.runs_on(last) and term.last_day != last for term in same):
            self.refuse(
                rules.TERM_WELL_FORMED,
                f"Official {self.official} has no term as {self.post} of {self.office} that runs "
                f"beyond {last}.",
                [term.citation for term in same],
            )
        record = TermEnded(
            official=self.official,
            office=self.office,
            post=self.post,
            last_day=last,
            reason=self.reason,
            document=self.document,
        )
        about = (tags.post(self.official), tags.office(self.office))
        self.keep(record, *about, document=self.document)
