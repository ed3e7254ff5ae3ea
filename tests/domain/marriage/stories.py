"""Couples, and a marriage of 2019. The first book is `J371002-2019`."""

from __future__ import annotations

from dataclasses import replace

from domain.common.decisions import Act, EntryMode
from domain.marriage.decisions.divorce import RegisterDivorce
from domain.marriage.decisions.registration import RegisterMarriage
from tests.domain.acting import act, person
from tests.domain.deciding import history

HE, SHE = person("he", "1990-01-01"), person("she", "1992-01-01", male=False)
HIM, HER = person("him", "1980-01-01"), person("her", "1982-01-01", male=False)
J1, J2, J3 = (f"J371002-2019-{serial:06d}" for serial in (1, 2, 3))
L1 = "L371002-2019-000001"


def from_paper(day: str = "2019-06-03", **who: str) -> Act:
    """An act of entering old paper, which asks for no application."""
    return replace(act(day, **who), entry_mode=EntryMode.IMPORT)


MARRY = RegisterMarriage(from_paper("2019-03-01"), HE, SHE, J1)
MARRY_OTHERS = RegisterMarriage(from_paper("2019-03-04"), HIM, HER, J2)
DIVORCE = RegisterDivorce(act("2019-09-02"), HE, SHE, J1, L1)
MARRIED = history(MARRY)
