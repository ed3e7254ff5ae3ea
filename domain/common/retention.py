"""Retention classes 保管期限: how long records are kept, and by which rule.

The longer of law and local schedule holds. Destruction is a record of its own, with an approved
list 销毁清册; it destroys keys, never records.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RetentionClass:
    """How long something is kept. `years` is None for ever."""

    id: str
    years: int | None
    counted_from: str
    """The event the years are counted from."""
    text_zh: str
    source: str


MARRIAGE = RetentionClass(
    "RET_MARRIAGE", 100, "registration", "一百年", "婚姻登记档案管理办法 (Order 32) Art. 13"
)
ADOPTION = RetentionClass(
    "RET_ADOPTION", None, "registration", "永久", "收养登记档案管理暂行办法 民发〔2003〕181号"
)
ORGANISATION = RetentionClass(
    "RET_SO", None, "registration", "永久", "社会组织登记档案管理办法 民发〔2010〕101号"
)
DIBAO_CASE = RetentionClass(
    "RET_DIBAO_CASE",
    3,
    "the last payment",
    "停发后三年",
    "notice of the Ministry and the National Archives on dibao archives 低保档案管理",
)
DIBAO_DAILY = RetentionClass(
    "RET_DIBAO_DAILY",
    5,
    "the record",
    "五年",
    "notice of the Ministry and the National Archives on dibao archives 低保档案管理",
)
VOUCHER = RetentionClass(
    "RET_ACC_30",
    30,
    "the end of the year of account",
    "三十年",
    "会计档案管理办法 (Order 79, 2016)",
)
BANK_STATEMENT = RetentionClass(
    "RET_ACC_10", 10, "the end of the year of account", "十年", "会计档案管理办法 (Order 79, 2016)"
)
DOCUMENT = RetentionClass(
    "RET_DOC", None, "the record", "永久", "机关文件材料归档范围和文书档案保管期限规定 (Order 8)"
)
SECURITY_LOG = RetentionClass(
    "RET_LOG", 3, "the record", "三年", "网络安全法 Art. 21 (six months at least)"
)
OPEN = RetentionClass(
    "RET_OPEN",
    30,
    "the record",
    "三十年(待当地档案部门确定)",
    "no rule found; proposed, to be settled with the district archives",
)

RETENTION_CLASSES = (
    MARRIAGE,
    ADOPTION,
    ORGANISATION,
    DIBAO_CASE,
    DIBAO_DAILY,
    VOUCHER,
    BANK_STATEMENT,
    DOCUMENT,
    SECURITY_LOG,
    OPEN,
)
