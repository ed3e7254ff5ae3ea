"""Questions: which rows of which table, and where a page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from projections.definition import Projection
from projections.errors import TableQuestionError

PAGE_ROWS_MAX = 10_000


@dataclass(frozen=True)
class Question:
    """What is asked of a table."""

    projection: Projection
    where: Mapping[str, Any]
    """Value by column; of a column that holds lists, one that is in it."""
    limit: int
    """Rows on the page, 1 to `PAGE_ROWS_MAX`."""
    after: tuple[Any, ...] | None = None
    """The key after which the page begins."""


@dataclass(frozen=True)
class Page:
    """Some rows of a table, by key."""

    projection: Projection
    position: int
    """The newest record they are computed from."""
    rows: list[dict[str, Any]]
    total: int
    """How many rows there are in all that are asked for."""
    next: str | None
    """The cursor of the next page; `None` after the last."""
    incomplete: tuple[str, ...]
    """What could not be folded into the table, in sentences."""


def question(
    projection: Projection,
    where: Sequence[str] = (),
    *,
    limit: int,
    cursor: str | None = None,
) -> Question:
    """A question from what people write: `column=value` conditions, and the cursor of a page.

    Raises:
        TableQuestionError: there is no such column, its type has no such value, or the cursor is
            not one of this table.
    """
    conditions = dict(_condition(projection, each) for each in where)
    after = _key(projection, cursor) if cursor else None
    return Question(projection, conditions, limit, after)


def cursor_of(projection: Projection, row: Mapping[str, Any]) -> str:
    """The cursor of the page that begins after a row."""
    key = [_plain(row[name]) for name in projection.keys]
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _condition(projection: Projection, text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or name not in projection.columns:
        raise TableQuestionError(
            f"{text!r} is no condition on {projection.name}.",
            f"Write COLUMN=VALUE with one of {', '.join(projection.columns)}.",
        )
    return name, _value(name, projection.columns[name], value)


def _value(name: str, type_: str, text: str) -> Any:
    try:
        if type_ == "int64":
            return int(text)
        if type_ == "date":
            return date.fromisoformat(text)
        if type_ == "boolean":
            return {"true": True, "false": False}[text]
    except (ValueError, KeyError):
        raise TableQuestionError(
            f"The column {name} holds no {text!r}.", f"Its values are of the type {type_}."
        ) from None
    return text


def _key(projection: Projection, cursor: str) -> tuple[Any, ...]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        parts = json.loads(text)
        if isinstance(parts, list) and len(parts) == len(projection.keys):
            typed = zip(projection.keys.items(), parts, strict=True)
            return tuple(_value(name, type_, str(part)) for (name, type_), part in typed)
    except (binascii.Error, ValueError, TableQuestionError):
        pass
    raise TableQuestionError(
        f"The cursor {cursor!r} is not one of {projection.name}.", "Begin again without a cursor."
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
