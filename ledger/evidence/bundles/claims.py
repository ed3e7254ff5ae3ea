"""The claims of a bundle, and the further records that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import Numbered, parse_lines
from ledger.evidence.bundles.manifest import Manifest, check_receipt, parse_manifest
from ledger.evidence.bundles.reading import Archive
from ledger.evidence.encoding import SIZE_MAX


@dataclass(frozen=True)
class Claims:
    """What a bundle claims, and the records named by it that are not of the selection."""

    manifest: Manifest
    further: Mapping[int, Numbered]
    """By position: statements of snapshots, and the receipt."""
    contents: Mapping[str, str]
    """SHA-256 by file, as the receipt lists them."""
    taken_by: str
    reason: str


def read_claims(archive: Archive) -> Claims:
    """Read what a bundle claims, and the receipt that says so in the log.

    Raises:
        BundleRefusedError: a claim is not in the form, or the receipt is another bundle's.
    """
    manifest = parse_manifest(archive.content(layout.BUNDLE))
    lines = parse_lines(archive.lines(layout.STATEMENTS), layout.STATEMENTS, SIZE_MAX)
    further = {line.number: line for line in lines}
    named = {*manifest.stated, manifest.receipt}
    for position in further:
        if position not in named:
            raise BundleRefusedError(
                "foreign-record", layout.STATEMENTS, f"Nothing names the record {position}."
            )
    receipt = further.get(manifest.receipt)
    if receipt is None or manifest.receipt <= manifest.size:
        raise BundleRefusedError(
            "receipt", layout.STATEMENTS, f"The receipt, position {manifest.receipt}, is missing."
        )
    contents = check_receipt(manifest, receipt.fields, receipt.number)
    data = receipt.fields["data"]
    return Claims(manifest, further, contents, str(data.get("recipient")), str(data.get("reason")))
