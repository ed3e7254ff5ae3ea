"""What the office did, by activity, month and office: registration counts and annual figures.

An activity is one line of the office's statistics: a benefit scheme by its name, donations, grants
by kind of fund, waivers, registrations. A reversal counts against the activity it reverses, in
the month in which it happens.
"""

from __future__ import annotations

from typing import Any

import ibis

from domain.adoption.records import AdoptionRegistered
from domain.assistance.records import BenefitPaid, HomeClosed, PaymentReversed
from domain.charity.records import (
    CouplePhotographed,
    DonationReceived,
    DonationRefunded,
    GrantPaid,
    GrantReturned,
)
from domain.funerals.records import (
    EcoBurialPaid,
    FuneralWaiverGranted,
    FuneralWaiverReversed,
    HearseUndertakingSigned,
)
from domain.marriage.records import (
    ArchiveQueryAnswered,
    CertificateReissued,
    DivorceRegistered,
    FilesReviewed,
    MarriageRegistered,
)
from projections.definition import Projection, total

DONATION = "donation"
DREAM_PHOTO = "dream-photo"
ECO_BURIAL = "eco-burial"
FILES_REVIEW = "files-review"
FUNERAL_WAIVER = "funeral-waiver"
_GRANT_OF = "grant-"
"""Followed by the kind of the fund."""
GRANT_GENERAL = f"{_GRANT_OF}general"
GRANT_PROGRAMME = f"{_GRANT_OF}programme"
HEARSE = "hearse"
HOME_CLOSED = "home-closed"
MARRIAGE = "marriage"
DIVORCE = "divorce"
REISSUE = "reissue"
ARCHIVE_QUERY = "archive-query"
ADOPTION = "adoption"
FOREIGN = "-foreign"
"""Ends the name of a registration with a party from abroad."""

_ACTIVITY = {
    DonationReceived.type: DONATION,
    DonationRefunded.type: DONATION,
    CouplePhotographed.type: DREAM_PHOTO,
    HomeClosed.type: HOME_CLOSED,
    FuneralWaiverGranted.type: FUNERAL_WAIVER,
    FuneralWaiverReversed.type: FUNERAL_WAIVER,
    EcoBurialPaid.type: ECO_BURIAL,
    HearseUndertakingSigned.type: HEARSE,
    ArchiveQueryAnswered.type: ARCHIVE_QUERY,
    FilesReviewed.type: FILES_REVIEW,
    AdoptionRegistered.type: ADOPTION,
}
_REGISTRATION = {
    MarriageRegistered.type: MARRIAGE,
    DivorceRegistered.type: DIVORCE,
    CertificateReissued.type: REISSUE,
}
_BENEFIT = (BenefitPaid.type, PaymentReversed.type)
_GRANT = (GrantPaid.type, GrantReturned.type)
_REVERSAL = (
    PaymentReversed.type,
    DonationRefunded.type,
    GrantReturned.type,
    FuneralWaiverReversed.type,
)


def _named(batch: ibis.Table) -> Any:
    """The activity of a record whose type alone tells it."""
    return batch.type.cases(*_ACTIVITY.items(), else_=None)


def _grant(batch: ibis.Table) -> Any:
    kind = ibis.literal(_GRANT_OF) + batch.fund_kind
    return batch.type.isin(_GRANT).ifelse(kind, None)


def _benefit(batch: ibis.Table) -> Any:
    return batch.type.isin(_BENEFIT).ifelse(batch.scheme, None)


def _registration(batch: ibis.Table) -> Any:
    abroad = batch.foreign.coalesce(False).ifelse(FOREIGN, "")
    return batch.type.cases(*_REGISTRATION.items(), else_=None) + abroad


def _sign(batch: ibis.Table) -> Any:
    """-1 for a record that takes another back, else 1."""
    return batch.type.isin(_REVERSAL).ifelse(-1, 1)


def _rows(batch: ibis.Table) -> ibis.Table:
    count = ibis.coalesce(batch.persons, batch.files, 1)
    return batch.select(
        "position",
        "office",
        activity=ibis.coalesce(_named(batch), _grant(batch), _benefit(batch), _registration(batch)),
        year=batch.occurred_day.year(),
        month=batch.occurred_day.strftime("%Y-%m"),
        times=_sign(batch) * count,
        amount_fen=_sign(batch) * batch.amount_fen,
        in_order=batch.in_order,
    )


_TYPES = (*_BENEFIT, *_GRANT, *_ACTIVITY, *_REGISTRATION)

ACTIVITIES = Projection(
    name="activities",
    title="Activities by month and office",
    title_zh="业务统计",
    types=_TYPES,
    reads={
        "office": "string",
        "occurred_day": "date",
        "scheme": "string",
        "fund_kind": "string",
        "foreign": "boolean",
        "persons": "int64",
        "files": "int64",
        "in_order": "int64",
        "amount_fen": "int64",
    },
    keys={"activity": "string", "year": "int64", "month": "string", "office": "string"},
    values=(total("times"), total("amount_fen"), total("in_order")),
    rows=_rows,
)
"""`times` are person-times of a benefit, files of a review, else cases. By month of occurrence."""


def _subject_rows(batch: ibis.Table) -> ibis.Table:
    return batch.select(
        "position",
        activity=ibis.coalesce(_named(batch), _grant(batch)),
        year=batch.occurred_day.year(),
        subject=ibis.coalesce(batch.plate, batch.recipient, batch.decedent),
        amount_fen=_sign(batch) * batch.amount_fen,
    )


ACTIVITY_SUBJECTS = Projection(
    name="activity_subjects",
    title="Whom and what the activities of a year reached",
    title_zh="业务对象",
    types=(*_GRANT, EcoBurialPaid.type, HearseUndertakingSigned.type),
    reads={
        "occurred_day": "date",
        "fund_kind": "string",
        "plate": "string",
        "recipient": "string",
        "decedent": "string",
        "amount_fen": "int64",
    },
    keys={"activity": "string", "year": "int64", "subject": "string"},
    values=(total("amount_fen"),),
    rows=_subject_rows,
)
"""One row a person (by id) or vehicle, so that counting rows counts distinct ones."""
