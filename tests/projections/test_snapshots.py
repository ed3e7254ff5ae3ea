"""What snapshots are taken of: the tag index against its definition, rows against derivations."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import orjson
import psycopg
import pytest

from ledger.evidence.bundles.deriving import Deriving
from ledger.evidence.bundles.lines import Numbered
from ledger.evidence.snapshots.content import Content
from ledger.evidence.snapshots.rows import RowFolder, write_rows
from ledger.evidence.snapshots.statement import Statement
from ledger.tree import leaf_hash
from projections.definition import Merge
from projections.errors import UnknownProjectionError
from projections.registry import PROJECTIONS
from projections.snapshots.content import contents, definitions, names_about
from tests.application.acts import donate, establish, marry, transfer
from tests.application.conftest import Counter, counter  # noqa: F401 - a fixture

NAMES = [*(projection.name for projection in PROJECTIONS), "tag_index"]


@pytest.fixture
def recorded(counter: Counter) -> Counter:  # noqa: F811 - the fixture
    counter.desk.execute(establish(1))
    for number in range(2, 30):
        counter.desk.execute(donate(number, 1_000 + number))
        if number % 5 == 0:
            counter.desk.execute(transfer(1_000 + number, 700))
        if number % 4 == 0:
            counter.desk.execute(marry(2_000 + number))
    return counter


def stored_records(dsn: str) -> list[bytes]:
    with psycopg.connect(dsn) as connection:
        rows = connection.execute("SELECT bytes FROM ledger.records ORDER BY position").fetchall()
    return [bytes(row[0]) for row in rows]


@pytest.mark.parametrize("share", [1.0, 0.6])
def test_the_tag_index_is_what_its_definition_says(recorded: Counter, share: float) -> None:
    records = stored_records(recorded.dsn)
    size = int(len(records) * share)
    under: dict[str, list[int]] = defaultdict(list)
    for position, data in enumerate(records[:size], 1):
        fields = orjson.loads(data)
        for key in (*fields["tags"], f"year {fields['occurred'][:4]}"):
            under[sha256(key.encode()).hexdigest()].append(position)
    expected = [
        {
            "tag_hash": key,
            "records": len(positions),
            "position_last": positions[-1],
            "digest": sha256(
                b"".join(leaf_hash(records[position - 1]) for position in positions)
            ).hexdigest(),
        }
        for key, positions in sorted(under.items())
    ]
    (content,) = map(_listed, contents(recorded.dsn, ["tag_index"], size))
    assert content == expected


def _listed(content: Content) -> list[dict[str, object]]:
    return list(content.rows)


def test_rows_rise_by_their_keys_and_are_found_by_them(recorded: Counter, tmp_path: Path) -> None:
    size = recorded.log.head().size
    for content in contents(recorded.dsn, NAMES, size):
        written = write_rows(tmp_path / content.projection, content)
        folder = RowFolder(tmp_path / content.projection)
        keys = [[row[name] for name in content.keys] for row in folder.rows()]
        assert keys == sorted(keys)
        assert len({str(key) for key in keys}) == written.rows == folder.count
        for place, key in enumerate(keys):
            assert folder.place(content.keys, key) == place


def test_derivations_make_the_rows_that_the_engine_makes(recorded: Counter) -> None:
    """For every projection that has one; the demo's whole year was held against them too."""
    size = recorded.log.head().size
    stated = definitions(NAMES)
    records = stored_records(recorded.dsn)
    checked = 0
    for content in contents(recorded.dsn, NAMES, size):
        definition = orjson.loads(stated[content.projection])
        if "derivation" not in definition:
            continue
        statement = Statement(size + 1, content.projection, "", size, b"", 0, b"", {}, "", 0)
        deriving = Deriving(statement, definition)
        for position, data in enumerate(records, 1):
            deriving.see(Numbered(position, data, orjson.loads(data)))
        for row in content.rows:
            plain = {name: value for name, value in row.items() if value is not None}
            deriving.check(Numbered(1, b"", plain), content.projection)
            checked += 1
        assert deriving.rows == {}
    assert checked


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda one: one.name)
def test_a_derivation_covers_every_sum(projection: object) -> None:
    derivation = getattr(projection, "derivation", None)
    if derivation is None:
        pytest.skip("stated, not derived")
    values = getattr(projection, "values")  # noqa: B009
    sums = {value.name for value in values if value.merge is Merge.SUM}
    assert set(derivation.sums) == sums
    assert set(derivation.keys) == set(getattr(projection, "keys"))  # noqa: B009


def test_a_selection_has_the_projections_made_of_it() -> None:
    assert names_about("fund:F", whole=False) == ["fund_balances", "tag_index"]
    assert names_about("case:C", whole=False) == ["entitlements", "tag_index"]
    assert names_about("year 2019", whole=False) == ["payments", "tag_index"]
    assert names_about("person:P", whole=False) == ["tag_index"]
    assert names_about("all", whole=True) == NAMES


def test_an_unknown_projection_is_refused() -> None:
    with pytest.raises(UnknownProjectionError):
        definitions(["no_such"])
