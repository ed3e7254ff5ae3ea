"""Chinese for the names of fields and of their values, as columns and forms show them.

Shared words stand here; a register adds its own in its `words`. A name that ends in `_fen` is an
amount: its column is in yuan.
"""

from __future__ import annotations

from collections.abc import Mapping

SHARED: Mapping[str, str] = {
    # the act
    "occurred": "发生日期",
    "by": "经办人",
    "office": "经办机构",
    # persons
    "id": "人员编号",
    "name": "姓名",
    "id_number": "公民身份号码",
    "document_kind": "证件类型",
    "document_number": "证件号码",
    "birth": "出生日期",
    "phone": "联系电话",
    "address": "住址",
    "bank_account": "银行账号",
    "person": "当事人",
    "members": "家庭成员",
    "recipient": "受助人",
    "payee": "领款人",
    # what most registers have
    "amount_fen": "金额",
    "account": "收款账户",
    "case": "个案编号",
    "fund": "基金",
    "reason": "原因",
    "document": "依据文书",
    "policy": "政策依据",
    "policy_document": "政策文件",
    "decision": "审批文号",
    "report": "报告编号",
    "letter": "书面材料",
    "name_zh": "名称",
    "kind": "类别",
    "place": "地点",
    "day_first": "起始日期",
    "day_last": "截止日期",
    "from_day": "生效日期",
    "from_month": "起始月份",
    "benefit_month": "待遇月份",
    "purpose": "用途",
    "receipt": "票据号码",
    "certificate": "证书编号",
    "bank_reference": "银行流水号",
    "voucher": "凭证号",
    "position": "记录序号",
    "rule": "规则",
    "basis": "依据",
    "title": "标题",
}


def word_zh(name: str, own: Mapping[str, str] | None = None) -> str:
    """The Chinese for a field or value; the name itself if no word is known."""
    return (own or {}).get(name) or SHARED.get(name) or name
