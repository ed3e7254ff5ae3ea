"""The report's words in both languages; figures and units are named in the figures file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The language of a report."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True)
class Wording:
    """The words of one language; `{…}` are filled in by the report."""

    tag: str
    """BCP 47."""
    title: str
    computed_at: str
    root: str
    closed: str
    reopened: str
    not_closed: str
    summary: str
    columns: tuple[str, str, str, str, str, str, str]
    right: str
    wrong: str
    not_kept: str
    section: str
    chart: str
    published: str
    computed: str
    incomplete: str
    how: str
    sections: tuple[tuple[str, str], ...]
    """Names of sections, by their number in the packaged report."""


ZH = Wording(
    tag="zh-CN",
    title="{year}年民政工作年度数据报告",
    computed_at="依据账簿位置 {position} 及以前的记录计算。",
    root="该位置的账簿根（SHA-256）：{root}",
    closed="本年度已结账：第 {closing} 次，记录于位置 {position}，覆盖 {size} 条记录，"
    "快照位于 {snapshots}，账簿根 {root}。",
    reopened="该次结账后已反结账（位置 {position}）。",
    not_closed="本年度尚未结账，数字可能随后续记录变化。",
    summary="可核对指标 {covered} 项，其中 {right} 项与公布一致；"
    "另有 {open} 项所属登记簿尚未建立。",
    columns=("指标", "单位", "公布", "计算", "差额", "记录数", "结果"),
    right="一致",
    wrong="不一致",
    not_kept="登记簿未建立",
    section="第 {number} 部分",
    chart="公布与计算之比：{label}",
    published="公布",
    computed="计算",
    incomplete="未能计入的记录",
    how="列出某项指标背后的记录：`qingce reconcile --year {year} --records 键`，"
    "键见各指标名称之下。",
    sections=(
        ("1.1", "社会救助与慈善"),
        ("1.2", "养老服务"),
        ("1.3", "社会组织与基层治理"),
        ("1.4", "殡葬、婚姻与收养"),
        ("1.5", "自身建设"),
        ("2", "下一年度计划"),
    ),
)
EN = Wording(
    tag="en",
    title="Civil affairs in {year}: the figures of the year",
    computed_at="Computed from the records up to position {position} of the log.",
    root="Root of the log at that position (SHA-256): {root}",
    closed="The year is closed: closing {closing}, recorded at position {position}, about {size} "
    "records, snapshots at {snapshots}, root {root}.",
    reopened="It was reopened afterwards (position {position}).",
    not_closed="The year is not closed: later records may change its figures.",
    summary="{covered} figures can be compared, {right} are what was published; {open} belong to "
    "registers that are not kept yet.",
    columns=("Figure", "Unit", "Published", "Computed", "Difference", "Records", "Result"),
    right="as published",
    wrong="differs",
    not_kept="register not kept",
    section="Part {number}",
    chart="Published and computed: {label}",
    published="published",
    computed="computed",
    incomplete="Records that could not be counted",
    how="To list the records behind a figure: `qingce reconcile --year {year} --records KEY`; "
    "the key stands under the figure's name.",
    sections=(
        ("1.1", "Assistance and charity"),
        ("1.2", "Care of the old"),
        ("1.3", "Organisations and neighbourhoods"),
        ("1.4", "Funerals, marriage, adoption"),
        ("1.5", "The bureau itself"),
        ("2", "Plans for the next year"),
    ),
)
WORDINGS = {Language.ZH: ZH, Language.EN: EN}
UNITS_ZH = {
    "yuan": "元",
    "yuan_per_person_month": "元/人·月",
    "yuan_per_person_year": "元/人·年",
    "person_times": "人次",
    "service_times": "次",
    "people": "人",
    "pairs": "对",
    "cases": "件",
    "institutions": "处",
    "sites": "处",
    "sites_per_village": "处/村",
    "cards": "张",
    "events": "场",
    "points": "分",
    "estates": "个",
    "items": "个",
    "years_of_age": "周岁",
    "standards": "项",
    "percent": "%",
    "organisations": "家",
    "ordinal": "届",
    "projects": "个",
    "villages": "个村",
    "posts": "个",
    "units": "个",
    "vehicles": "辆",
}


def unit(name: str, language: Language) -> str:
    """A unit of the figures file in a language; one that is not known stays as it is written."""
    if language is Language.ZH:
        return UNITS_ZH.get(name, name)
    return name.replace("_", " ")
