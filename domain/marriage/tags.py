"""Tags of the marriage register, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import book, case, document, person

__all__ = ["application", "blank", "book", "certificate", "marriage_application", "person", "query"]


def certificate(number: str) -> str:
    """A certificate 证, by its number."""
    return document(number)


def application(number: str) -> str:
    """An application for divorce 离婚登记申请, by its number."""
    return case(f"divorce-{number}")


def query(number: str) -> str:
    """A query of the archive 查档, by its number."""
    return document(f"archive-query-{number}")


def marriage_application(number: str) -> str:
    """An application for marriage 结婚登记申请, by its number."""
    return case(f"marriage-{number}")


def blank(printed: str) -> str:
    """A blank 空白证件, by the serial printed on it 印制号."""
    return document(f"blank-{printed}")
