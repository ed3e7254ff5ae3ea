"""One person's data, whole, for the person 查阅、复制权 (个人信息保护法 Art. 45)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from application import persons
from application.callers import Caller
from application.history import OFFICE_TIME, PAGE_MAX, SHOWN
from application.privacy import looks
from application.privacy.opening import Vault
from application.privacy.seeing import UnknownPersonError, open_seal, visible
from domain.access.roles import Action
from domain.common import tags

FORMAT = "qingce.person-export.v1"


def export(vault: Vault, caller: Caller, person: str) -> dict[str, Any]:
    """All that is recorded about a person within the caller's reach, in clear, and who looked.

    Other persons in the same records stay random ids, and what is sealed for them stays sealed.
    The export is told as a look before it is given.

    Raises:
        UnknownPersonError: there is nothing the caller may see.
        PersonRestrictedError: the data is restricted.
        LookNotToldError: the look could not be recorded.
    """
    ids = persons.ids_of(vault.log, person)
    found, fields = [], set[str]()
    ground = 0
    for record in visible(vault.log, caller, Action.EXPORT, ids):
        personal = open_seal(vault, record)
        shown = {name: record.fields[name] for name in SHOWN}
        shown["tags"] = [tag for tag in shown["tags"] if not tag.startswith(tags.official(""))]
        found.append({"position": record.position, **shown, "personal": personal})
        fields |= set(personal)
        ground = ground or record.ground
    if not found:
        raise UnknownPersonError(person)
    history = looks.of_person(vault.log, person, PAGE_MAX)
    looks.tell(
        vault, caller, looks.Look(Action.EXPORT, "person export", ids, sorted(fields), ground)
    )
    return {
        "format": FORMAT,
        "person": person,
        "ids": ids,
        "taken": datetime.now(OFFICE_TIME).isoformat(timespec="seconds"),
        "records": found,
        "looks": [
            {
                "recorded": one["recorded"],
                **{name: one["data"][name] for name in ("holder", "action", "purpose", "fields")},
            }
            for one in history
        ],
    }
