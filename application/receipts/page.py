"""What stands on a printed receipt, in the order of the page; how it looks is decided elsewhere.

Nothing that is sealed is printed, not even as ciphertext. The proof slip on paper leaves out long
signatures where the signer has a short one too (`Slip.for_paper`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from application.evidence import Receipt
from application.receipts.codes import Code, codes
from domain.common.money import yuan
from domain.registry import REGISTERS
from ledger.evidence.encoding import base64_text
from ledger.evidence.hashing import tree_hash
from ledger.evidence.slips import Slip
from ledger.record import fields_of

RECORD_BYTES_ON_PAPER_MAX = 4_000
"""A longer record would fill pages with codes; its bytes are then handed over as a file."""


@dataclass(frozen=True)
class Line:
    """A named value."""

    label_zh: str
    label: str
    value: str


@dataclass(frozen=True)
class Page:
    """A receipt, ready to be laid out."""

    position: int
    record: tuple[Line, ...]
    """What the record is."""
    content: tuple[Line, ...]
    """The register's own fields, by name."""
    proof: tuple[Line, ...]
    """Where it stands in the log."""
    checkpoint: str
    slip: str
    """The text that the slip's codes carry."""
    slip_codes: tuple[Code, ...]
    record_codes: tuple[Code, ...]
    """The record's own bytes; empty if something in it is sealed or it is too long for paper."""


def page(receipt: Receipt) -> Page:
    """Lay out what a receipt says."""
    fields = fields_of(receipt.record)
    slip = receipt.slip.for_paper()
    text = slip.encode().decode()
    return Page(
        position=receipt.position,
        record=tuple(_record(fields)),
        content=tuple(Line("", name, value) for name, value in _content(fields["data"])),
        proof=tuple(_proof(receipt, slip)),
        checkpoint=slip.checkpoint.encode().decode(),
        slip=text,
        slip_codes=tuple(codes(text)),
        record_codes=tuple(codes(receipt.record.decode())) if _printable(receipt, fields) else (),
    )


def _record(fields: Mapping[str, Any]) -> Iterator[Line]:
    name = fields["type"].partition(".")[0]
    for register in REGISTERS:
        if register.name == name:
            yield Line("业务", "register", f"{register.title_zh} {register.title}")
    yield Line("记录类型", "type", fields["type"])
    yield Line("发生时间", "occurred", fields["occurred"])
    yield Line("记录时间", "recorded", fields["recorded"])
    yield Line("机构", "office", fields["office"])
    yield Line("经办人", "official", fields["by"])


def _content(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _content(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _content(item, f"{name} {number}")
    elif name.endswith("_fen") and isinstance(value, int):
        yield name, f"{value} ({yuan(value)} 元)"
    elif isinstance(value, bool):
        yield name, "是 yes" if value else "否 no"
    else:
        yield name, str(value)


def _proof(receipt: Receipt, slip: Slip) -> Iterator[Line]:
    checkpoint = receipt.checkpoint.checkpoint
    yield Line("账簿", "log", checkpoint.origin)
    yield Line("位置", "position", str(receipt.position))
    yield Line(
        "记录摘要", "leaf hash", base64_text(tree_hash(checkpoint.origin).leaf(receipt.record))
    )
    yield Line("检查点记录数", "records under the checkpoint", str(checkpoint.size))
    yield Line("检查点根", "root", base64_text(checkpoint.root))
    for signed in receipt.checkpoint.signed:
        verifier = signed.verifier
        if any(map(verifier.made, slip.checkpoint.signatures)):
            key = f"{verifier.name} {verifier.key_id.hex()} ({verifier.type.name})"
            yield Line("签名", "signed by", key)


def _printable(receipt: Receipt, fields: Mapping[str, Any]) -> bool:
    return "sealed" not in fields and len(receipt.record) <= RECORD_BYTES_ON_PAPER_MAX
