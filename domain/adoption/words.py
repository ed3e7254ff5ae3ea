"""Chinese for the fields and values of this register."""

from __future__ import annotations

WORDS = {
    "adoption": "收养申请编号",
    "foundling": "查找不到生父母",
    "orphan": "孤儿",
    "hardship": "生父母有特殊困难",
    "relative": "三代以内旁系血亲",
    "stepchild": "继子女",
    "adoptee": "被收养人",
    "adopters": "收养人",
    "passed": "是否合格",
    "report_document": "评估报告",
    "medium": "公告媒体",
}
