"""An office with a log in a data folder: records in it, keys, and `qingce` on top."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ledger.log import Log, migrate
from tests.ledger.recording import draft
from tests.tools.commanding import answered, qingce

ORIGIN = "huancui.example/log"


class Office:
    """One data folder; its embedded server runs while somebody uses it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.policy: Path | None = None
        self.dsn: str = self.asks("db", "url")["url"]
        migrate(self.dsn)

    @property
    def environment(self) -> dict[str, str]:
        named = {"QINGCE_ORIGIN": ORIGIN}
        return {**named, "QINGCE_POLICY": str(self.policy)} if self.policy else named

    def asks(self, *words: str | Path) -> dict[str, Any]:
        """The JSON answer of a command that holds."""
        return answered(self.runs(*words))

    def runs(self, *words: str | Path) -> Any:
        return qingce(*words, "--data", self.data, "--json", environment=self.environment)

    def records(self, count: int, **fields: object) -> None:
        """Append records about a fund."""
        with Log.open(self.dsn) as log:
            log.append(
                [draft("fund:care", amount_fen=1000 + number, **fields) for number in range(count)]
            )

    def makes_keys(self) -> list[str]:
        """Unattended keys of each type; returns their vkeys."""
        vkeys: list[str] = self.asks("key", "new", "--unattended")["vkeys"]
        return vkeys
