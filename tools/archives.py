"""Which archive a command means, and whose keys it must be signed with."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.settings import Settings
    from ledger.evidence.signing import Verifier
    from projections.archive.reading import Archive, Trust
    from projections.archive.store import Store

FOLDER = "archive"
"""Under the data folder: the archive, unless another place is named."""


def store_at(settings: Settings, place: str | None) -> Store:
    """The store of archives at a place, or under the data folder."""
    from projections.archive.store import open_store

    return open_store(place or str(settings.data / FOLDER))


def own_trust(settings: Settings) -> tuple[str, Trust]:
    """The name of this installation's log, and its keys."""
    from application.evidence import signing_keys
    from projections.archive.reading import Trust

    listed = signing_keys(settings).listed()
    return listed.origin, Trust(listed.verifiers, int(time.time()))


def given_trust(vkeys: Sequence[str]) -> dict[str, Trust]:
    """Keys named on the command line, by the log they are of."""
    from ledger.evidence.signing import parse_vkey
    from projections.archive.reading import Trust

    keys: dict[str, list[Verifier]] = {}
    for key in map(parse_vkey, vkeys):
        keys.setdefault(key.name, []).append(key)
    now = int(time.time())
    return {
        origin: Trust(lambda _, trusted=trusted: trusted, now)  # type: ignore[misc]
        for origin, trusted in sorted(keys.items())
    }


def opened(settings: Settings, place: str | None, vkeys: Sequence[str]) -> list[Archive]:
    """The archives at a place: of the logs whose keys are given, else of this installation's."""
    from projections.archive.reading import open_archive

    store = store_at(settings, place)
    trusted = given_trust(vkeys) if vkeys else dict([own_trust(settings)])
    return [open_archive(store, origin, trust) for origin, trust in trusted.items()]
