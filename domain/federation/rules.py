"""Rules of a federation of logs."""

from __future__ import annotations

from domain.common.refusals import Rule

_DESIGN = "design: one log per district, and a federation log that takes their checkpoints"

ADMITTED_ONCE = Rule(
    "federation.admitted-once",
    "A log is admitted once, with a name, at least one key and at least one jurisdiction.",
    "同一账册只入册一次，须载明名称、公钥与管辖区划。",
    _DESIGN,
)
MEMBER = Rule(
    "federation.member",
    "Only a log that was admitted has its keys and checkpoints taken.",
    "未入册的账册，不收其公钥与检查点。",
    _DESIGN,
)
JURISDICTION_CODE = Rule(
    "federation.jurisdiction-code",
    "A jurisdiction is a division code of 2, 4, 6, 9 or 12 digits.",
    "管辖区划以二、四、六、九或十二位区划代码表示。",
    "GB/T 2260 中华人民共和国行政区划代码; GB/T 10114 县级以下行政区划代码编制规则",
)
JURISDICTION_ONCE = Rule(
    "federation.jurisdiction-once",
    "A jurisdiction is kept by one standing log.",
    "同一区划只由一册在用账册管辖。",
    _DESIGN,
)
SUCCEEDS = Rule(
    "federation.succeeds-a-member",
    "A log succeeds a member that stands in the federation and has not been succeeded.",
    "接续的账册须为在册且尚未被接续者。",
    "design: a log that lost witnessed records is never signed over; another begins",
)
KEY_ONCE = Rule(
    "federation.key-once",
    "A key is trusted once, and distrusted once, and only while it is trusted.",
    "公钥只增列一次、停认一次，停认须在增列之后。",
    _DESIGN,
)
REASON = Rule(
    "federation.reason",
    "Who distrusts a key says why, in 1 to 200 characters, without eleven digits in a row.",
    "停认公钥须说明理由，一至二百字，且不得含个人号码。",
    "Personal Information Protection Law 个人信息保护法, Art. 6: no more than is needed",
)
GROWS = Rule(
    "federation.checkpoint-grows",
    "A checkpoint is taken if it has more records than the one taken before, and names that one.",
    "所收检查点须在前一检查点之后，并载明前一检查点。",
    _DESIGN,
)
EXACT = Rule(
    "federation.told-exactly",
    "Roots and proofs are 64 lower-case hex digits, and a contradiction differs from what was "
    "taken.",
    "根与证明为六十四位小写十六进制数；前后不一须与已收者不同。",
    _DESIGN,
)
NOTHING_MORE = Rule(
    "federation.nothing-more-of-it",
    "From a log that contradicted itself or was succeeded nothing more is taken.",
    "前后不一或已被接续的账册，不再收录。",
    "design: a fork of history is made visible, never papered over",
)

RULES = (
    ADMITTED_ONCE,
    MEMBER,
    JURISDICTION_CODE,
    JURISDICTION_ONCE,
    SUCCEEDS,
    KEY_ONCE,
    REASON,
    GROWS,
    EXACT,
    NOTHING_MORE,
)
