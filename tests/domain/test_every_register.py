"""What holds for every register, whatever it keeps: derived from its declaration."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_type_hints

import pytest

from application.commands import COMMANDS, schema
from application.commands.catalogue import commands_of
from application.imports.columns import columns
from domain.common.decisions import Decision
from domain.common.promises import Promise
from domain.common.refusals import Rule
from domain.common.registers import Register
from domain.registry import REGISTERS
from projections.registry import PROJECTIONS
from tools.register_pages import renewed

TYPE = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*\.v[0-9]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")

pytestmark = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)


def test_types_of_records_begin_with_the_register_and_are_versioned(register: Register) -> None:
    for record in register.records:
        assert TYPE.fullmatch(record.type), record.type
        assert record.type.partition(".")[0] == register.name
        assert record.__doc__, f"{record.__name__} says what it is"
    assert len({record.type for record in register.records}) == len(register.records)


def test_money_is_whole_fen_and_nothing_is_a_float(register: Register) -> None:
    for record in register.records:
        for name, field in record.model_fields.items():
            assert "float" not in str(field.annotation), f"{record.type}: {name}"
            if name.endswith("_fen"):
                assert "int" in str(field.annotation), f"{record.type}: {name}"


def test_rules_have_ids_both_languages_and_a_source(register: Register) -> None:
    for rule in register.rules:
        assert isinstance(rule, Rule)
        assert rule.id.partition(".")[0] == register.name
        assert CHINESE.search(rule.text_zh)
        assert rule.source
    assert len({rule.id for rule in register.rules}) == len(register.rules)


def test_invariants_are_of_its_rules_and_its_records(register: Register) -> None:
    for made in register.invariants:
        if isinstance(made, Promise):
            assert made.rule in register.rules
            assert set(made.records) <= set(register.records)
        assert sum(made().counted().values()) == 0, "a fresh reader has judged nothing"


def test_every_command_can_be_read_from_json_and_is_described(register: Register) -> None:
    for command in commands_of([register]).values():
        assert COMMANDS[command.name].decision is command.decision
        made = schema(command)
        assert command.summary, f"{command.name} says what it does"
        for name, field in made.get("properties", {}).items():
            assert field["description"], f"{command.name}: {name}"


def test_every_field_that_people_see_has_a_chinese_name(register: Register) -> None:
    """If this fails, add the word to the register's `words`."""
    for command in commands_of([register]).values():
        for column in columns(command):
            assert CHINESE.search(column.title_zh), f"{command.name}: {column.key}"
            for code, word in column.words.items():
                assert CHINESE.search(word) or code.isupper(), f"{command.name}: {code}"


def test_commands_are_plain_data(register: Register) -> None:
    for decision in register.decisions:
        assert issubclass(decision, Decision)
        hints = get_type_hints(decision)
        assert all(one.name in hints for one in dataclasses.fields(decision))


def test_its_page_says_what_it_declares(register: Register) -> None:
    """If this fails: `make pages`."""
    page = Path(f"docs/registers/{register.name}.md").read_text("utf-8")
    assert renewed(register, page) == page


def test_nothing_that_figures_count_by_may_be_corrected(register: Register) -> None:
    """If this fails, name the field in the register's `counted`: figures never look back."""
    for record in register.records:
        for projection in PROJECTIONS:
            if record.type not in projection.types:
                continue
            for name in set(projection.reads) & set(record.model_fields):
                hint = str(record.model_fields[name].annotation)
                is_barred = name in register.counted or name.endswith("_fen") or "int" in hint
                assert is_barred, f"{record.type}: {name} is read by {projection.name}"
