"""Access 访问控制: rights with their days, emergency looks, and who saw what and why."""

from domain.access import records, rules
from domain.access.decisions import accounts, glasses, looks, rights
from domain.common.registers import Register

REGISTER = Register(
    name="access",
    title="Rights and looks",
    title_zh="权限与查询留痕",
    is_internal=True,
    records=(
        *records.RIGHT_RECORDS,
        *records.ACCOUNT_RECORDS,
        *records.TOKEN_RECORDS,
        *records.GLASS_RECORDS,
        records.PersonalDataSeen,
    ),
    decisions=(
        rights.BeginRights,
        rights.GrantRight,
        rights.RevokeRight,
        rights.ClaimRights,
        accounts.OpenAccount,
        accounts.RenewAccount,
        accounts.CloseAccount,
        accounts.IssueToken,
        accounts.RevokeToken,
        glasses.BreakGlass,
        glasses.ConfirmGlass,
        looks.TellLook,
    ),
    rules=rules.RULES,
)
