"""Roles, actions and purposes, and what each role may do for which purpose.

The table is data: a role that does not name an action may not do it, and an action may be done only
for the purposes named beside it. Sources: GB/T 22239 (MLPS level 3: three administrators apart
三员分立); 个人信息保护法 Arts. 6, 10, 34 (purpose, statutory power); incompatible duties
不相容岗位分离 (财会〔2012〕21号).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What an official is trusted with. `PUBLIC` is who has not said who they are."""

    REGISTRAR = "registrar"
    """登记员: takes in and corrects."""
    CASE_OFFICER = "case-officer"
    """经办人: checks."""
    APPROVER = "approver"
    """审批人: decides."""
    CASHIER = "cashier"
    """出纳: pays."""
    FINANCE = "finance"
    """财务: reconciles and closes."""
    INSPECTOR = "inspector"
    """督查人员: looks at everything under a case file, until a day."""
    SYSTEM_ADMINISTRATOR = "system-administrator"
    """系统管理员."""
    SECURITY_ADMINISTRATOR = "security-administrator"
    """安全管理员: gives and takes rights and accounts."""
    AUDIT_ADMINISTRATOR = "audit-administrator"
    """审计管理员: reads who looked at what."""
    PUBLIC = "public"
    """公众."""


ADMINISTRATORS = frozenset(
    {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
)


class Action(StrEnum):
    """What can be asked of the system. The first four are duties that record."""

    REGISTER = "register"
    """Take in, apply, correct 登记."""
    CHECK = "check"
    """审核."""
    APPROVE = "approve"
    """审批."""
    PAY = "pay"
    """发放."""
    IMPORT = "import"
    """Many commands from a file 导入."""
    READ = "read"
    """Records, histories, rosters, with personal data masked 查询."""
    SEARCH = "search"
    """Find a person or a paper by an identifier or a name 检索."""
    UNMASK = "unmask"
    """Personal data in clear 查看明文."""
    EXPORT = "export"
    """Carry rows away 导出."""
    COUNT = "count"
    """Figures, counts and balances; nothing about one person 统计."""
    CLOSE = "close"
    """Close and reopen a year 年结."""
    PROVE = "prove"
    """Checkpoints, proofs, tiles: what makes the log public without its content 存证."""
    OPERATE = "operate"
    """Settings, backup, rebuild, metrics 运维."""
    GRANT = "grant"
    """Accounts and rights 授权."""
    OVERSEE = "oversee"
    """Who looked at what, and why 查询留痕."""
    RESTRICT = "restrict"
    """Lock a person's data away before erasure 限制处理."""
    ERASE = "erase"
    """Destroy a person's key 删除."""


class Purpose(StrEnum):
    """Why somebody asks; recorded with every look at personal data."""

    CASEWORK = "casework"
    """办理业务."""
    PAYMENT = "payment"
    """资金发放."""
    ARCHIVE_QUERY = "archive-query"
    """查档: a party or an empowered body asked."""
    DATA_SUBJECT = "data-subject"
    """本人查询: the person asked for their own data."""
    RECONCILIATION = "reconciliation"
    """对账."""
    INSPECTION = "inspection"
    """监督检查."""
    DISCLOSURE = "disclosure"
    """信息公开."""
    ADMINISTRATION = "administration"
    """系统管理."""


_WORK = frozenset({Purpose.CASEWORK, Purpose.ARCHIVE_QUERY, Purpose.DATA_SUBJECT})
_CASEWORK = frozenset({Purpose.CASEWORK})
_PAYMENT = frozenset({Purpose.PAYMENT})
_BOOKS = frozenset({Purpose.RECONCILIATION})
_INSPECTION = frozenset({Purpose.INSPECTION})
_PUBLIC = frozenset({Purpose.DISCLOSURE})
_ADMINISTRATION = frozenset({Purpose.ADMINISTRATION})
_ANY = frozenset(Purpose)

MAY: Mapping[Role, Mapping[Action, frozenset[Purpose]]] = {
    Role.REGISTRAR: {
        Action.REGISTER: _CASEWORK,
        Action.IMPORT: _CASEWORK,
        Action.READ: _WORK,
        Action.SEARCH: _WORK,
        Action.UNMASK: _WORK,
        Action.EXPORT: frozenset({Purpose.ARCHIVE_QUERY, Purpose.DATA_SUBJECT}),
        Action.COUNT: _WORK,
        Action.PROVE: _ANY,
    },
    Role.CASE_OFFICER: {
        Action.CHECK: _CASEWORK,
        Action.READ: _CASEWORK,
        Action.SEARCH: _CASEWORK,
        Action.UNMASK: _CASEWORK,
        Action.COUNT: _CASEWORK,
        Action.PROVE: _ANY,
    },
    Role.APPROVER: {
        Action.APPROVE: _CASEWORK,
        Action.READ: _CASEWORK,
        Action.SEARCH: _CASEWORK,
        Action.UNMASK: _CASEWORK,
        Action.COUNT: _CASEWORK,
        Action.PROVE: _ANY,
    },
    Role.CASHIER: {
        Action.PAY: _PAYMENT,
        Action.READ: _PAYMENT,
        Action.SEARCH: _PAYMENT,
        Action.UNMASK: _PAYMENT,
        Action.EXPORT: _PAYMENT,
        Action.COUNT: _PAYMENT,
        Action.PROVE: _ANY,
    },
    Role.FINANCE: {
        Action.READ: _BOOKS,
        Action.EXPORT: _BOOKS,
        Action.COUNT: _BOOKS,
        Action.CLOSE: _BOOKS,
        Action.PROVE: _ANY,
    },
    Role.INSPECTOR: {
        Action.READ: _INSPECTION,
        Action.SEARCH: _INSPECTION,
        Action.UNMASK: _INSPECTION,
        Action.EXPORT: _INSPECTION,
        Action.COUNT: _INSPECTION,
        Action.OVERSEE: _INSPECTION,
        Action.PROVE: _ANY,
    },
    Role.SYSTEM_ADMINISTRATOR: {
        Action.OPERATE: _ADMINISTRATION,
        Action.PROVE: _ANY,
    },
    Role.SECURITY_ADMINISTRATOR: {
        Action.GRANT: _ADMINISTRATION,
        Action.RESTRICT: _ADMINISTRATION,
        Action.ERASE: _ADMINISTRATION,
        Action.PROVE: _ANY,
    },
    Role.AUDIT_ADMINISTRATOR: {
        Action.OVERSEE: _ADMINISTRATION,
        Action.PROVE: _ANY,
    },
    Role.PUBLIC: {
        Action.COUNT: _PUBLIC,
        Action.PROVE: _ANY,
    },
}
"""By role and action: the purposes for which it may. What is not here is denied."""

ABOUT_A_PERSON = frozenset(
    {
        Action.REGISTER,
        Action.CHECK,
        Action.APPROVE,
        Action.PAY,
        Action.READ,
        Action.SEARCH,
        Action.UNMASK,
        Action.EXPORT,
        Action.RESTRICT,
        Action.ERASE,
    }
)
"""Actions that an official may not take about themselves or their kin 回避."""
