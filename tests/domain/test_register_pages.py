"""The registers' pages list their rules, record types and figures as they are."""

from pathlib import Path

import pytest

from domain.access import REGISTER as ACCESS
from domain.adoption import REGISTER as ADOPTION
from domain.authority import REGISTER as AUTHORITY
from domain.charity import REGISTER as CHARITY
from domain.common.registers import Register
from domain.evidence import REGISTER as EVIDENCE
from domain.federation import REGISTER as FEDERATION
from domain.funerals import REGISTER as FUNERALS
from domain.marriage import REGISTER as MARRIAGE
from domain.persons import REGISTER as PERSONS
from domain.privacy import REGISTER as PRIVACY
from domain.signing import REGISTER as SIGNING
from domain.work import REGISTER as WORK
from projections.figures.published import load

REGISTERS = (
    CHARITY,
    FUNERALS,
    MARRIAGE,
    ADOPTION,
    EVIDENCE,
    SIGNING,
    FEDERATION,
    ACCESS,
    AUTHORITY,
    PERSONS,
    PRIVACY,
    WORK,
)
FIGURES = Path("tools/demo/huancui-2019.csv")
KEYS = {"charity": "charity.", "funerals": "funeral.", "marriage": "marriage."}


def page(register: Register) -> str:
    return Path(f"docs/registers/{register.name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_every_rule_stands_on_its_page_with_its_source(register: Register) -> None:
    text = page(register)
    for rule in register.rules:
        assert f"| `{rule.id}` | {rule.text} | {rule.text_zh} | {rule.source} |" in text
    assert text.count(f"| `{register.name}.") == len(register.rules) + _figures_listed(register)


def _figures_listed(register: Register) -> int:
    """Rows of the table of figures that begin with the register's own name."""
    figures = page(register).partition("## Figures")[2]
    return figures.count(f"| `{register.name}.")


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_every_record_type_and_figure_stands_on_its_page(register: Register) -> None:
    text = page(register)
    for record in register.records:
        assert f"`{record.type.split('.')[1]}`" in text
    prefix = KEYS.get(register.name, f"{register.name}.")
    for figure in load(FIGURES):
        if figure.key.startswith(prefix):
            assert f"`{figure.key}`" in text
