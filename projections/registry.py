"""The projections. Adding one adds its definition and a line here."""

from __future__ import annotations

from collections.abc import Sequence

from projections.definition import Projection
from projections.definitions.activities import ACTIVITIES, ACTIVITY_SUBJECTS
from projections.definitions.cases import CASES
from projections.definitions.entitlements import ENTITLEMENTS
from projections.definitions.funds import FUND_BALANCES
from projections.definitions.imprests import IMPREST_SLIPS, IMPRESTS
from projections.definitions.marriages import (
    CERTIFICATE_BOOKS,
    CERTIFICATE_COPIES,
    DIVORCE_APPLICATIONS,
    MARITAL_STATUS,
)
from projections.definitions.overpayments import OVERPAYMENTS
from projections.definitions.payments import PAYMENTS
from projections.definitions.relief import RELIEF
from projections.definitions.residents import RESIDENTS
from projections.definitions.runs import RUNS
from projections.definitions.standards import STANDARDS
from projections.errors import UnknownProjectionError

PROJECTIONS: tuple[Projection, ...] = (
    FUND_BALANCES,
    PAYMENTS,
    RUNS,
    ENTITLEMENTS,
    CASES,
    OVERPAYMENTS,
    RELIEF,
    IMPRESTS,
    IMPREST_SLIPS,
    RESIDENTS,
    STANDARDS,
    MARITAL_STATUS,
    CERTIFICATE_COPIES,
    CERTIFICATE_BOOKS,
    DIVORCE_APPLICATIONS,
    ACTIVITIES,
    ACTIVITY_SUBJECTS,
)


def named(names: Sequence[str]) -> tuple[Projection, ...]:
    """The projections of some names, or all if none is given.

    Raises:
        UnknownProjectionError: a name is no projection's; it lists those that are.
    """
    by_name = {projection.name: projection for projection in PROJECTIONS}
    for name in names:
        if name not in by_name:
            raise UnknownProjectionError(
                f"There is no projection {name!r}.", f"There are {', '.join(by_name)}."
            )
    return tuple(by_name[name] for name in names) or PROJECTIONS
