"""Records of access: rights given and taken back, emergency looks, and who saw what and why.

Days are ISO dates and inclusive. No record holds a value that was seen or searched for: it names
the persons by their random ids and the fields by name.
"""

from __future__ import annotations

from domain.common.records import Record


class RightGranted(Record):
    """An official may act in a role 授予权限."""

    type = "access.right-granted.v1"
    grant: str
    holder: str
    """The official's id."""
    role: str
    office: str
    """Whose matters it reaches."""
    registers: list[str]
    """Names of registers, or `*`."""
    from_day: str
    to_day: str
    """The last day; empty if none is set."""
    case_file: str
    """An inspection's case-file number; empty for other roles."""
    document: str
    """The paper it rests on."""


class RightRevoked(Record):
    """A right was taken back 收回权限."""

    type = "access.right-revoked.v1"
    grant: str
    holder: str
    reason: str


class RightsClaimed(Record):
    """At a login, a provider said which roles an official has 身份提供方声明的权限.

    They take the place of what it said before, and hold to the end of the day after.
    """

    type = "access.rights-claimed.v1"
    holder: str
    provider: str
    roles: list[str]
    office: str
    registers: list[str]
    from_day: str
    to_day: str


class AccountOpened(Record):
    """An official can log in 开立账号."""

    type = "access.account-opened.v1"
    holder: str
    provider: str
    """Where they log in: the address of an OpenID provider, or empty for here."""


class AccountRenewed(Record):
    """An account got a new password and second factor 重置账号."""

    type = "access.account-renewed.v1"
    holder: str
    reason: str


class AccountClosed(Record):
    """An official can log in no more 注销账号."""

    type = "access.account-closed.v1"
    holder: str
    reason: str


class TokenIssued(Record):
    """A service may act by a token, for some of its rights, until a day 签发服务令牌."""

    type = "access.token-issued.v1"
    token: str
    """Its number; the token itself stands nowhere."""
    holder: str
    actions: list[str]
    to_day: str


class TokenRevoked(Record):
    """A token is worth nothing any more 吊销服务令牌."""

    type = "access.token-revoked.v1"
    token: str
    holder: str
    reason: str


class GlassBroken(Record):
    """An official asked to see a person's records in an emergency 应急查询申请."""

    type = "access.glass-broken.v1"
    glass: str
    holder: str
    person: str
    reason: str


class GlassConfirmed(Record):
    """A second official agreed; the look is open until a day 应急查询确认."""

    type = "access.glass-confirmed.v1"
    glass: str
    holder: str
    person: str
    until_day: str
    notified: str
    """The official who was told of it: whose office keeps the records."""


class PersonalDataSeen(Record):
    """Personal data of persons was shown, searched or carried away 查询留痕."""

    type = "access.personal-data-seen.v1"
    holder: str
    """Who saw it: an official, or the name of a service."""
    action: str
    purpose: str
    case_file: str
    query: str
    """What was asked, without its values: `person by id-number`, `roster entitlements`."""
    fields: list[str]
    """Names of the fields that were shown in clear; empty if only that somebody is there."""
    persons: list[str]
    """Random ids of the persons it was about, none twice."""
    found: int
    """How many persons the whole answer was about; more than `persons` if told in several."""
    ground: int
    """Position of the right or the emergency look it rests on."""
    address: str
    """Where the question came from, as the server saw it."""


RIGHT_RECORDS = (RightGranted, RightRevoked, RightsClaimed)
ACCOUNT_RECORDS = (AccountOpened, AccountRenewed, AccountClosed)
TOKEN_RECORDS = (TokenIssued, TokenRevoked)
GLASS_RECORDS = (GlassBroken, GlassConfirmed)
