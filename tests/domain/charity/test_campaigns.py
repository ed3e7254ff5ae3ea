from domain.charity import rules
from domain.charity.decisions.campaigns import CloseCampaign, OpenCampaign, PhotographCouple
from domain.charity.records import CouplePhotographed
from tests.domain.acting import act, person, refused
from tests.domain.charity.stories import ANNA, BERT
from tests.domain.deciding import history

OPEN = history(OpenCampaign(act("2019-03-01"), "photo", "圆梦", 60))
PHOTO = PhotographCouple(act(), "photo", (BERT, ANNA))
SERVED = history(PHOTO, given=OPEN)


def test_a_couple_is_photographed_once_in_a_campaign() -> None:
    assert isinstance(SERVED[-1].record, CouplePhotographed)
    carl = person("carl", "1940-01-01")
    assert refused(PHOTO, SERVED, rules.COUPLE_ONCE) == [2]
    with_another = PhotographCouple(act(), "photo", (carl, ANNA))
    assert refused(with_another, SERVED, rules.COUPLE_ONCE) == [2]


def test_another_campaign_may_serve_the_same_couple() -> None:
    again = history(OpenCampaign(act(), "photo-2", "圆梦", 60), given=SERVED)
    assert history(PhotographCouple(act(), "photo-2", (BERT, ANNA)), given=again)


def test_a_campaign_serves_only_while_it_is_open() -> None:
    closed = history(CloseCampaign(act(), "photo"), given=OPEN)
    assert refused(PHOTO, [], rules.CAMPAIGN_OPEN) == []
    assert refused(PHOTO, closed, rules.CAMPAIGN_OPEN) == [1, 2]
    assert refused(OpenCampaign(act(), "photo", "圆梦", 60), closed, rules.CAMPAIGN_ONCE) == [1]


def test_both_of_the_couple_are_old_enough_and_two_people() -> None:
    young = person("young", "1990-01-01")
    for couple in ((young, ANNA), (ANNA, ANNA)):
        given = PhotographCouple(act(), "photo", couple)
        assert refused(given, OPEN, rules.COUPLE_ELIGIBLE) == [1]
