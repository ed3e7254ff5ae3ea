"""Whom a command means: a person known before, or a new one.

An ID number finds the person again through its keyed hash. A new person's id is a keyed hash of
the command's id and the place in the command, so that the same command sent twice means the same
new person, and nobody without the office's secret can tell one from the other.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from uuid import UUID

from application.commands.shapes import PersonForm
from domain.common.people import Person
from ledger.sealing import Keyring, OfficeSecrets


class People:
    """Finds or makes persons for commands. May be shared between threads."""

    def __init__(self, keyring: Keyring, office: OfficeSecrets) -> None:
        """Take the persons' keys and the office's secrets."""
        self._keyring = keyring
        self._secret = office.fingerprints

    def identify(self, form: PersonForm, command_id: str, path: str) -> Person:
        """The person a form means.

        Args:
            form: what was given.
            command_id: the id of the command that names the person.
            path: where in the command the person is named.
        """
        return self.among(self.known([form]), form, command_id, path)

    def known(self, forms: Iterable[PersonForm]) -> dict[str, str]:
        """The ids of those who are known, by ID number: one look-up for many."""
        return self._keyring.find_all(
            {form.id_number for form in forms if form.id_number and not form.id}
        )

    def among(self, known: dict[str, str], form: PersonForm, command_id: str, path: str) -> Person:
        """The person a form means, given who is known; one newly met is known from then on."""
        person_id = form.id or known.get(form.id_number or "")
        if person_id is None:
            person_id = self._new_id(command_id, path)
            if form.id_number:
                known[form.id_number] = person_id
        return Person(person_id, form.personal())

    def _new_id(self, command_id: str, path: str) -> str:
        text = f"person/{command_id}/{path}".encode()
        digest = hmac.digest(self._secret, text, "sha256")
        return str(UUID(bytes=digest[:16], version=4))
