"""The readable index of a bundle: a page in Chinese and one in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

RECORDS_SHOWN_MAX = 5_000
"""A browser still scrolls through these; all records are in records.jsonl."""

_STYLE = (
    "body{font:15px/1.5 sans-serif;margin:2em;max-width:75em}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #bbb;padding:.3em .5em;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}th{background:#eee}dt{font-weight:bold}"
)


@dataclass(frozen=True)
class Summary:
    """What the pages say above the table."""

    origin: str
    selection: str
    size: int
    records: int
    recipient: str
    reason: str


@dataclass(frozen=True)
class Wording:
    """The words of one language."""

    language: str
    title: str
    labels: Mapping[str, str]
    columns: Sequence[str]
    more: str
    verify: str


ZH = Wording(
    "zh-CN",
    "清册证据包目录",
    {
        "origin": "账本",
        "selection": "范围",
        "size": "截至（账本条数）",
        "records": "记录数",
        "recipient": "调取单位",
        "reason": "事由",
    },
    ("序号", "发生时间", "入账时间", "类型", "经办人", "机构", "内容"),
    "此处只列前 {shown} 条；全部记录见 records.jsonl。",
    "本页只供阅读。以 qingce verify 或 verifier.html 校验后方可作为依据。",
)
EN = Wording(
    "en",
    "Qingce bundle: index",
    {
        "origin": "Log",
        "selection": "Selection",
        "size": "As of (records in the log)",
        "records": "Records",
        "recipient": "Taken by",
        "reason": "Reason",
    },
    ("Position", "Occurred", "Recorded", "Type", "By", "Office", "Content"),
    "Only the first {shown} are listed here; all are in records.jsonl.",
    "This page is for reading. Rely on it after `qingce verify` or verifier.html has passed.",
)


class Index:
    """Collects the rows of both pages while the records go by."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """Begin without a row; `meanings` says what each record type is."""
        self._meanings = meanings
        self._rows: list[str] = []

    def see(self, position: int, fields: Mapping[str, Any]) -> None:
        """Add a record, as far as there is room."""
        if len(self._rows) < RECORDS_SHOWN_MAX:
            self._rows.append(_row(position, fields, self._meanings))

    def page(self, wording: Wording, summary: Summary) -> Iterator[bytes]:
        """One page, piece by piece."""
        facts = "".join(
            f"<dt>{label}</dt><dd>{escape(str(getattr(summary, name)))}</dd>"
            for name, label in wording.labels.items()
        )
        heads = "".join(f"<th>{column}</th>" for column in wording.columns)
        yield (
            f'<!doctype html><html lang="{wording.language}"><meta charset="utf-8">'
            f"<title>{wording.title}</title><style>{_STYLE}</style><h1>{wording.title}</h1>"
            f"<p>{wording.verify}</p><dl>{facts}</dl><table><tr>{heads}</tr>\n"
        ).encode()
        yield from (row.encode() for row in self._rows)
        yield b"</table>"
        if len(self._rows) < summary.records:
            yield f"<p>{wording.more.format(shown=len(self._rows))}</p>".encode()
        yield b"</html>\n"


def _row(position: int, fields: Mapping[str, Any], meanings: Mapping[str, str]) -> str:
    facts = "; ".join(f"{name}: {_text(value)}" for name, value in fields["data"].items())
    meaning = meanings.get(fields["type"], "")
    cells = (
        str(position),
        fields["occurred"],
        fields["recorded"],
        f"{meaning} ({fields['type']})",
        fields["by"],
        fields["office"],
        facts,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>\n"


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
