"""The rows of a live table, by pages."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from projections.engine.following import Say, catch_up
from projections.engine.standings import quarantines, standings
from projections.engine.store import LIVE
from projections.tables.question import Page, Question, cursor_of


def page(dsn: str, question: Question, *, say: Say) -> Page:
    """A page of a live table, brought up to the newest record first.

    Raises:
        ProjectionError: as `catch_up` does.
    """
    projection = question.projection
    catch_up(dsn, [projection], say=say)
    with psycopg.connect(dsn) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        position = standings(connection)[projection.name].position
        incomplete = quarantines(connection, [projection.name])
        total = _total(connection, question)
        rows = _rows(connection, question)
    more = len(rows) > question.limit
    shown = rows[: question.limit]
    return Page(
        projection=projection,
        position=position,
        rows=shown,
        total=total,
        next=cursor_of(projection, shown[-1]) if more else None,
        incomplete=tuple(map(str, incomplete)),
    )


def _total(connection: psycopg.Connection[Any], question: Question) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(
        sql.Identifier(LIVE, question.projection.name), _conditions(question)
    )
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _rows(connection: psycopg.Connection[Any], question: Question) -> list[dict[str, Any]]:
    keys = sql.SQL(", ").join(sql.Identifier(name) for name in question.projection.keys)
    conditions = _conditions(question)
    if question.after is not None:
        after = sql.SQL(", ").join(sql.Literal(part) for part in question.after)
        conditions = sql.SQL("{} AND ({}) > ({})").format(conditions, keys, after)
    query = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {}").format(
        sql.SQL(", ").join(sql.Identifier(name) for name in question.projection.columns),
        sql.Identifier(LIVE, question.projection.name),
        conditions,
        keys,
        sql.Literal(question.limit + 1),
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query).fetchall()


def _conditions(question: Question) -> sql.Composed:
    columns = question.projection.columns
    conditions = [
        sql.SQL("{0} = ANY({1})" if columns[name].startswith("array") else "{1} = {0}").format(
            sql.Literal(value), sql.Identifier(name)
        )
        for name, value in question.where.items()
    ]
    return sql.SQL(" AND ").join([sql.SQL("true"), *conditions])
