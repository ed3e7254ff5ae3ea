"""`qingce status`: how many records there are, their root, and how far the projections are."""

from __future__ import annotations

from typing import Any

from tools.options import DataOption, JsonOption, answer


def status(data: DataOption = None, json: JsonOption = False) -> None:
    """Show the size and root of the log, and where each projection stands."""
    from application.opening import open_database
    from application.settings import load_settings

    with open_database(load_settings(data)) as dsn:
        found = _status(dsn)
    answer(json, found, _text(found))


def _status(dsn: str) -> dict[str, Any]:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    from ledger.log import Log
    from projections.engine.standings import quarantines, standings

    with Log.open(dsn) as log, psycopg.connect(dsn) as connection:
        head, standing = log.head(), standings(connection)
        incomplete = quarantines(connection)
    shareable = {name: value for name, value in conninfo_to_dict(dsn).items() if name != "password"}
    return {
        "records": head.size,
        "root": head.root.hex(),
        "projections": [{"name": n, "position": s.position} for n, s in sorted(standing.items())],
        "incomplete": [str(each) for each in incomplete],
        "dsn": make_conninfo("", **shareable),
    }


def _text(found: dict[str, Any]) -> str:
    lines = [f"{found['records']:,} records", f"root {found['root']}", f"in {found['dsn']}"]
    lines += [f"  {p['name']}: position {p['position']:,}" for p in found["projections"]]
    lines += found["incomplete"]
    if not found["records"]:
        lines.append("The log is empty: `qingce demo` records a whole year.")
    elif not found["projections"]:
        lines.append("No projection was built yet: `qingce rebuild` builds them.")
    return "\n".join(lines)
