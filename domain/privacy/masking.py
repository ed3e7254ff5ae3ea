"""What the public sees of a person: a name masked by rule, never a number, never a minor.

| template | name | sources |
| --- | --- | --- |
| village board | in full, as is customary where people know each other | 社会救助暂行办法 Art. 11 |
| web page | surname and stars: 张*, 欧阳** | 政府信息公开条例 Art. 15 |
"""

from __future__ import annotations

from datetime import date

from domain.common.identifiers import id_number_birth
from domain.common.records import PersonalData
from domain.privacy.records import Template

ADULT_YEARS = 18
MINOR = "未成年人"
UNKNOWN = "*"
DOUBLE_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒"}
    | {
        "夏侯",
        "东方",
        "赫连",
        "端木",
        "南宫",
        "呼延",
        "闻人",
        "申屠",
        "淳于",
        "轩辕",
        "独孤",
        "西门",
    }
    | {
        "东郭",
        "百里",
        "澹台",
        "濮阳",
        "公冶",
        "宗政",
        "太史",
        "钟离",
        "鲜于",
        "闾丘",
        "司空",
        "万俟",
    }
)
"""复姓: a name that begins so, with more after it, keeps two characters."""


def masked(name: str) -> str:
    """A name with stars for all but the surname; a name of one character is all stars."""
    plain = "".join(name.split())
    kept = 2 if len(plain) > 2 and plain[:2] in DOUBLE_SURNAMES else 1
    if len(plain) <= 1:
        return UNKNOWN
    return plain[:kept] + "*" * (len(plain) - kept)


def public_name(personal: PersonalData, template: Template, day: date) -> str:
    """The name as a notice shows it; who may be a minor has none.

    Args:
        personal: what is known of the person.
        template: where it is read.
        day: the first day of the notice.
    """
    born = _born(personal)
    if born is None or _years(born, day) < ADULT_YEARS:
        return MINOR if born is not None else UNKNOWN
    name = personal.get("name", "")
    return name if template == "village" and name else masked(name)


def _born(personal: PersonalData) -> date | None:
    try:
        if personal.get("id_number"):
            return id_number_birth(personal["id_number"])
        return date.fromisoformat(personal["born"]) if personal.get("born") else None
    except ValueError:
        return None


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
