"""Who calls: nobody in particular, an official with a session, or a service with a token.

| comes with the request | means |
| --- | --- |
| `Authorization: Bearer qct_…` | a service, by its token |
| cookie `__Host-qingce` (`qingce` on loopback without TLS) | an official, by a session |
| `X-Forgery-Token` | needed beside the cookie for everything but GET and HEAD |
| `Qingce-Purpose` | why (`domain.access.roles.Purpose`); without it what is public |
| `Qingce-Case-File` | the inspection it belongs to |

A token that is wrong is refused, never taken for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, NoReturn

from fastapi import Depends, Header, Request

from api.service import OpenService, Service
from application.accounts.errors import NotLoggedInError
from application.history import OFFICE_TIME
from domain.access import REGISTER as ACCESS
from domain.access.policy import Concerns, Denial, Question, Verdict
from domain.access.roles import Action, Purpose
from domain.common import tags
from domain.common.records import Record, Tagged
from ledger.errors import LedgerError

PERSON, OFFICE = tags.person(""), tags.office("")
COOKIE = "qingce"
COOKIE_SECURE = "__Host-qingce"
BEARER = "bearer "
SAFE_METHODS = frozenset({"GET", "HEAD"})
CASE_FILE_CHARACTERS_MAX = 64


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


def _caller(
    request: Request,
    service: OpenService,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
    x_forgery_token: Annotated[str, Header(description="The session's own token.")] = "",
    qingce_purpose: Annotated[
        Purpose, Header(description="Why you ask; recorded with every look at personal data.")
    ] = Purpose.DISCLOSURE,
    qingce_case_file: Annotated[
        str, Header(max_length=CASE_FILE_CHARACTERS_MAX, description="The inspection's case file.")
    ] = "",
) -> Caller:
    official, actions = _known(request, service, authorization, x_forgery_token)
    return Caller(
        official=official,
        purpose=qingce_purpose,
        case_file=qingce_case_file,
        address=request.client.host if request.client else "",
        actions=actions,
        may=lambda question: service.rights.may(official, question),
        relation=lambda persons: _relation(service, official, frozenset(persons)),
    )


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


def _relation(service: Service, official: str, persons: frozenset[str]) -> Concerns:
    if not persons:
        return Concerns.NOBODY
    now = service.counter.desk.establishment.now()
    if now.persons.get(official) in persons:
        return Concerns.SELF
    return Concerns.KIN if persons & set(now.kin_of(official)) else Concerns.OTHERS


def session_secret(request: Request) -> str:
    """The secret of the session that comes with a request; empty if none does."""
    cookies = request.cookies
    return cookies.get(COOKIE_SECURE) or cookies.get(COOKIE) or ""


def _known(
    request: Request, service: Service, authorization: str | None, forgery_token: str
) -> tuple[str, frozenset[Action] | None]:
    if authorization is not None:
        if not authorization.lower().startswith(BEARER):
            raise NotLoggedInError("Only bearer tokens are taken.", "Log in, or bring a token.")
        token = service.tokens.find(authorization[len(BEARER) :].strip())
        return token.service, frozenset(token.actions)
    secret = session_secret(request)
    if not secret:
        return "", None
    if request.method in SAFE_METHODS:
        return service.sessions.find(secret).official, None
    return service.sessions.find_to_change(secret, forgery_token).official, None


KnownCaller = Annotated[Caller, Depends(_caller)]
