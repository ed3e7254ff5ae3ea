"""The generated part of each register's page: what the register declares, as tables.

`python -m tools.register_pages` (or `make pages`) renews it in place and makes the page of a new
register; a test fails while a page says something else than the code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from application.commands.catalogue import commands_of
from application.imports.columns import columns
from domain.common.invariants import Invariant
from domain.common.promises import Promise
from domain.common.records import Record
from domain.common.registers import Register
from domain.registry import REGISTERS

FOLDER = Path("docs/registers")
BEGIN = "<!-- from the register's declaration; renewed by `make pages` -->"
END = "<!-- end of the declaration -->"
RULES_HEADING = "## Rules"


def generated(register: Register, *, with_rules: bool) -> str:
    """The generated part of a page.

    Args:
        register: whose.
        with_rules: whether its rules stand there; not if the page tells them itself.
    """
    parts = [BEGIN, "", "## Declared records", "", *_records(register)]
    if register.life_cycle:
        parts += ["", "## Life cycle", "", *_life_cycle(register)]
    commands = list(commands_of([register]).values())
    if commands:
        parts += ["", "## Commands", "", *_commands(register)]
    if with_rules and register.rules:
        parts += ["", RULES_HEADING, "", *_rules(register)]
    if register.invariants:
        parts += ["", "## Invariants", "", *_invariants(register)]
    if register.papers:
        parts += ["", "## Papers", "", *_papers(register)]
    if register.questions:
        parts += ["", "## Questions", "", *_questions(register)]
    return "\n".join([*parts, "", END])


def renewed(register: Register, page: str) -> str:
    """A page with its generated part as it should be now, at its end or where it stood."""
    before, begin, rest = page.partition(BEGIN)
    after = rest.partition(END)[2] if begin else ""
    own = before + after
    made = generated(register, with_rules=RULES_HEADING not in own)
    return f"{before.rstrip()}\n\n{made}\n{after.lstrip(chr(10))}"


def new_page(register: Register) -> str:
    """The page of a register that has none yet."""
    about = sys.modules[f"domain.{register.name}"].__doc__ or ""
    return renewed(register, f"# {register.title} {register.title_zh}\n\n{about.strip()}\n")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"


def _records(register: Register) -> Iterator[str]:
    def row(record: type[Record]) -> tuple[str, ...]:
        kept = register.retention_class(record)
        fields = ", ".join(f"`{name}`" for name in record.model_fields)
        name = record.type.removeprefix(f"{register.name}.")
        return f"`{name}`", _first_line(record), fields, f"{kept.text_zh} ({kept.id})"

    yield from _table(("record", "meaning", "fields", "kept"), map(row, register.records))


def _commands(register: Register) -> Iterator[str]:
    def rows() -> Iterator[tuple[str, ...]]:
        for name, command in commands_of([register]).items():
            imported = command.decision not in register.not_imported and columns(command)
            word = name.removeprefix(f"{register.name}.")
            yield f"`{word}`", command.title_zh, command.summary, "yes" if imported else "no"

    yield f"Sent as `qingce command run {register.name}.COMMAND`."
    yield ""
    yield from _table(("command", "中文", "does", "from files"), rows())


def _rules(register: Register) -> Iterator[str]:
    rows = ((f"`{rule.id}`", rule.text, rule.text_zh, rule.source) for rule in register.rules)
    yield from _table(("id", "rule", "规则", "source"), rows)


def _invariants(register: Register) -> Iterator[str]:
    def row(made: Callable[[], Invariant]) -> tuple[str, ...]:
        if not isinstance(made, Promise):
            return _first_line(made), "", ""
        read = ", ".join(f"`{record.type}`" for record in dict.fromkeys(made.records))
        return made.rule.text, made.rule.id.partition(".")[2], read

    yield "Judged again over the whole log by `qingce check invariants`."
    yield ""
    yield from _table(("promise", "rule", "records"), map(row, register.invariants))


def _papers(register: Register) -> Iterator[str]:
    def rows() -> Iterator[tuple[str, ...]]:
        for paper in register.papers:
            kept = paper.retention or register.retention_class(paper.record)
            yield f"{paper.name} {paper.name_zh}", f"`{paper.record.type}`", kept.text_zh

    yield from _table(("paper", "record", "kept"), rows())


def _questions(register: Register) -> Iterator[str]:
    rows = ((one.text, one.text_zh, f"`{one.command}`") for one in register.questions)
    yield from _table(("question", "问题", "answered by"), rows)


def _life_cycle(register: Register) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    followers = {after for _, after in register.life_cycle}
    for record in dict.fromkeys(before for before, _ in register.life_cycle):
        if record not in followers:
            yield f"    [*] --> {_state(record)}"
    for before, after in register.life_cycle:
        yield f"    {_state(before)} --> {_state(after)}"
    yield "```"


def _state(record: type[Record]) -> str:
    return record.__name__


def _first_line(cls: object) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]


def renew(folder: Path) -> list[Path]:
    """Renew all pages; returns those that changed."""
    changed = []
    for register in REGISTERS:
        path = folder / f"{register.name}.md"
        old = path.read_text("utf-8") if path.exists() else ""
        new = renewed(register, old) if old else new_page(register)
        if new != old:
            path.write_text(new, "utf-8")
            changed.append(path)
    return changed


def main() -> None:
    """Renew the pages under `docs/registers`."""
    for path in renew(FOLDER):
        sys.stdout.write(f"{path} renewed\n")


if __name__ == "__main__":
    main()
