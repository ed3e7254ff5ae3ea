"""Figures files for scenarios: the district's report made small, and made wrong."""

from __future__ import annotations

import csv
from pathlib import Path

DISTRICT = Path(__file__).parents[2] / "tools/demo/huancui-2019.csv"
SMALL = {
    "dibao.person_times": 60,
    "dibao.paid": 25_764,
    "tekun.person_times": 24,
    "tekun.paid": 26_260,
    "subsidies.paid": 9_000,
    "homes.closed": 1,
    "charity.donated": 520_000,
    "charity.fund_used": 27_340,
    "charity.fund_people": 15,
    "charity.programmes_people": 9,
    "charity.programmes_paid": 92_215,
    "charity.dream_photo_couples": 12,
    "funeral.waivers": 40,
    "funeral.waived": 47_999,
    "funeral.eco_people": 3,
    "funeral.eco_paid": 2_651,
    "funeral.hearses": 2,
    "marriage.registered": 45,
    "marriage.divorced": 21,
    "marriage.reissued": 16,
    "marriage.archive_queries": 15,
    "marriage.foreign_registered": 3,
    "marriage.foreign_divorced": 1,
    "marriage.foreign_reissued": 0,
    "adoption.registered": 2,
}
"""Another district's year; money in yuan; sums that do not divide."""
PRINTED = {"charity.donated": "52万元"}


def small(folder: Path, **changes: str) -> Path:
    """Write the small report; `changes` replace columns of its first line (a standard)."""
    with DISTRICT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["key"] in SMALL:
            row["value"] = str(SMALL[row["key"]])
            row["as_printed"] = PRINTED.get(row["key"], row["value"])
    rows[0].update(changes)
    path = folder / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
