"""The rules of authority, with their sources.

Sources: 民发〔2021〕57号 Art. 4 (the district may delegate, and supervises); internal control
财会〔2012〕21号; 民发〔2012〕220号 ch. 4 (relatives of officials are registered apart); 公务员法
(terms, avoidance).
"""

from __future__ import annotations

from domain.common.refusals import Rule

ESTABLISHMENT_ONCE = Rule(
    "authority.establishment-once",
    "The establishment is opened once, by the district, before anything else of authority.",
    "机构人员台账由区级建账一次,其他机构、人员、权限记录在建账之后。",
    "design: a first office and official that all others rest on",
)
OFFICE_KNOWN = Rule(
    "authority.office-known",
    "Who acts does so for an office that exists on that day.",
    "经办业务的机构应在当日存续。",
    "地方各级人民政府机构设置和编制管理条例",
)
OFFICE_WELL_FORMED = Rule(
    "authority.office-well-formed",
    "An office is registered once under its code, under an office above it, of a known kind.",
    "机构代码不得重复,应有上级机构和规定的类别。",
    "地方各级人民政府机构设置和编制管理条例",
)
OFFICE_EMPTY_WHEN_ABOLISHED = Rule(
    "authority.office-empty-when-abolished",
    "An office is abolished no earlier than today, and its successor exists.",
    "机构撤销日期不得早于办理当日,承接机构应存续。",
    "design: what was recorded under an office stays valid",
)
IN_POST = Rule(
    "authority.in-post",
    "Who acts holds a post in that office on that day.",
    "经办人应在当日任职于该机构。",
    "公务员法 ch. 6; internal control 财会〔2012〕21号",
)
TERM_WELL_FORMED = Rule(
    "authority.term-well-formed",
    "A term has a first day and overlaps none of the same post; only one that runs is ended.",
    "任期应有起始日期,同一职务任期不得重叠,只能终止在任的任期。",
    "公务员法 ch. 6",
)
DISTRICT_DECIDES = Rule(
    "authority.district-decides",
    "Only the district keeps offices, posts, powers and exemptions.",
    "机构、人员、权限和豁免由区级民政部门登记。",
    "民发〔2021〕57号 Art. 4; the district's delegation plan 放管服",
)
POWER_WELL_FORMED = Rule(
    "authority.power-well-formed",
    "A power that may be delegated is given once to a street or town, from a day on.",
    "可下放的审批权限应下放给镇街,同一事项不得重复下放,应有起始日期和限额。",
    "民发〔2021〕57号 Art. 4; the district's delegation plan 放管服",
)
POWER_STANDS = Rule(
    "authority.power-stands",
    "Only a grant that stands is amended, suspended, resumed or revoked, and never for a past day.",
    "只能调整、暂停、恢复、收回有效的授权,且不得溯及既往。",
    "民发〔2021〕57号 Art. 4; the district's delegation plan 放管服",
)
POWER_LIVE = Rule(
    "authority.power-live",
    "An approval rests on a power that its office holds on that day.",
    "审批应在当日有效的审批权限内作出。",
    "民发〔2021〕57号 Art. 4; the district's delegation plan 放管服",
)
WITHIN_CAP = Rule(
    "authority.within-cap",
    "Under a capped grant, all approvals for a person in 30 days stay within the cap together.",
    "在限额内审批:单笔不超限额,同一对象30日内累计不超限额。",
    "the district's delegation plan 放管服; splitting below the cap 拆分审批 is a red flag",
)
MAKER_NEVER_CHECKER = Rule(
    "authority.maker-never-checker",
    "Who registers, checks, approves and pays a file are different people, unless one is exempt.",
    "同一事项的受理、核对、审批、发放不得由同一人办理,经豁免的除外。",
    "internal control: incompatible duties 不相容岗位分离 (财会〔2012〕21号)",
)
EXEMPTION_WELL_FORMED = Rule(
    "authority.exemption-well-formed",
    "An exemption is for two duties of an office in one register, with reason and both days.",
    "豁免应明确机构、业务、两项职责、事由和起止日期。",
    "行政事业单位内部控制规范 Art. 15: if duties cannot be kept apart, other controls are recorded",
)
AVOIDANCE = Rule(
    "authority.avoidance",
    "Nobody checks, approves or pays a file about a person whom they declared as kin.",
    "办理人员与当事人有近亲属关系的,应当回避。",
    "公务员法 Art. 76; 民发〔2012〕220号 ch. 4 (近亲属备案)",
)
KIN_WELL_FORMED = Rule(
    "authority.kin-well-formed",
    "A declaration names a known relation, once; only one that stands is withdrawn.",
    "近亲属备案应注明亲属关系,不得重复,只能撤销有效的备案。",
    "民发〔2012〕220号 ch. 4; 民发〔2021〕57号",
)
NOT_FROZEN = Rule(
    "authority.not-frozen",
    "What happened in a frozen period is not recorded in that register any more, or is marked.",
    "冻结期间发生的业务不得再登记,或予以标记。",
    "会计法 and 会计基础工作规范 (closing of accounts 结账); inspections 检查",
)
FREEZE_WELL_FORMED = Rule(
    "authority.freeze-well-formed",
    "A freeze has its own code, known registers, days in order, a reason; it ends while it stands.",
    "冻结应有唯一编号、业务范围、起止日期和事由;只能解除有效的冻结。",
    "会计基础工作规范 (closing of accounts 结账)",
)
SAMPLE_BY_RULE = Rule(
    "authority.sample-by-rule",
    "A sample holds what seed and method draw from the decisions of a grant, and is drawn once.",
    "抽查样本应由随机种子和规定方法从授权范围内的决定中产生。",
    "放管服监管方案 (2020): supervision of delegated approvals",
)
REVIEW_OF_SAMPLE = Rule(
    "authority.review-of-sample",
    "A review is of a drawn decision, once, by another than who decided it; a defect has an order.",
    "复核针对抽中的决定,不得重复,不得由原审批人复核,有问题的应提出整改要求。",
    "放管服监管方案 (2020): supervision of delegated approvals",
)

RULES = (
    ESTABLISHMENT_ONCE,
    OFFICE_KNOWN,
    OFFICE_WELL_FORMED,
    OFFICE_EMPTY_WHEN_ABOLISHED,
    IN_POST,
    TERM_WELL_FORMED,
    DISTRICT_DECIDES,
    POWER_WELL_FORMED,
    POWER_STANDS,
    POWER_LIVE,
    WITHIN_CAP,
    MAKER_NEVER_CHECKER,
    EXEMPTION_WELL_FORMED,
    AVOIDANCE,
    KIN_WELL_FORMED,
    NOT_FROZEN,
    FREEZE_WELL_FORMED,
    SAMPLE_BY_RULE,
    REVIEW_OF_SAMPLE,
)
