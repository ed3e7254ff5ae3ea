"""Marriages: who is married by which certificate, copies, serial books, cooling-off periods.

`Is X married now`, `reissue chain of N`, `today's next serial and voided blanks`, `first and last
dates of a cooling-off period` are rows of these four tables.
"""

from __future__ import annotations

import ibis

from domain.marriage import records as kept
from projections.definition import Projection, greatest, latest, total, union

_MARRIED = (kept.MarriageRegistered.type, kept.MarriageReinstated.type)
_DIVORCED = kept.DivorceRegistered.type
_OLD = kept.OldRegistrationEntered.type


def _status_rows(batch: ibis.Table) -> ibis.Table:
    old = batch.stands.coalesce(False).ifelse("married", "divorced")
    told = batch.mutate(
        status=batch.type.isin(_MARRIED).ifelse(
            "married",
            batch.type.cases((_DIVORCED, "divorced"), (_OLD, old), else_="revoked"),
        ),
        marriage=(batch.type == _DIVORCED).ifelse(batch.marriage_certificate, batch.certificate),
        since=batch.occurred_day.strftime("%Y-%m-%d"),
    )
    return ibis.union(*(_of_party(told, *pair) for pair in _PARTIES))


_PARTIES = (("husband", "wife"), ("wife", "husband"))


def _of_party(told: ibis.Table, person: str, spouse: str) -> ibis.Table:
    return told.select(
        "position",
        "status",
        "certificate",
        "marriage",
        "since",
        person=told[person],
        spouse=told[spouse],
    )


MARITAL_STATUS = Projection(
    name="marital_status",
    title="Who is married, to whom and by which certificate",
    title_zh="婚姻状况",
    types=tuple(record.type for record in kept.MARITAL),
    reads={
        "occurred_day": "date",
        "husband": "string",
        "wife": "string",
        "certificate": "string",
        "marriage_certificate": "string",
        "stands": "boolean",
    },
    keys={"person": "string"},
    values=(
        latest("status"),
        latest("spouse"),
        latest("certificate"),
        latest("marriage"),
        latest("since"),
    ),
    rows=_status_rows,
)
"""By person id, as the newest record says. `certificate` proves the status: that of the marriage,
or of the divorce; `marriage` is the one it is about."""


def _copy_rows(batch: ibis.Table) -> ibis.Table:
    reissued = batch.type == kept.CertificateReissued.type
    root = reissued.ifelse(batch.root, batch.certificate)
    return batch.select(
        "position",
        root=(root.coalesce("") == "").ifelse(batch.original, root),
        copies=batch.certificate,
        newest=batch.certificate,
        reissues=reissued.ifelse(1, 0),
        newest_day=batch.occurred_day.strftime("%Y-%m-%d"),
        replaced=reissued.ifelse(batch.original, None),
    )


CERTIFICATE_COPIES = Projection(
    name="certificate_copies",
    title="Copies of each registration",
    title_zh="婚姻登记证补发链",
    types=tuple(record.type for record in kept.ISSUED),
    reads={
        "occurred_day": "date",
        "certificate": "string",
        "original": "string",
        "root": "string",
    },
    keys={"root": "string"},
    values=(
        union("copies"),
        union("replaced"),
        latest("newest"),
        latest("newest_day"),
        total("reissues"),
    ),
    rows=_copy_rows,
)
"""By certificate of the registration. `replaced` are stale for whom a later copy was issued to;
a copy reissued to one of the pair stays valid for the other."""


def _book_rows(batch: ibis.Table) -> ibis.Table:
    voided = batch.type == kept.CertificateVoided.type
    serial = batch.certificate.right(_SERIAL_DIGITS).try_cast("int64")
    return batch.select(
        "position",
        book=batch.certificate.substr(0, batch.certificate.length() - _SERIAL_DIGITS - 1),
        serial_last=serial,
        serial_next=serial + 1,
        issued=voided.ifelse(0, 1),
        voided=voided.ifelse(1, 0),
        voided_numbers=voided.ifelse(batch.certificate, None),
        voided_blanks=voided.ifelse(batch.printed.nullif(""), None),
        newest=batch.certificate,
    )


_SERIAL_DIGITS = 6

CERTIFICATE_BOOKS = Projection(
    name="certificate_books",
    title="Serial books: next serial and voided blanks",
    title_zh="婚姻登记证编号簿",
    types=tuple(record.type for record in kept.NUMBERED),
    reads={"certificate": "string", "printed": "string"},
    keys={"book": "string"},
    values=(
        greatest("serial_last"),
        greatest("serial_next"),
        total("issued"),
        total("voided"),
        union("voided_numbers"),
        union("voided_blanks"),
        latest("newest"),
    ),
    rows=_book_rows,
)
"""By book. Gap-free while `issued` and `voided` add up to `serial_last`."""

_STAGE = {
    kept.DivorceApplied.type: "applied",
    kept.DivorceApplicationWithdrawn.type: "withdrawn",
    kept.DivorceApplicationLapsed.type: "lapsed",
    kept.DivorceRegistered.type: "registered",
}


def _application_rows(batch: ibis.Table) -> ibis.Table:
    return batch.filter(batch.application != "").select(
        "position",
        "application",
        "husband",
        "wife",
        "cooling_off_first",
        "cooling_off_last",
        "register_last",
        stage=batch.type.cases(*_STAGE.items(), else_=None),
    )


DIVORCE_APPLICATIONS = Projection(
    name="divorce_applications",
    title="Applications for divorce and the dates of both windows",
    title_zh="离婚登记申请及冷静期",
    types=tuple(_STAGE),
    reads={
        "application": "string",
        "husband": "string",
        "wife": "string",
        "cooling_off_first": "string",
        "cooling_off_last": "string",
        "register_last": "string",
    },
    keys={"application": "string"},
    values=(
        latest("stage"),
        latest("husband"),
        latest("wife"),
        latest("cooling_off_first"),
        latest("cooling_off_last"),
        latest("register_last"),
    ),
    rows=_application_rows,
)
"""By application. Both may come from the day after `cooling_off_last` to `register_last`."""
