"""What a bundle claims to be: `bundle.json`, and the receipt in the log that says the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger import canonical
from ledger.errors import InvalidRecordError
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.layout import BUNDLE
from ledger.evidence.encoding import SIZE_MAX

FORMAT = "qingce.bundle.v1"
RECEIPT_TYPE = "evidence.bundle-taken.v1"
ALL = "all"
"""The selection of every record."""
SNAPSHOTS_MAX = 400
_HASH = re.compile(r"[0-9a-f]{64}")
_SELECTION = re.compile(r"all|year [0-9]{4}|[^ :]+:[^ ]+")
_FIELDS: dict[str, type] = {
    "format": str,
    "origin": str,
    "selection": str,
    "size": int,
    "records": int,
    "tag_index": int,
    "snapshots": list,
    "receipt": int,
}


@dataclass(frozen=True)
class Manifest:
    """What a bundle claims.

    Every record of the selection among the first `size` of the log `origin` is in it: `records`
    records. `tag_index`, `snapshots` and `receipt` are positions of records that say so.
    """

    origin: str
    selection: str
    size: int
    records: int
    tag_index: int
    snapshots: tuple[int, ...]
    receipt: int

    def encode(self) -> bytes:
        """The bytes of `bundle.json`."""
        fields = {name: getattr(self, name) for name in _FIELDS if name != "format"}
        return canonical.encode({"format": FORMAT, **fields})

    @property
    def whole(self) -> bool:
        """Whether it holds every record."""
        return self.selection == ALL

    @property
    def stated(self) -> tuple[int, ...]:
        """Positions of all statements, rising."""
        return tuple(sorted({self.tag_index, *self.snapshots}))


def parse_manifest(data: bytes) -> Manifest:
    """Read `bundle.json`.

    Raises:
        BundleRefusedError: it is not in the form, or claims what cannot be.
    """
    try:
        fields = canonical.decode(data)
    except InvalidRecordError as error:
        raise BundleRefusedError("manifest", BUNDLE, str(error)) from None
    if not _fits(fields):
        raise BundleRefusedError("manifest", BUNDLE, "It is not the list of a bundle's claims.")
    del fields["format"]
    manifest = Manifest(**{**fields, "snapshots": tuple(fields["snapshots"])})
    rising = sorted(set(manifest.snapshots)) == list(manifest.snapshots)
    places = (*manifest.stated, manifest.receipt)
    if not rising or manifest.tag_index in manifest.snapshots or min(places) < 1:
        raise BundleRefusedError("manifest", BUNDLE, "Its positions do not rise.")
    return manifest


def _fits(fields: Mapping[str, Any]) -> bool:
    return (
        set(fields) == set(_FIELDS)
        and all(type(fields[name]) is kind for name, kind in _FIELDS.items())
        and fields["format"] == FORMAT
        and _SELECTION.fullmatch(fields["selection"]) is not None
        and 0 < fields["size"] <= SIZE_MAX
        and 0 <= fields["records"] <= fields["size"]
        and len(fields["snapshots"]) <= SNAPSHOTS_MAX
        and all(type(position) is int for position in fields["snapshots"])
    )


def check_receipt(manifest: Manifest, record: Mapping[str, Any], position: int) -> dict[str, str]:
    """Check that the receipt claims what the bundle does; returns the hashes of the contents.

    Raises:
        BundleRefusedError: it is not a receipt, or another bundle's.
    """
    where = f"position {position}"
    data = record.get("data")
    if record.get("type") != RECEIPT_TYPE or not isinstance(data, dict):
        raise BundleRefusedError("receipt", where, "This is not the receipt of a bundle.")
    claims = ("selection", "size", "records", "tag_index")
    same = all(data.get(name) == getattr(manifest, name) for name in claims)
    if not same or data.get("snapshots") != list(manifest.snapshots):
        raise BundleRefusedError("receipt", where, "The receipt is of another bundle.")
    contents = data.get("contents")
    if not isinstance(contents, dict) or not all(
        isinstance(item, str) and _HASH.fullmatch(item) for item in contents.values()
    ):
        raise BundleRefusedError("receipt", where, "The receipt does not list the contents.")
    return contents
