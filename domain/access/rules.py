"""The rules of access, with their sources."""

from __future__ import annotations

from domain.common.refusals import Rule

RIGHTS_BEGIN_ONCE = Rule(
    "access.rights-begin-once",
    "The first security administrator is named once; all other rights are given by one.",
    "首任安全管理员只指定一次,其余权限均由安全管理员授予。",
    "GB/T 22239-2019 8.1.5 (three administrators apart)",
)
RIGHT_WELL_FORMED = Rule(
    "access.right-well-formed",
    "A right has its own number, a known role, office, registers, days in order and a paper.",
    "权限应有唯一编号、规定的角色、机构、登记簿、起止日期和依据文件。",
    "GB/T 22239-2019 8.1.4.2; design: rights are data",
)
GIVEN_BY_SECURITY = Rule(
    "access.given-by-security-administrator",
    "Rights are given and taken back by a security administrator in office, never to oneself.",
    "权限由在任安全管理员授予或收回,不得授予本人。",
    "GB/T 22239-2019 8.1.5.3",
)
ADMINISTRATORS_APART = Rule(
    "access.administrators-apart",
    "System, security and audit administrator are three people, and none of them does casework.",
    "系统、安全、审计三员分立,且不得兼办业务。",
    "GB/T 22239-2019 8.1.5",
)
INSPECTION_BOUND = Rule(
    "access.inspection-bound",
    "An inspector's right names a case file and ends within a year; no other right names one.",
    "督查权限须对应案卷,期限不超过一年;其他权限不得填写案卷。",
    "个人信息保护法 Arts. 6, 34; design: access ends",
)
RIGHTS_CLAIMED = Rule(
    "access.rights-claimed",
    "A provider says roles that settings map, none of them an inspector's, for an office.",
    "身份提供方声明的角色须在配置中有对应,不得为督查权限,并注明机构。",
    "GB/T 22239-2019 8.1.4.1; design: rights are data",
)
RIGHT_IN_FORCE = Rule(
    "access.right-in-force",
    "Only a right that was given and not taken back can be taken back, with a reason.",
    "只能收回已授予且未收回的权限,并说明理由。",
    "GB/T 22239-2019 8.1.4.2",
)
ACCOUNT_ONCE = Rule(
    "access.account-once",
    "An official has one account; it is renewed or closed while it is open, with a reason.",
    "一人一账号;重置或注销须在账号有效期内并说明理由。",
    "GB/T 22239-2019 8.1.4.1, 8.1.4.2",
)
TOKEN_BOUND = Rule(
    "access.token-bound",
    "A token has its own number, actions and an end within a year; it is revoked once.",
    "服务令牌应有唯一编号、操作范围和一年以内的期限,只吊销一次。",
    "GB/T 22239-2019 8.1.4.2",
)
GLASS_REASON = Rule(
    "access.glass-reason",
    "An emergency look names a person and why, in 4 to 200 characters without personal numbers.",
    "应急查询应指明对象并说明理由,四至二百字,不得含个人号码。",
    "个人信息保护法 Art. 13 (4)",
)
GLASS_TWO_OFFICIALS = Rule(
    "access.glass-two-officials",
    "An emergency look is asked for by one official, confirmed by another, told to a third.",
    "应急查询须由一人申请、另一人确认,并告知保管机构。",
    "个人信息保护法 Arts. 13 (4), 54; internal control 财会〔2012〕21号",
)
GLASS_SHORT = Rule(
    "access.glass-short",
    "An emergency look is open for three days at most, and is confirmed once.",
    "应急查询最长三日,只确认一次。",
    "个人信息保护法 Art. 6 (least extent)",
)
LOOK_TOLD = Rule(
    "access.look-told",
    "A look is told with action, purpose, query and at most 50 persons, each once.",
    "查询留痕应载明操作、目的、查询内容和至多五十名对象,不得重复。",
    "个人信息保护法 Arts. 51, 54; design: a bound on what one record carries",
)

RULES = (
    RIGHTS_BEGIN_ONCE,
    RIGHT_WELL_FORMED,
    GIVEN_BY_SECURITY,
    ADMINISTRATORS_APART,
    INSPECTION_BOUND,
    RIGHTS_CLAIMED,
    RIGHT_IN_FORCE,
    ACCOUNT_ONCE,
    TOKEN_BOUND,
    GLASS_REASON,
    GLASS_TWO_OFFICIALS,
    GLASS_SHORT,
    LOOK_TOLD,
)
