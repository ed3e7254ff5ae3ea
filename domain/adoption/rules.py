"""Rules of adoption, and the ages and periods the law sets."""

from __future__ import annotations

from datetime import date

from domain.common.refusals import Rule

CIVIL_CODE_FROM = date(2021, 1, 1)
ADOPTER_AGE_MIN = 30
AGE_GAP_MIN = 40
NOTICE_DAYS_MIN = 60
_PROCEDURE = "adoption registration measures 中国公民收养子女登记办法 and norms 民发〔2008〕118号"


def adoptee_age_limit(day: date) -> int:
    """Adoptees are younger than this, by the law of the day, in years."""
    return 18 if day >= CIVIL_CODE_FROM else 14


APPLICATION_ONCE = Rule(
    "adoption.application-once",
    "An application's number is used once.",
    "收养申请编号不得重复。",
    "bookkeeping",
)
ADOPTERS_ONE_OR_TWO = Rule(
    "adoption.adopters-one-or-two",
    "The adopters are one person or the two of a couple, and not the child.",
    "收养人为一人或夫妻二人。",
    "Civil Code 民法典 Art. 1101; Adoption Law 收养法 (1998) Art. 10",
)
ADOPTER_AGE = Rule(
    "adoption.adopter-age",
    "An adopter is 30 or older (not asked of a step-parent).",
    "收养人须年满三十周岁。",
    "Civil Code 民法典 Art. 1098, 1103; Adoption Law 收养法 (1998) Art. 6, 14",
)
ADOPTEE_AGE = Rule(
    "adoption.adoptee-age",
    "An adoptee is under 18 (under 14 until 2020, but for relatives and stepchildren).",
    "被收养人须为未成年人(2020年前不满十四周岁)。",
    "Civil Code 民法典 Art. 1093; Adoption Law 收养法 (1998) Art. 4, 7, 14",
)
AGE_GAP = Rule(
    "adoption.age-gap",
    "A single adopter of the other sex is 40 or more years older (until 2020 only a man of a girl; "
    "not asked of relatives and step-parents).",
    "无配偶者收养异性子女,年龄须相差四十周岁以上(2020年前仅限男性收养女性)。",
    "Civil Code 民法典 Art. 1099, 1102; Adoption Law 收养法 (1998) Art. 7, 9",
)
AGE_KNOWN = Rule(
    "adoption.age-known",
    "The ages of adopters and adoptee are proved by their ID numbers.",
    "收养人、被收养人年龄须有证件证明。",
    _PROCEDURE,
)
STEPS_IN_ORDER = Rule(
    "adoption.steps-in-order",
    "An adoption is applied for, assessed, for a foundling published, and registered, each once.",
    "收养须依次申请、评估、(弃婴)公告、登记。",
    f"{_PROCEDURE}; Civil Code 民法典 Art. 1105 (assessment)",
)
ASSESSMENT_PASSED = Rule(
    "adoption.assessment-passed",
    "Adopters who did not pass the assessment do not adopt.",
    "评估不合格不予登记。",
    "Civil Code 民法典 Art. 1105; 收养评估办法(试行) 民发〔2020〕144号",
)
NOTICE_60_DAYS = Rule(
    "adoption.notice-60-days",
    "A foundling's parents are looked for by a notice of 60 days, which has ended.",
    "查找弃婴生父母的公告须满60日。",
    "Civil Code 民法典 Art. 1105; 中国公民收养子女登记办法 Art. 7",
)
CERTIFICATE_ONCE = Rule(
    "adoption.certificate-once",
    "A certificate number stands for one adoption.",
    "收养登记证编号不得重复。",
    _PROCEDURE,
)
ADOPTED_ONCE = Rule(
    "adoption.adopted-once",
    "A child who is adopted is not adopted again while that adoption stands.",
    "收养关系存续期间不得再次被收养。",
    "Civil Code 民法典 Art. 1111: adoption ends the earlier relation",
)
TO_DISSOLVE = Rule(
    "adoption.to-dissolve",
    "Only a registered adoption that stands is dissolved, on a named agreement or judgement.",
    "解除收养须有协议或裁判文书,且收养关系存续。",
    "Civil Code 民法典 Art. 1114 to 1116",
)

RULES = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
