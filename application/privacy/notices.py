"""Public notices 公示: masked by template, withdrawn by date, provable afterwards.

The text is made anew from the records each time it is shown, and after the last day it is shown no
more. What stays is its HMAC under a code printed at its foot: who kept a photograph of the notice
proves with the code what was shown; who has only the record learns nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from application import persons, records
from application.callers import Caller
from application.privacy import looks
from application.privacy.opening import Vault
from application.privacy.seeing import UnknownPersonError, open_seal, visible
from domain.access.roles import Action
from domain.privacy.decisions import ShowNotice
from domain.privacy.masking import public_name
from domain.privacy.records import NoticeShown, Template
from domain.privacy.tags import notice as notice_tag
from ledger import canonical
from ledger.errors import LedgerError
from ledger.record import fields_of
from ledger.sealing import OfficeSecrets

LINE_FIELDS = {
    "person": str,
    "village": str,
    "headcount": int,
    "category": str,
    "amount_fen": int,
    "period": str,
}
"""What a line holds and nothing else: no account, phone, house number, illness or minor's name."""
CODE_CHARACTERS = 32
VILLAGE_CHARACTERS_MAX = 40


class NoticeError(LedgerError):
    """A notice cannot be shown as it was asked for."""

    code = "notice"


class UnknownNoticeError(LedgerError):
    """There is no notice of that number."""

    code = "unknown-notice"


@dataclass(frozen=True)
class Notice:
    """A notice as it may be shown today."""

    number: str
    template: Template
    day_first: str
    day_last: str
    is_shown: bool
    """Whether today is one of its days."""
    proof: str
    code: str
    """Empty once it is withdrawn: then only who has the notice has it."""
    lines: Sequence[Mapping[str, str | int]]
    """With `name` in place of the person; empty once it is withdrawn."""


def post(
    vault: Vault,
    office: OfficeSecrets,
    caller: Caller,
    number: str,
    template: Template,
    days: tuple[date, date],
    lines: Sequence[Mapping[str, Any]],
) -> Notice:
    """Record a notice and show it for the first time.

    Raises:
        NoticeError: a line is not as `LINE_FIELDS` says.
        UnknownPersonError: the caller may not see one of the persons.
        Refusal: it is not well formed, or was shown.
    """
    for place, line in enumerate(lines, 1):
        _must_be_line(line, place)
    public = _public(vault, caller, template, days[0], lines)
    code = _code(office, number)
    kept = tuple(dict(line) for line in lines)
    proof = _proof(code, number, template, days[0], days[1], public)
    vault.desk.execute(
        ShowNotice(vault.act(caller), number, template, *days, lines=kept, proof=proof)
    )
    return Notice(
        number, template, days[0].isoformat(), days[1].isoformat(), True, proof, code, public
    )


def shown(vault: Vault, office: OfficeSecrets, caller: Caller, number: str, today: date) -> Notice:
    """A notice as it may be shown on a day.

    Raises:
        UnknownNoticeError: there is none.
        NoticeError: made anew it is not what was recorded, e.g. since a name was corrected.
        UnknownPersonError: the caller may not see one of the persons.
    """
    record = _recorded(vault, number)
    is_shown = record.day_first <= today.isoformat() <= record.day_last
    days = (date.fromisoformat(record.day_first), date.fromisoformat(record.day_last))
    if not is_shown:
        return Notice(
            number, record.template, record.day_first, record.day_last, False, record.proof, "", []
        )
    public = _public(vault, caller, record.template, days[0], record.lines)
    code = _code(office, number)
    if _proof(code, number, record.template, *days, public) != record.proof:
        raise NoticeError(
            f"Notice {number} made anew is not what was shown.",
            "Personal data was corrected since; post a new notice.",
        )
    return Notice(
        number, record.template, record.day_first, record.day_last, True, record.proof, code, public
    )


def proves(record: NoticeShown, code: str, lines: Sequence[Mapping[str, str | int]]) -> bool:
    """Whether a notice that somebody kept, with its code, is the one that was shown."""
    days = (date.fromisoformat(record.day_first), date.fromisoformat(record.day_last))
    found = _proof(code, record.notice, record.template, *days, lines)
    return hmac.compare_digest(found, record.proof)


def _recorded(vault: Vault, number: str) -> NoticeShown:
    item = DCBQueryItem(types=[NoticeShown.type], tags=[notice_tag(number)])
    for event in vault.log.newest(DCBQuery([item]), limit=1):
        fields = fields_of(event.event.data)
        record = records.record(fields["type"], fields["data"])
        if isinstance(record, NoticeShown):
            return record
    raise UnknownNoticeError(f"There is no notice {number!r}.", "Nothing was shown.")


def _public(
    vault: Vault,
    caller: Caller,
    template: Template,
    day: date,
    lines: Sequence[Mapping[str, str | int]],
) -> list[dict[str, str | int]]:
    """The lines with names as the template shows them; the look at the names is told first."""
    seen: list[str] = []
    public = []
    for line in lines:
        ids = persons.ids_of(vault.log, str(line["person"]))
        found = list(visible(vault.log, caller, Action.UNMASK, ids))
        if not found:
            raise UnknownPersonError(str(line["person"]))
        personal: dict[str, str] = {}
        for record in found:
            personal = {**open_seal(vault, record), **personal}
        name = public_name(personal, template, day)
        public.append({"name": name, **{k: v for k, v in line.items() if k != "person"}})
        seen += ids
    fields = ["name"] if template == "village" else ["surname"]
    looks.tell(vault, caller, looks.Look(Action.UNMASK, f"notice {template}", seen, fields))
    return public


def _must_be_line(line: Mapping[str, Any], place: int) -> None:
    wrong = set(line) ^ set(LINE_FIELDS)
    wrong |= {name for name, kind in LINE_FIELDS.items() if type(line.get(name)) is not kind}
    if wrong or any(character.isdigit() for character in line["village"]):
        raise NoticeError(
            f"Line {place} of the notice: it takes {', '.join(LINE_FIELDS)} and nothing else, and "
            "the village without a house number.",
            "Nothing was shown.",
        )


def _code(office: OfficeSecrets, number: str) -> str:
    digest = hmac.digest(office.fingerprints, f"notice/{number}".encode(), "sha256")
    return digest.hex()[:CODE_CHARACTERS]


def _proof(
    code: str,
    number: str,
    template: str,
    day_first: date,
    day_last: date,
    lines: Sequence[Mapping[str, str | int]],
) -> str:
    text = canonical.encode(
        {
            "notice": number,
            "template": template,
            "days": [day_first.isoformat(), day_last.isoformat()],
            "lines": [dict(line) for line in lines],
        }
    )
    return hmac.digest(code.encode(), text, "sha256").hex()
