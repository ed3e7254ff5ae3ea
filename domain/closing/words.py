"""Chinese for the fields of closing."""

WORDS = {
    "year": "年度",
    "closing": "结账次数",
    "size": "结账时记录数",
    "root": "结账时根摘要",
    "snapshots": "快照序号",
    "figures": "年报数据",
    "differing": "不符数据",
    "open_items": "未了事项数",
    "open_fen": "未了事项金额",
    "previous": "上一次结账",
}
