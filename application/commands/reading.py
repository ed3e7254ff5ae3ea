"""A command read from plain JSON, or every field that is wrong with it.

What was given is never repeated in a fault: it may be personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import orjson
from pydantic import ValidationError

from application.commands.catalogue import CommandType
from application.commands.shapes import PersonForm, Shape, shape
from domain.common.decisions import Act, Decision
from domain.common.people import Person
from ledger.errors import LedgerError

FAULTS_TOLD_MAX = 20

Identify = Callable[[PersonForm, str], Person]
"""Makes the person a form means; the second argument is where in the command it stands."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field."""

    field: str
    """Its path, e.g. `members.0.id_number`; empty for the command as a whole."""
    kind: str
    """A stable word, e.g. `missing`, `extra_forbidden`, `int_type`."""
    reason: str


class CommandFieldsError(LedgerError):
    """The fields are not those of the command."""

    code = "invalid-fields"

    def __init__(self, command: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        told = "; ".join(f"{one.field or 'the command'}: {one.reason}" for one in faults[:20])
        more = len(faults) - FAULTS_TOLD_MAX
        super().__init__(
            f"The fields of {command} are wrong: {told}{f'; and {more} more' if more > 0 else ''}.",
            f"Nothing was recorded. `qingce command describe {command}` tells its fields.",
        )


def fields_of(command: CommandType, content: bytes | Mapping[str, Any]) -> Shape:
    """The fields of a command, checked for form.

    Args:
        command: which command.
        content: the JSON object, as bytes or parsed.

    Raises:
        CommandFieldsError: names every field that is wrong.
    """
    try:
        data = content if isinstance(content, bytes) else orjson.dumps(dict(content))
        return shape(command.decision).model_validate_json(data)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        raise CommandFieldsError(command.name, [_fault(one) for one in found]) from None
    except (orjson.JSONEncodeError, UnicodeError):
        fault = Fault("", "json", "it cannot be written as JSON")
        raise CommandFieldsError(command.name, [fault]) from None


def _fault(error: Mapping[str, Any]) -> Fault:
    path = ".".join(str(part) for part in error["loc"])
    kind = str(error["type"])
    reasons = {"missing": "it is missing", "extra_forbidden": "the command has no such field"}
    return Fault(path, kind, reasons.get(kind) or str(error["msg"]))


def read(command: CommandType, given: Shape, act: Act, identify: Identify) -> Decision:
    """The decision that a command's fields make.

    Args:
        command: which command.
        given: its fields, as `fields_of` read them.
        act: who acts, for which office, and when.
        identify: finds or makes the persons named.
    """
    made = {name: built(getattr(given, name), name, identify) for name in type(given).model_fields}
    return command.decision(act=act, **made)


def built(value: Any, path: str, identify: Identify) -> Any:
    """A value of a shape as the domain takes it: forms become persons, shapes their dataclasses."""
    if isinstance(value, PersonForm):
        return identify(value, path)
    if isinstance(value, Shape) and value.makes is not None:
        names = [one.name for one in fields(value.makes) if one.init]
        return value.makes(
            **{name: built(getattr(value, name), f"{path}.{name}", identify) for name in names}
        )
    if isinstance(value, tuple):
        return tuple(built(one, f"{path}.{place}", identify) for place, one in enumerate(value))
    return value
