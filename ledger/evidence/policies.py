"""Policies (C2SP tlog-policy): which logs and witnesses a reader trusts, and how many must agree.

```
log <vkey> [<url>]
witness <name> <vkey> [<url>]
group <name> all|any|<k> <name>...
quorum <name>|none
```

A policy comes from the reader's side, never from the log that it judges.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from ledger.evidence.checkpoints import parse_checkpoint
from ledger.evidence.errors import InvalidKeyError, InvalidPolicyError, UntrustedNoteError
from ledger.evidence.notes import parse_note
from ledger.evidence.signing import Verifier, parse_vkey
from ledger.evidence.trust import TrustedCheckpoint, open_checkpoint, verified

POLICY_BYTES_MAX = 1024 * 1024
NO_QUORUM = "none"
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Party:
    """A log or a witness: its key, and where it is reached (empty if not said)."""

    verifier: Verifier
    url: str = ""


@dataclass(frozen=True)
class Group:
    """Names of which at least `threshold` must have witnessed."""

    threshold: int
    members: tuple[str, ...]


@dataclass
class Policy:
    """Logs, witnesses and groups by name, and the name whose agreement is needed."""

    logs: list[Party] = field(default_factory=list)
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str = ""

    def met_by(self, witnesses: Collection[str]) -> bool:
        """Whether these witnesses, by name, make the quorum."""
        return self.quorum == NO_QUORUM or self._witnessed(self.quorum, witnesses)

    def lists(self, origin: str) -> bool:
        """Whether a log with this origin is in the policy."""
        return any(log.verifier.name == origin for log in self.logs)

    def open_checkpoint(self, data: bytes, now: int) -> TrustedCheckpoint:
        """Read a checkpoint that one of the logs signed and the quorum witnessed.

        Args:
            data: the checkpoint as a signed note.
            now: the reader's clock, POSIX seconds.

        Raises:
            EvidenceError: says which condition it does not meet.
        """
        origin = parse_checkpoint(parse_note(data)).origin
        log_keys = [log.verifier for log in self.logs if log.verifier.name == origin]
        if not log_keys:
            raise UntrustedNoteError(f"The policy lists no log with the origin {origin!r}.")
        opened = open_checkpoint(data, origin, log_keys, now)
        cosigned = verified(
            opened.note, [witness.verifier for witness in self.witnesses.values()], now
        )
        keys = {item.verifier for item in cosigned}
        names = [name for name, party in self.witnesses.items() if party.verifier in keys]
        if not self.met_by(names):
            raise UntrustedNoteError(
                f"The checkpoint at size {opened.checkpoint.size} is witnessed by "
                f"{', '.join(names) or 'nobody'}; the policy needs {self.describe(self.quorum)}.",
                "Ask the log for a checkpoint with more cosignatures.",
            )
        return TrustedCheckpoint(opened.checkpoint, opened.note, (*opened.signed, *cosigned))

    def describe(self, name: str) -> str:
        """The quorum or a group in words."""
        if name not in self.groups:
            return name
        group = self.groups[name]
        members = ", ".join(self.describe(member) for member in group.members)
        return f"{group.threshold} of ({members})"

    def _witnessed(self, name: str, witnesses: Collection[str]) -> bool:
        if name in self.witnesses:
            return name in witnesses
        group = self.groups[name]
        return sum(self._witnessed(item, witnesses) for item in group.members) >= group.threshold


def parse_policy(data: bytes) -> Policy:
    """Read a policy file.

    Raises:
        InvalidPolicyError: names the line and what is wrong with it.
    """
    if len(data) > POLICY_BYTES_MAX or _CONTROL.search(data):
        raise InvalidPolicyError("The policy is too long or holds a control character.")
    reading = _Reading()
    # Names are octets: escaping what is not UTF-8 keeps different octets different.
    for number, line in enumerate(data.decode(errors="surrogateescape").split("\n"), 1):
        items = re.findall(r"[^ \t]+", line)
        if items and not items[0].startswith("#"):
            try:
                reading.take(items)
            except (InvalidPolicyError, InvalidKeyError) as error:
                raise InvalidPolicyError(f"Line {number} of the policy: {error}") from None
    if not reading.policy.quorum:
        raise InvalidPolicyError("The policy has no quorum line.", "Write: quorum none|<name>")
    return reading.policy


class _Reading:
    """A policy as far as it was read."""

    def __init__(self) -> None:
        self.policy = Policy()
        self._members: set[str] = set()

    def take(self, items: list[str]) -> None:
        match items:
            case ["log", vkey, *url] if len(url) <= 1:
                self._log(vkey, *url)
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._witness(name, vkey, *url)
            case ["group", name, threshold, *members] if members:
                self._group(name, threshold, members)
            case ["quorum", name]:
                self._quorum(name)
            case _:
                raise InvalidPolicyError(f"{' '.join(items)[:80]!r} is not a line of a policy.")

    def _log(self, vkey: str, url: str = "") -> None:
        party = Party(parse_vkey(vkey), url)
        self._check_new_key(party, self.policy.logs)
        self.policy.logs.append(party)

    def _witness(self, name: str, vkey: str, url: str = "") -> None:
        party = Party(parse_vkey(vkey), url)
        if not party.verifier.type.timed:
            raise InvalidPolicyError(
                f"The key of witness {name} is of type {party.verifier.type.name}, "
                "which does not cosign."
            )
        self._check_new_name(name)
        self._check_new_key(party, self.policy.witnesses.values())
        self.policy.witnesses[name] = party

    def _group(self, name: str, threshold: str, members: list[str]) -> None:
        self._check_new_name(name)
        for member in members:
            self._check_defined(member)
            if member in self._members:
                raise InvalidPolicyError(f"{member} is a member twice; it may be of one group.")
            self._members.add(member)
        words = {"all": len(members), "any": 1}
        if threshold not in words and not re.fullmatch(r"[1-9][0-9]{0,3}", threshold):
            raise InvalidPolicyError(f"{threshold!r} is neither all, any nor a number.")
        needed = words.get(threshold) or int(threshold)
        if needed > len(members):
            raise InvalidPolicyError(f"Group {name} needs {needed} of {len(members)} members.")
        self.policy.groups[name] = Group(needed, tuple(members))

    def _quorum(self, name: str) -> None:
        if self.policy.quorum:
            raise InvalidPolicyError("There is a second quorum line.")
        if name != NO_QUORUM:
            self._check_defined(name)
        self.policy.quorum = name

    def _check_defined(self, name: str) -> None:
        if name not in self.policy.witnesses and name not in self.policy.groups:
            raise InvalidPolicyError(f"{name} is not defined on a line before.")

    def _check_new_name(self, name: str) -> None:
        if name == NO_QUORUM or name in self.policy.witnesses or name in self.policy.groups:
            raise InvalidPolicyError(f"The name {name} is taken.")

    def _check_new_key(self, party: Party, others: Collection[Party]) -> None:
        if any(party.verifier.public_key == other.verifier.public_key for other in others):
            raise InvalidPolicyError(f"The key of {party.verifier.name} is listed twice.")
