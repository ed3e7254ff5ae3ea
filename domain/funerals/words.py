"""Chinese for the fields and values of this register."""

from __future__ import annotations

WORDS = {
    "decedent": "逝者",
    "cremation_certificate": "火化证号",
    "died_on": "死亡日期",
    "cremated_on": "火化日期",
    "furnace": "火化炉",
    "items_fen": "减免项目",
    "transport": "遗体接运",
    "cold_storage": "冷藏",
    "cremation": "火化",
    "disinfection": "消毒",
    "ashes_storage": "骨灰寄存",
    "method": "安葬方式",
    "sea": "海葬",
    "tree": "树葬",
    "flower_bed": "花坛葬",
    "lawn": "草坪葬",
    "proof_document": "安葬证明",
    "plate": "车牌号",
    "owner": "车主",
    "undertaking": "责任书编号",
    "valid_to": "有效期至",
}
