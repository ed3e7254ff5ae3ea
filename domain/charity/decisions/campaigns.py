"""Campaigns 活动: the dream photographs for elderly couples 圆未圆之梦公益摄影."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.charity import rules, tags
from domain.charity.records import CampaignClosed, CampaignOpened, CouplePhotographed
from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation


def _campaign_boundary(campaign: str) -> dcb.Selector:
    return All([CampaignOpened, CampaignClosed], [tags.schedule(campaign)])


@dataclass
class OpenCampaign(Decision):
    """Open a campaign for couples who have both reached `age_min` years 开展活动."""

    campaign: str
    name_zh: str
    age_min: int

    earlier: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [_campaign_boundary(self.campaign)]

    @event(CampaignOpened)
    def _(self) -> None:
        self.earlier = self.citing

    def execute(self) -> None:
        if self.earlier:
            self.refuse(rules.CAMPAIGN_ONCE, f"{self.campaign} is opened.", [self.earlier])
        self.record(
            CampaignOpened(campaign=self.campaign, name_zh=self.name_zh, age_min=self.age_min),
            [tags.campaign(self.campaign), tags.schedule(self.campaign)],
        )


@dataclass
class CampaignDecision(Decision):
    """Base of what happens in an open campaign."""

    campaign: str

    opened: CampaignOpened | None = field(default=None, init=False)
    ends: list[Citation] = field(default_factory=list, init=False)
    """Its opening and its close, as far as they happened."""
    closed: bool = field(default=False, init=False)

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the campaign's opening and close."""
        if isinstance(tagged.decision, CampaignOpened):
            self.opened = tagged.decision
            self.ends.append(citation)
        elif isinstance(tagged.decision, CampaignClosed):
            self.closed = True
            self.ends.append(citation)
        super().show(tagged, citation)

    def check_open(self) -> CampaignOpened:
        """The campaign's opening; refuses if it is not open."""
        if self.opened is None or self.closed:
            self.refuse(rules.CAMPAIGN_OPEN, f"{self.campaign} is not open.", self.ends)
        return self.opened


@dataclass
class PhotographCouple(CampaignDecision):
    """Give an elderly couple its photograph 圆梦摄影."""

    couple: tuple[Person, Person]

    earlier: list[Citation] = field(default_factory=list, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        served = [All([CouplePhotographed], [person.tag]) for person in self.couple]
        return [_campaign_boundary(self.campaign), *served]

    @event(CouplePhotographed)
    def _(self, campaign: str) -> None:
        if self.citing and campaign == self.campaign:
            self.earlier.append(self.citing)

    def execute(self) -> None:
        age_min = self.check_open().age_min
        if self.earlier:
            self.refuse(rules.COUPLE_ONCE, f"{self.campaign} has served this couple.", self.earlier)
        ages = [person.age_on(self.act.day) for person in self.couple]
        if len({person.id for person in self.couple}) < 2 or any(
            age is not None and age < age_min for age in ages
        ):
            self.refuse(
                rules.COUPLE_ELIGIBLE,
                f"Both of the couple must be {age_min} years or older.",
                self.ends,
            )
        self.record(
            CouplePhotographed(
                campaign=self.campaign, couple=[person.id for person in self.couple]
            ),
            [tags.campaign(self.campaign), *(person.tag for person in self.couple)],
            personal_of(self.couple),
        )


@dataclass
class CloseCampaign(CampaignDecision):
    """Close a campaign 活动结束."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [_campaign_boundary(self.campaign)]

    def execute(self) -> None:
        self.check_open()
        self.record(
            CampaignClosed(campaign=self.campaign),
            [tags.campaign(self.campaign), tags.schedule(self.campaign)],
        )
