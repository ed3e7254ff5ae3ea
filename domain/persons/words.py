"""Chinese for the fields and values of this register."""

from __future__ import annotations

WORDS = {
    "comparison": "比对编号",
    "court": "法院",
    "died_on": "死亡日期",
    "family": "家属",
    "hospital": "医院",
    "household": "家庭编号",
    "other": "其他",
    "police": "公安",
    "source": "来源",
    "village": "村居",
}
