"""Drafts by the million: made-up facts like those of `facts`, written from templates.

One draft of each kind is made as every draft is. The others are its bytes with other names in
them, which takes a tenth of the time; verification finds nothing wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from eventsourcing.dcb.api import DCBEvent

from ledger.record import Draft, is_numbered, timestamp
from tools.bench.facts import (
    FUNDS,
    GRANT_EVERY,
    OFFICES,
    OFFICIALS,
    RECORDED,
    RECORDS_PER_CASE,
    RUNS,
    Fact,
    Facts,
)

_STAMP = b'"ordinals":{},"recorded":"%b"' % timestamp(RECORDED).encode()


class _Copy(Draft):
    """A draft whose bytes are known."""

    def __init__(
        self, like: Draft, head: bytes, tail: bytes, tags: list[str], names: dict[str, str]
    ) -> None:
        DCBEvent.__init__(self, like.type, head, tags)
        self._tail = tail
        self.numbered = [tag for tag in tags if is_numbered(tag)]
        self.occurred, self.command = like.occurred, like.command
        self.office, self.official = names["office"], names["official"]


class _Template:
    """The bytes of one draft, with places for names."""

    def __init__(self, fact: Fact) -> None:
        tags = dict(tag.split(":") for tag in fact.tags)
        named = {**tags, "id": str(fact.id)}
        self._draft = fact.draft()
        head, tail = self._draft.stamp({}, RECORDED).split(_STAMP)
        self._head, self._tail = _with_places(head, named), _with_places(tail, named)
        self._tags = [f"{kind}:%({kind})s" for kind in tags]

    def draft(self, names: dict[str, str]) -> Draft:
        """The draft with these names: of `id` and of each kind of tag."""
        head, tail = self._head % names, self._tail % names
        tags = [tag % names for tag in self._tags]
        return _Copy(self._draft, head.encode(), tail.encode(), tags, names)


def _with_places(data: bytes, named: dict[str, str]) -> str:
    text = data.decode().replace("%", "%%")
    for kind, name in sorted(named.items(), key=lambda each: -len(each[1])):
        text = text.replace(name, f"%({kind})s")
    return text


def drafts(seed: str) -> Iterator[Draft]:
    """An endless supply, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - made-up facts need no secrecy
    facts = Facts(seed).take(GRANT_EVERY)
    grant, payment = _Template(facts[0]), _Template(facts[1])
    for number in count():
        if number % RECORDS_PER_CASE == 0:
            case, person = f"{random.getrandbits(48):012x}", f"{random.getrandbits(48):012x}"
        bits = f"{random.getrandbits(128):032x}"
        names = {
            "case": case,
            "doc": bits[:10],
            "fund": FUNDS[int(bits[10], 16) % len(FUNDS)],
            "id": f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-8{bits[17:20]}-{bits[20:]}",
            "office": OFFICES[int(bits[11:13], 16) % len(OFFICES)],
            "official": OFFICIALS[int(bits[13:16], 16) % len(OFFICIALS)],
            "person": person,
            "run": RUNS[int(bits[16:18], 16) % len(RUNS)],
        }
        yield (grant if number % GRANT_EVERY == 0 else payment).draft(names)
