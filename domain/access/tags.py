"""Tags of access."""

from __future__ import annotations


def right(grant: str) -> str:
    """A right 权限, by its number."""
    return f"right:{grant}"


def holder(official: str) -> str:
    """Who holds rights 持权人: apart from `official:…`, which is also on every right they gave."""
    return f"holder:{official}"


def glass(number: str) -> str:
    """An emergency look 应急查询, by its number."""
    return f"glass:{number}"


def case_file(number: str) -> str:
    """A case file of an inspection 案卷, by its number."""
    return f"casefile:{number}"


def account(official: str) -> str:
    """An account 账号, by the official's id."""
    return f"account:{official}"


def token(number: str) -> str:
    """A service token 服务令牌, by its number."""
    return f"token:{number}"
