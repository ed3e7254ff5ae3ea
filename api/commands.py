"""Commands of the registers: what there is, what each takes, and sending one.

The fields of a command are those of `qingce command describe`. A command carries its id as
`Idempotency-Key`: sent twice under it, it is recorded once and answered the same.
"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Header, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.callers import KnownCaller
from api.problems import described
from api.service import OpenService
from application.commands import COMMANDS, named, schema
from application.history import OFFICE_TIME
from domain.access.roles import Action
from domain.common.decisions import Act, EntryMode

NAME = r"^[a-z-]+\.[a-z-]+$"
NAME_CHARACTERS_MAX = 80
CODE_CHARACTERS_MAX = 64
DUTIES = (Action.REGISTER, Action.CHECK, Action.APPROVE, Action.PAY)

router = APIRouter(prefix="/commands", tags=["commands"])


class CommandTold(BaseModel):
    """A command there is."""

    name: str = Field(examples=["charity.receive-donation"])
    summary: str
    title_zh: str


class CommandsTold(BaseModel):
    """The commands that the caller may send for some office."""

    commands: list[CommandTold]


class CommandSent(BaseModel):
    """A command as it is sent."""

    model_config = ConfigDict(extra="forbid")

    office: str = Field(
        min_length=1,
        max_length=CODE_CHARACTERS_MAX,
        pattern=r"^[\w.-]+$",
        description="The office's code.",
        examples=["371002100"],
    )
    occurred: AwareDatetime | None = Field(
        None, description="When it happened, with its offset from UTC; now if it is not given."
    )
    entry_mode: EntryMode = EntryMode.ONLINE
    fields: dict[str, Any] = Field(description="As the command's schema says.")


class CommandAnswered(BaseModel):
    """Where the records of a command stand."""

    name: str
    command: UUID
    position_first: int = Field(description="0 if nothing needed recording.")
    position_last: int
    replayed: bool = Field(description="Whether the command had been recorded before.")


class RecordForeseen(BaseModel):
    """A record that a command would make."""

    type: str
    tags: list[str]
    data: dict[str, Any]


class CommandChecked(BaseModel):
    """What a command would record now."""

    name: str
    records: list[RecordForeseen]


@router.get("")
def list_commands(caller: KnownCaller) -> CommandsTold:
    """List the commands of the registers in which the caller has a duty."""
    allowed = {
        name
        for name in {command.register.name for command in COMMANDS.values()}
        if any(caller.ask(duty, name).allowed for duty in DUTIES)
    }
    return CommandsTold(
        commands=[
            CommandTold(name=one.name, summary=one.summary, title_zh=one.title_zh)
            for one in COMMANDS.values()
            if one.register.name in allowed
        ]
    )


CommandName = Annotated[str, Field(pattern=NAME, max_length=NAME_CHARACTERS_MAX)]
NO_SUCH_COMMAND: dict[int | str, dict[str, Any]] = {404: described("There is no such command.")}


@router.get("/{name}", responses=NO_SUCH_COMMAND)
def describe_command(name: CommandName) -> dict[str, Any]:
    """Describe a command's fields, as JSON Schema."""
    return schema(named(name))


@router.post(
    "/{name}",
    status_code=HTTPStatus.CREATED,
    response_model=CommandAnswered | CommandChecked,
    responses={
        200: {"description": "It was recorded before, or only checked."},
        **NO_SUCH_COMMAND,
        401: described("It needs a login."),
        403: described("No right of the caller allows it."),
        409: described("A rule refuses it; `refusal` names rule and records."),
        503: described("The log does not take records now."),
    },
)
def send_command(
    name: CommandName,
    sent: Annotated[CommandSent, Body()],
    service: OpenService,
    caller: KnownCaller,
    response: Response,
    idempotency_key: Annotated[UUID, Header(description="The command's id, chosen by you.")],
    check: Annotated[bool, Query(description="Decide only; record nothing.")] = False,
) -> Any:
    """Send a command: its records are recorded durably, or it is refused and nothing is."""
    command = named(name)
    caller.require_any(DUTIES, command.register.name, sent.office)
    act = Act(
        by=caller.official,
        office=sent.office,
        occurred=sent.occurred or datetime.now(OFFICE_TIME).replace(microsecond=0),
        entry_mode=sent.entry_mode,
        command=str(idempotency_key),
    )
    if check:
        checked = service.sender.check(name, sent.fields, act, caller.permit)
        response.status_code = HTTPStatus.OK
        return CommandChecked(
            name=name,
            records=[
                RecordForeseen(
                    type=one.record.type, tags=one.tags, data=one.record.model_dump(mode="json")
                )
                for one in checked.records
            ],
        )
    answer = service.sender.send(name, sent.fields, act, caller.permit).answer
    if answer.replayed:
        response.status_code = HTTPStatus.OK
    return CommandAnswered(
        name=name,
        command=answer.command,
        position_first=answer.position_first,
        position_last=answer.position_last,
        replayed=answer.replayed,
    )
