"""Decisions of signing: announce, retire and revoke keys; bound the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from eventsourcing.dcb import domain as dcb

from domain.common.decisions import All, Decision
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.signing import rules, tags
from domain.signing.records import KeyAnnounced, KeyRetired, KeyRevoked, TimeBounded

_DIGEST = re.compile(r"[0-9a-f]{64}")
_NUMBER_OF_A_PERSON = re.compile(r"\d{11}")
REASON_CHARACTERS_MAX = 200


@dataclass
class _KeyDecision(Decision):
    """What was recorded about one key."""

    is_staffed = False

    origin: str
    key_id: str

    recorded: dict[type[Record], Citation] = field(default_factory=dict, init=False)
    """What was recorded about the key, by kind."""

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([KeyAnnounced, KeyRetired, KeyRevoked], self.about)]

    @property
    def about(self) -> list[str]:
        return [tags.key(self.key_id), tags.log(self.origin)]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        # Not by `@event`: the library binds it to the very class, and three share this.
        self.recorded[type(tagged.decision)] = citation

    def require_announced(self, kind: type[Record]) -> None:
        earlier = self.recorded.get(kind)
        if KeyAnnounced not in self.recorded or earlier:
            self.refuse(
                rules.ANNOUNCED_FIRST,
                f"The key {self.key_id} of {self.origin} is "
                f"{'announced and ended already' if earlier else 'not announced'}.",
                [earlier],
            )


@dataclass
class AnnounceKey(_KeyDecision):
    """Say in the log that a key signs it 启用签名密钥."""

    algorithm: str
    vkey: str
    introduced: int

    def execute(self) -> None:
        if KeyAnnounced in self.recorded:
            self.refuse(
                rules.ANNOUNCED_ONCE,
                f"The key {self.key_id} of {self.origin} is announced.",
                [self.recorded[KeyAnnounced]],
            )
        announced = KeyAnnounced(
            origin=self.origin,
            key_id=self.key_id,
            algorithm=self.algorithm,
            vkey=self.vkey,
            introduced=self.introduced,
        )
        self.record(announced, self.about)


@dataclass
class RetireKey(_KeyDecision):
    """Say in the log that a key signs no more beyond a size 停用签名密钥."""

    size_last: int

    def execute(self) -> None:
        self.require_announced(KeyRetired)
        retired = KeyRetired(origin=self.origin, key_id=self.key_id, size_last=self.size_last)
        self.record(retired, self.about)


@dataclass
class RevokeKey(_KeyDecision):
    """Say in the log that a key is worth nothing from a size on 吊销签名密钥."""

    size_first: int
    reason: str

    def execute(self) -> None:
        self.require_announced(KeyRevoked)
        if not 1 <= len(self.reason.strip()) <= REASON_CHARACTERS_MAX:
            self.refuse(rules.REASON, f"The reason has {len(self.reason.strip())} characters.")
        if _NUMBER_OF_A_PERSON.search(self.reason):
            self.refuse(rules.REASON, "The reason holds eleven digits in a row.")
        revoked = KeyRevoked(
            origin=self.origin,
            key_id=self.key_id,
            size_first=self.size_first,
            reason=self.reason,
        )
        self.record(revoked, self.about)


@dataclass
class BoundTime(Decision):
    """Put a time stamp's digest into the log: what follows was made after it 时间下界."""

    is_staffed = False

    origin: str
    size: int
    root: str
    authority: str
    stated: str
    note_digest: str
    token_digest: str

    def execute(self) -> None:
        digests = (self.root, self.note_digest, self.token_digest)
        if not all(_DIGEST.fullmatch(one) for one in digests) or not _is_time(self.stated):
            self.refuse(rules.DIGESTS, f"The stamp of size {self.size} is not told exactly.")
        bounded = TimeBounded(
            origin=self.origin,
            size=self.size,
            root=self.root,
            authority=self.authority,
            stated=self.stated,
            note_digest=self.note_digest,
            token_digest=self.token_digest,
        )
        self.record(bounded, [tags.log(self.origin)])


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False
