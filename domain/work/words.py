"""Chinese for the fields and values of this register."""

from __future__ import annotations

WORDS = {
    "about": "所涉对象",
    "channel": "渠道",
    "complaint": "投诉编号",
    "deadline": "办理期限",
    "measures": "处理措施",
    "not-received": "未收到",
    "not-upheld": "不成立",
    "official": "工作人员",
    "online": "网上",
    "outcome": "结果",
    "partly-upheld": "部分成立",
    "passed-on": "转办",
    "received": "已收到",
    "received-with-issues": "收到但有问题",
    "run": "发放批次",
    "sample": "抽样编号",
    "seed": "随机种子",
    "share_percent": "抽样比例",
    "tip-off": "举报",
    "upheld": "成立",
    "visited_with": "同访人员",
    "window": "窗口",
}
