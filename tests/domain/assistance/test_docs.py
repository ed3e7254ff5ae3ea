"""The register's page lists its rules and record types as they are."""

from __future__ import annotations

from pathlib import Path

from domain.assistance import REGISTER

PAGE = Path("docs/registers/assistance.md").read_text(encoding="utf-8")


def test_every_rule_stands_on_the_page_with_its_source() -> None:
    for rule in REGISTER.rules:
        assert f"| `{rule.id}` | {rule.text} | {rule.text_zh} | {rule.source} |" in PAGE


def test_every_record_type_stands_on_the_page() -> None:
    for record in REGISTER.records:
        assert f"`{record.type.split('.')[1]}`" in PAGE
