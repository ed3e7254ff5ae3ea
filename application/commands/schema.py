"""What a command takes, as JSON Schema: for people, for programs and for the API's document."""

from __future__ import annotations

from inspect import cleandoc
from typing import Any

from application.commands.catalogue import CommandType
from application.commands.shapes import descriptions, shape
from domain.common.words import word_zh


def schema(command: CommandType) -> dict[str, Any]:
    """The JSON Schema of a command's fields, each with its description and Chinese name."""
    made = shape(command.decision).model_json_schema()
    made["title"] = command.name
    made["description"] = cleandoc(command.decision.__doc__ or "")
    for name, field in made.get("properties", {}).items():
        field["title"] = word_zh(name, command.register.words)
        field.setdefault("description", description(command, name))
    return made


def description(command: CommandType, field: str) -> str:
    """What a field means: its docstring, or that of the record's field of the same name."""
    own = descriptions(command.decision).get(field)
    if own:
        return own
    for record in command.register.records:
        found = descriptions(record).get(field)
        if found:
            return found
    return word_zh(field, command.register.words)
