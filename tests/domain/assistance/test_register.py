"""The register keeps to the form that all registers share."""

from __future__ import annotations

from domain.assistance import REGISTER, money_rules, rules
from domain.common.refusals import Rule


def test_record_types_are_versioned_and_of_this_register() -> None:
    types = [record.type for record in REGISTER.records]
    assert len(set(types)) == len(types)
    assert all(name.startswith("assistance.") and name.endswith(".v1") for name in types)


def test_every_rule_is_listed_once_with_its_source_in_both_languages() -> None:
    named = {**vars(rules), **vars(money_rules)}
    defined = [rule for rule in named.values() if isinstance(rule, Rule)]
    assert sorted(rule.id for rule in defined) == sorted({rule.id for rule in REGISTER.rules})
    for rule in REGISTER.rules:
        assert rule.id.startswith("assistance.")
        assert rule.text.isprintable()
        assert rule.text_zh
        assert rule.source
