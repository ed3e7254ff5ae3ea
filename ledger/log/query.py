"""Queries as the log looks them up: under keys.

A key is a tag, or `type NAME` (tags hold no space). A query is a list of items, any of which may
hold; an item holds for a record that stands under all its keys and, if it lists types, is of one
of them. No list at all selects every record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from eventsourcing.dcb.api import DCBEvent, DCBQuery

from ledger.log.errors import InvalidQueryError
from ledger.record import TAG_BYTES_MAX, TAGS_MAX


class Item(NamedTuple):
    """Keys and types; there is at least one key."""

    keys: list[str]
    types: list[str]

    def as_json(self) -> dict[str, Any]:
        """As the database functions take it."""
        return {"keys": self.keys, "types": self.types}

    def holds_for(self, event: DCBEvent) -> bool:
        """Whether an event stands under all the keys and is of one of the types."""
        return set(self.keys) <= keys_of(event) and (not self.types or event.type in self.types)


@dataclass(frozen=True)
class Query:
    """The items of a query, or None if it selects everything."""

    items: list[Item] | None

    @classmethod
    def of(cls, query: DCBQuery | None) -> Query:
        """Read the library's query: no items, or an item without tags and types, is everything.

        Raises:
            InvalidQueryError: names the tag or type that no record can have.
        """
        if query is None or not query.items:
            return cls(None)
        items: list[Item] = []
        for item in query.items:
            tags, types = list(dict.fromkeys(item.tags)), list(dict.fromkeys(item.types))
            if not tags and not types:
                return cls(None)
            _check(tags, types)
            items += _items(tags, types)
        return cls(items)

    def as_json(self) -> list[dict[str, Any]] | None:
        """As the database functions take it."""
        return None if self.items is None else [item.as_json() for item in self.items]

    @property
    def guards(self) -> list[str] | None:
        """One key of each item: if none of them was posted, no record matches."""
        return None if self.items is None else [item.keys[0] for item in self.items]


def _check(tags: list[str], types: list[str]) -> None:
    if len(tags) > TAGS_MAX:
        raise InvalidQueryError(
            f"The query asks for records with {len(tags):,} tags at once; no record has more than "
            f"{TAGS_MAX}.",
            "Records with any of several tags are asked for by several items.",
        )
    for word in (*tags, *types):
        if not word.isprintable() or len(word.encode()) > TAG_BYTES_MAX:
            raise InvalidQueryError(
                f"The query asks for {word[:40]!r} ({len(word):,} characters); tags and types "
                f"have at most {TAG_BYTES_MAX} bytes and no control characters."
            )


def _items(tags: list[str], types: list[str]) -> Iterable[Item]:
    if not tags:
        return [Item([type_key(one)], []) for one in types]
    if len(types) == 1:
        return [Item([*tags, type_key(types[0])], [])]
    return [Item(tags, types)]


def type_key(name: str) -> str:
    """The key under which records of a type are posted."""
    return f"type {name}"


def keys_of(event: DCBEvent) -> set[str]:
    """All keys an event is posted under."""
    return {*event.tags, type_key(event.type)}
