"""Where members' logs lie, for who may look into them: a file beside the federation's own data.

It is configuration, not a record: a place may hold a password, and moves with the machines. A place
is a data folder, or the DSN of a PostgreSQL in which the user has the reader's role.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from application.federation.errors import PlaceError
from application.opening import open_server
from application.settings import Settings
from ledger.evidence import files

FOLDER = "federation"
"""Under the data folder."""
FILE_NAME = "places.json"
FOLDER_MODE = 0o700
FILE_MODE = 0o600
_DSN = re.compile(r"postgres(ql)?://|[a-z_]+ *=")
"""How a connection string begins, as an address or as a list of settings."""


class Places:
    """Places by origin."""

    def __init__(self, settings: Settings) -> None:
        """Look into the data folder of the federation."""
        self._settings = settings
        self._path = settings.data / FOLDER / FILE_NAME

    def all(self) -> dict[str, str]:
        """Every place that is known.

        Raises:
            PlaceError: the file is damaged.
        """
        if not self._path.exists():
            return {}
        try:
            found = json.loads(self._path.read_bytes())
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
            raise PlaceError(
                f"{self._path} is no list of places.",
                "Name them again: qingce federation place MEMBER PLACE",
            )
        return found

    def put(self, origin: str, place: str) -> None:
        """Say where a log lies."""
        known = self.all()
        self._path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if not _DSN.match(place):
            place = str(Path(place).absolute())
        content = json.dumps({**known, origin: place}, ensure_ascii=False, indent=1)
        files.replace(self._path, content.encode() + b"\n", FILE_MODE)

    @contextmanager
    def open(self, origin: str) -> Iterator[str]:
        """The DSN of a member's database; an embedded server runs as long as it is used.

        Raises:
            PlaceError: nobody said where it lies, or there is no database.
            LedgerError: its server cannot be used.
        """
        place = self.all().get(origin)
        if place is None:
            raise PlaceError(
                f"It is not known where the log {origin} lies.",
                "Say so: qingce federation place MEMBER PLACE; or take what it offers as a file.",
            )
        if _DSN.match(place):
            yield place
            return
        if not (Path(place) / "postgres").is_dir():
            raise PlaceError(f"There is no database in {place}, where {origin} should lie.")
        theirs = self._settings.model_copy(update={"data": Path(place), "dsn": None})
        with open_server(theirs) as dsn:
            yield dsn
