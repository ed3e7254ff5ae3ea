"""Who asks, why, and from where: over HTTP or on the command line, with the policy behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from application.accounts.errors import NotLoggedInError
from application.establishment import EstablishmentHeld
from application.history import OFFICE_TIME
from application.rights import Rights
from domain.access import REGISTER as ACCESS
from domain.access.policy import Concerns, Denial, Question, Verdict
from domain.access.roles import Action, Purpose
from domain.common import tags
from domain.common.records import Record, Tagged
from ledger.errors import LedgerError

PERSON, OFFICE = tags.person(""), tags.office("")


class DeniedError(LedgerError):
    """The policy denies it."""

    code = "denied"

    def __init__(self, denial: Denial) -> None:
        self.denial = denial
        super().__init__(
            f"No right of yours allows it ({denial.value}).",
            "Nothing was done. The security administrator gives rights.",
        )


@dataclass(frozen=True)
class Caller:
    """Who asks, why, and from where."""

    official: str
    """The official's id or the service's name; empty for the public."""
    purpose: Purpose
    case_file: str
    address: str
    actions: frozenset[Action] | None
    """What a token is cut down to; `None` if nothing is."""
    may: Callable[[Question], Verdict]
    """Asks the policy with the caller's rights as they are now."""
    relation: Callable[[Iterable[str]], Concerns]
    """Whether persons are the caller, or kin they declared."""

    @property
    def day(self) -> date:
        """The day on the office's clock."""
        return datetime.now(OFFICE_TIME).date()

    def ask(
        self,
        action: Action,
        register: str = "",
        office: str = "",
        concerns: Concerns = Concerns.NOBODY,
        person: str = "",
    ) -> Verdict:
        """Whether this caller may do something, for the purpose they said."""
        if self.actions is not None and action not in self.actions:
            return Verdict(Denial.NO_RIGHT)
        return self.may(
            Question(
                action=action,
                register=register,
                office=office,
                purpose=self.purpose,
                day=self.day,
                concerns=concerns,
                case_file=self.case_file,
                person=person,
            )
        )

    def may_see(self, record: Mapping[str, Any]) -> bool:
        """Whether this caller may read a record, given by the fields of its bytes.

        Who looked at what is for those who oversee; all else is for those who read the register.
        """
        register = str(record["type"]).partition(".")[0]
        action = Action.OVERSEE if register == ACCESS.name else Action.READ
        persons = persons_of(record["tags"])
        office = str(record["office"])
        concerns = self.relation(persons)
        if self.ask(action, register, office, concerns).allowed:
            return True
        return any(
            self.ask(action, register, office, concerns, person).allowed for person in persons
        )

    def permit(self, made: Sequence[Tagged]) -> None:
        """Let the log take records of this caller: each is a duty in a register and an office.

        Raises:
            NotLoggedInError: one of them is denied, and nobody is logged in.
            DeniedError: one of them is denied.
        """
        for tagged in made:
            register = tagged.record.type.partition(".")[0]
            concerns = self.relation(persons_of(tagged.tags))
            self.require(duty_of(tagged.record), register, _office_of(tagged.tags), concerns)

    def require_any(self, actions: Iterable[Action], register: str, office: str) -> None:
        """One of several actions is allowed; what is recorded in the end is judged by `permit`.

        Raises:
            NotLoggedInError, DeniedError: none is.
        """
        verdicts = [self.ask(action, register, office) for action in actions]
        if not any(verdict.allowed for verdict in verdicts):
            self._refuse(max(verdicts, key=lambda one: list(Denial).index(_denial_of(one))))

    def require(
        self,
        action: Action,
        register: str = "",
        office: str = "",
        concerns: Concerns = Concerns.NOBODY,
    ) -> Verdict:
        """The same, for what is refused openly.

        Raises:
            NotLoggedInError: it is denied, and nobody is logged in.
            DeniedError: it is denied.
        """
        verdict = self.ask(action, register, office, concerns)
        if not verdict.allowed:
            self._refuse(verdict)
        return verdict

    def _refuse(self, verdict: Verdict) -> NoReturn:
        if not self.official:
            raise NotLoggedInError("This needs a login.", "Log in, or bring a token.")
        raise DeniedError(_denial_of(verdict))


def _denial_of(verdict: Verdict) -> Denial:
    return verdict.denial or Denial.NO_RIGHT


def persons_of(record_tags: Iterable[str]) -> list[str]:
    """The persons among a record's tags, by id."""
    return [tag.removeprefix(PERSON) for tag in record_tags if tag.startswith(PERSON)]


def duty_of(record: Record) -> Action:
    """What recording this is; a record that is no duty of its own is registered."""
    return Action(record.duty.duty.value) if record.duty else Action.REGISTER


def _office_of(record_tags: Iterable[str]) -> str:
    return next((tag[len(OFFICE) :] for tag in record_tags if tag.startswith(OFFICE)), "")


def relation(held: EstablishmentHeld, official: str, persons: Iterable[str]) -> Concerns:
    """Whether persons are an official, or kin they declared."""
    persons = frozenset(persons)
    if not persons:
        return Concerns.NOBODY
    now = held.now()
    if now.persons.get(official) in persons:
        return Concerns.SELF
    return Concerns.KIN if persons & set(now.kin_of(official)) else Concerns.OTHERS


def caller_of(
    official: str,
    rights: Rights,
    held: EstablishmentHeld,
    *,
    purpose: Purpose,
    case_file: str = "",
    address: str = "",
    actions: frozenset[Action] | None = None,
) -> Caller:
    """Somebody who asks, with their rights as the log has them.

    Args:
        official: the official's id or the service's name; empty for the public.
        rights: of everybody.
        held: offices, officials and kin.
        purpose: why they ask.
        case_file: the inspection it belongs to.
        address: where the question comes from.
        actions: what a token is cut down to.
    """
    return Caller(
        official=official,
        purpose=purpose,
        case_file=case_file,
        address=address,
        actions=actions,
        may=lambda question: rights.may(official, question),
        relation=lambda persons: relation(held, official, persons),
    )
