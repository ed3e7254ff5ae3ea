"""Beginning anew: a log under another name goes on where the old one lost records.

The records that are left stay where they are, byte by byte, since cases and balances go on from
them. The first record of the new log, `evidence.log-begun-anew.v1`, names the loss.
"""

from __future__ import annotations

from datetime import UTC, datetime

from application import records
from domain.common.decisions import Act
from domain.common.records import Tagged
from domain.evidence.decisions import BeginAnew
from ledger.closing.closing import close_origin
from ledger.closing.comparing import Comparison
from ledger.log import Log


def begin_anew(dsn: str, worst: Comparison, by: str, office: str) -> int:
    """Close the old log's name in a database and record the loss.

    Args:
        dsn: connection string of the database's owner.
        worst: what the checkpoint with the most records says.
        by: the official who decided it.
        office: the office it is for.

    Returns:
        The position of the record.

    Raises:
        Refusal: no record is missing.
        LedgerError: the record was not taken.
    """
    with Log.open(dsn) as log:
        decision = BeginAnew(
            Act(by, office, datetime.now(UTC)),
            origin=worst.checkpoint.origin,
            size_held=worst.size_held,
            root_held=log.head().root.hex(),
            size_signed=worst.checkpoint.size,
            checkpoint=worst.note.encode().decode(),
        )
        decision.execute()
        made = [one for one in decision.collect_events() if isinstance(one, Tagged)]
        close_origin(dsn, worst)
        return log.append(records.drafts(decision, made))
