"""That the files are those whose hashes the receipt in the log lists."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.reading import Archive


def check_contents(archive: Archive, contents: Mapping[str, str]) -> int:
    """Check each file that the receipt names, and that it names each; returns how many.

    Raises:
        BundleRefusedError: names the file that was changed, added or left out.
    """
    bound = {name for name in archive.members if layout.bound_by_receipt(name)}
    for name in sorted(bound ^ set(contents)):
        raise BundleRefusedError(
            "contents", name, "The receipt in the log lists other files than there are."
        )
    for name in sorted(bound):
        if sha256(archive.view(name)).hexdigest() != contents[name]:
            raise BundleRefusedError("contents", name, "It was changed after the bundle was made.")
    return len(bound)
