"""Tags: what a record is about. One function a kind, so that no register spells its own."""

from __future__ import annotations


def person(person_id: str) -> str:
    """A person 人, by random id."""
    return f"person:{person_id}"


def case(case_number: str) -> str:
    """A case 个案: a household's dibao, or a person's tekun."""
    return f"case:{case_number}"


def fund(fund_code: str) -> str:
    """A fund 基金."""
    return f"fund:{fund_code}"


def office(office_code: str) -> str:
    """An office 机构."""
    return f"office:{office_code}"


def official(official_id: str) -> str:
    """An official 经办人."""
    return f"official:{official_id}"


def document(number: str) -> str:
    """A document 文书: a certificate, an invoice, a policy by its number."""
    return f"doc:{number}"


def run(run_code: str) -> str:
    """A payment run 发放批次."""
    return f"run:{run_code}"


def book(book_code: str) -> str:
    """A serial book 编号簿: numbers that may neither repeat nor skip, e.g. `J371002-2019`."""
    return f"book:{book_code}"


def rule(rule_code: str) -> str:
    """A standard or other effective-dated rule 标准, e.g. `dibao-urban`."""
    return f"rule:{rule_code}"


def campaign(campaign_code: str) -> str:
    """A campaign 活动: an appeal for donations, or a service for many."""
    return f"campaign:{campaign_code}"


def vehicle(plate: str) -> str:
    """A vehicle 车辆, by its plate."""
    return f"vehicle:{plate}"


def backfill(code: str) -> str:
    """A batch of old papers that are written in later 补录批次."""
    return f"backfill:{code}"


def log(origin: str) -> str:
    """A log 总册, by its name in checkpoints, e.g. `log:huancui.example/log`."""
    return f"log:{origin}"


def power(grant: str) -> str:
    """A grant of power 审批权限, by its id: an approval carries the one it rests on."""
    return f"power:{grant}"


def post(official_id: str) -> str:
    """The posts and terms of an official 任职; `official:` is what they did."""
    return f"post:{official_id}"
