"""A long log written straight into its table, for measurements of reading.

The records are those of `tools.bench.facts` (four payments, then a grant; a person every three
records), as canonical bytes with true leaf hashes, spread over a year. Only `ledger.records` and
the postings of their types are written: neither tags nor the tree are there, so such a log can be
rebuilt from and read, not verified or traced. DuckDB writes them ten times as fast as the log takes
them; ten million would else take an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import psycopg

from domain.assistance.records import BenefitPaid
from domain.charity.records import GrantPaid

RECORDS_AT_ONCE = 200_000

_GENERATE = """
    WITH drawn AS (
        SELECT range AS number, range + 1 AS position,
            hash(range) AS a, hash(range + 7919) AS b,
            substr(md5((range // 3)::VARCHAR), 1, 12) AS person,
            substr(md5('case ' || range // 3), 1, 12) AS "case"
        FROM range($first, $end)
    ), named AS (
        SELECT *, CASE WHEN number % 5 = 0 THEN $grant ELSE $payment END AS type,
            3710020 || lpad((a % 20)::VARCHAR, 2, '0') AS office,
            'w' || lpad((a // 32 % 200)::VARCHAR, 3, '0') AS official,
            'f' || (b % 4 + 1) AS fund,
            '2019' || lpad((b // 8 % 12 + 1)::VARCHAR, 2, '0') AS run,
            DATE '2019-01-01' + (position * 365 // $records)::INTEGER AS day
        FROM drawn
    ), written AS (
        SELECT *, CASE WHEN number % 5 = 0 THEN
            format('{{"amount_fen":{},"balance_after_fen":0,"bank_reference":"","fund":"{}",'
                '"fund_kind":"general","grant":"{}","holder":"district_federation",'
                '"purpose":"","recipient":"{}"}}', a % 490000 + 10000, fund, person, person)
        ELSE
            format('{{"account":"","amount_fen":{},"benefit_month":"{}-{}","case":"{}",'
                '"persons":1,"run":"{}","scheme":"dibao"}}',
                a % 90000 + 30000, run[:4], run[5:], "case", run)
        END AS data FROM named
    ), stamped AS (
        SELECT position, type, day, office, official,
            format('{{"by":"{}","command":"","data":{},"entry_mode":"window","id":"{}",'
                '"occurred":"{}T09:30:00+08:00","office":"{}",'
                '"ordinals":{{"case:{}":{},"fund:{}":{},"office:{}":{}}},'
                '"recorded":"{}T01:30:00.000000Z","rule_version":"1","tags":["case:{}",'
                '"doc:{}","fund:{}","office:{}","official:{}","person:{}","run:{}"],'
                '"type":"{}"}}',
                official, data, uuid()::VARCHAR, day::VARCHAR, office,
                "case", number % 3 + 1, fund, number // 4, office, number // 20, day::VARCHAR,
                "case", substr(md5(number::VARCHAR), 1, 10), fund, office, official, person, run,
                type) AS bytes
        FROM written
    )
    SELECT position, type, day + TIME '01:30' AS occurred, day + TIME '01:30' AS recorded,
        office, official, unhex(sha256('\\x00'::BLOB || encode(bytes))) AS leaf_hash,
        encode(bytes) AS bytes
    FROM stamped
"""
_TYPES_POSTED = """
    INSERT INTO ledger.postings (tag, position_last)
    SELECT 'type ' || type, max(position) FROM ledger.records GROUP BY type
"""


def write(dsn: str, records: int, progress: Callable[[int], None]) -> None:
    """Fill an empty log, as its database's superuser."""
    import adbc_driver_postgresql.dbapi as adbc
    import duckdb

    with closing(adbc.connect(dsn)) as bulk, duckdb.connect() as database:
        for first in range(0, records, RECORDS_AT_ONCE):
            end = min(records, first + RECORDS_AT_ONCE)
            rows = database.sql(
                _GENERATE,
                params={
                    "first": first,
                    "end": end,
                    "records": records,
                    "grant": GrantPaid.type,
                    "payment": BenefitPaid.type,
                },
            )
            with closing(bulk.cursor()) as cursor:
                cursor.adbc_ingest(
                    "records", rows.to_arrow_table(), mode="append", db_schema_name="ledger"
                )
            bulk.commit()
            progress(end - first)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_TYPES_POSTED)
        connection.execute("VACUUM ANALYZE ledger.records")
