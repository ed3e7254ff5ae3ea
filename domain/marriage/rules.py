"""Rules of marriage registration, and the periods and ages the law sets."""

from __future__ import annotations

from datetime import date

from domain.common.refusals import Rule
from domain.marriage.records import MarriagePaper

CIVIL_CODE_FROM = date(2021, 1, 1)
COOLING_OFF_DAYS = 30
REGISTRATION_DAYS = 30
_LAW_OF_1980_FROM = date(1981, 1, 1)
_REGULATIONS_OF_2003_FROM = date(2003, 10, 1)
ANY_REGISTRY_FROM = date(2025, 5, 10)
"""Since Order 804 no household book is asked, and any registry of the country registers."""
NONE_FOUND_UNTIL = date(2015, 8, 26)
"""The last day on which everybody was certified that no registration is on record."""
_REGULATIONS = "Marriage Registration Regulations 婚姻登记条例 (Order 387, 2003; Order 804, 2025)"
_NORMS = "婚姻登记工作规范: certificates are numbered by year without a gap"


def marriage_ages(day: date) -> tuple[int, int]:
    """The least ages of husband and wife by the law of the day, in full years."""
    return (22, 20) if day >= _LAW_OF_1980_FROM else (20, 18)


def edition(day: date) -> str:
    """The edition of the law in force on a day, as records name it."""
    editions = (
        (ANY_REGISTRY_FROM, "marriage-2025"),
        (CIVIL_CODE_FROM, "marriage-2021"),
        (_REGULATIONS_OF_2003_FROM, "marriage-2003"),
        (_LAW_OF_1980_FROM, "marriage-1980"),
    )
    return next((name for first, name in editions if day >= first), "marriage-1950")


def papers_asked(day: date, *, foreign: bool) -> frozenset[MarriagePaper]:
    """The papers of one party by the law of the day; `foreign`: one from outside the mainland."""
    if foreign:
        return frozenset({"legalised-status-certificate", "declaration"})
    if day >= ANY_REGISTRY_FROM:
        return frozenset({"id-card", "declaration"})
    return frozenset({"id-card", "household-book", "declaration"})


AGE = Rule(
    "marriage.age",
    "A husband is 22 or older and a wife 20 or older (20 and 18 until 1980).",
    "结婚年龄男不得早于二十二周岁,女不得早于二十周岁。",
    "Civil Code 民法典 Art. 1047; Marriage Law 婚姻法 (1980; 2001) Art. 6 and (1950) Art. 4",
)
AGE_KNOWN = Rule(
    "marriage.age-known",
    "Age is proved by an ID number or, for a party from abroad, by legalised papers.",
    "当事人年龄须有证件证明。",
    _REGULATIONS,
)
MAN_AND_WOMAN = Rule(
    "marriage.man-and-woman",
    "The pair are two people, a man and a woman.",
    "双方须为男女二人。",
    "Civil Code 民法典 Art. 1046; Marriage Law 婚姻法 Art. 5",
)
NOT_MARRIED = Rule(
    "marriage.not-married",
    "Nobody marries who is married.",
    "有配偶者不得结婚。",
    "Civil Code 民法典 Art. 1042 and 1051; Marriage Law 婚姻法 Art. 3 and 10",
)
FOREIGN_DOCUMENTS = Rule(
    "marriage.foreign-documents-legalised",
    "A party from abroad brings legalised or apostilled papers.",
    "涉外婚姻登记须提交经认证的证明材料。",
    _REGULATIONS,
)
PAPERS = Rule(
    "marriage.papers-complete",
    "Each party brings ID card and declaration, and until 9 May 2025 the household book; a party "
    "from abroad brings passport or permit, and a legalised certificate of status.",
    "结婚登记须提交身份证、声明(2025年5月9日前另须户口簿);境外一方须提交有效证件及经认证的婚姻状况证明。",
    "Order 387 (2003) Art. 5; Order 804 (2025); 婚姻登记工作规范 民发〔2025〕23号",
)
PLACE = Rule(
    "marriage.place",
    "Until 9 May 2025 one party has permanent residence in the registry's district; since then any "
    "registry registers.",
    "2025年5月9日前须在一方常住户口所在地登记;此后全国通办。",
    "Order 387 (2003) Art. 4; Order 804 (2025)",
)
NOT_RELATED = Rule(
    "marriage.not-related",
    "Lineal relatives and collateral relatives within three generations do not marry.",
    "直系血亲和三代以内旁系血亲禁止结婚。",
    "Civil Code 民法典 Art. 1048; Marriage Law 婚姻法 (2001) Art. 7",
)
APPLIED = Rule(
    "marriage.applied-for",
    "A marriage is registered on an application of the same two people that is not yet settled; "
    "only what is written in from old paper has none.",
    "结婚登记须由双方申请,且申请尚未办结;补录、导入的历史登记除外。",
    "Order 387 (2003) Art. 5 and 7; Order 804 (2025)",
)
DECLINED_TOLD = Rule(
    "marriage.declined-told",
    "Who is declined gets the reasons in a notice.",
    "不予登记的,应当出具通知单并说明理由。",
    "Order 387 (2003) Art. 7; Order 804 (2025)",
)
OLD_PAPER = Rule(
    "marriage.old-paper",
    "A registration older than this register is entered once, by import or backfill, under the "
    "number it had, with its authority and file.",
    "历史婚姻登记须以导入或补录方式录入一次,沿用原证字号,并注明原登记机关和档号。",
    "婚姻登记档案管理办法 (Order 32, 2006); 民政部 婚姻登记历史数据补录",
)
NUMBER_WELL_FORMED = Rule(
    "marriage.number-well-formed",
    "A certificate number has the prefix of its matter, the registry's division, the year and a "
    "serial of six digits.",
    "证件编号须由字头、行政区划代码、年份和六位顺序号组成。",
    _NORMS,
)
SERIAL_NEXT = Rule(
    "marriage.serial-next",
    "A certificate takes the next number of its book: none repeats, none is skipped.",
    "证件编号须连续,不得重号、断号。",
    _NORMS,
)
SERIAL_DAY = Rule(
    "marriage.serial-day",
    "A later number is not dated earlier.",
    "编号在后的证件登记日期不得在前。",
    _NORMS,
)
BLANK_ONCE = Rule(
    "marriage.blank-once",
    "A printed blank is used once, be it issued or voided.",
    "空白证件印制号不得重复使用。",
    _NORMS,
)
MARRIED_TO_EACH_OTHER = Rule(
    "marriage.married-to-each-other",
    "Only a marriage that stands between the two is ended by divorce.",
    "离婚登记双方须为存续的夫妻。",
    _REGULATIONS,
)
MARRIAGE_NAMED = Rule(
    "marriage.marriage-named",
    "A marriage older than this register is named by its certificate.",
    "须写明结婚证字号。",
    _REGULATIONS,
)
DIVORCE_APPLIED = Rule(
    "marriage.divorce-applied",
    "Since 2021 a divorce is registered on an application of the same two people.",
    "自2021年起,离婚登记须先申请。",
    "Civil Code 民法典 Art. 1076 and 1077",
)
APPLICATION_ONCE = Rule(
    "marriage.application-once",
    "An application's number is used once.",
    "申请编号不得重复。",
    "bookkeeping",
)
COOLING_OFF = Rule(
    "marriage.cooling-off",
    "A divorce is registered after the cooling-off period of 30 days.",
    "冷静期三十日届满前不得办理离婚登记。",
    "Civil Code 民法典 Art. 1077; 民发〔2020〕116号",
)
WINDOW = Rule(
    "marriage.divorce-window",
    "Both come within 30 days after the cooling-off period, or the application lapses.",
    "冷静期届满后三十日内未申请发证的,视为撤回。",
    "Civil Code 民法典 Art. 1077",
)
NOT_WITHDRAWN = Rule(
    "marriage.application-not-withdrawn",
    "A withdrawn application leads to no registration.",
    "申请已撤回的,不予登记。",
    "Civil Code 民法典 Art. 1077",
)
WITHDRAWN_IN_TIME = Rule(
    "marriage.withdrawn-in-time",
    "A party withdraws its application within the cooling-off period, once.",
    "任何一方可在冷静期内撤回申请。",
    "Civil Code 民法典 Art. 1077",
)
APPLICATION_OPEN = Rule(
    "marriage.application-open",
    "A couple has one application for divorce at a time.",
    "同一夫妻同时只能有一份有效的离婚登记申请。",
    "design decision: two cooling-off periods at once would leave the dates in doubt",
)
LAPSED_AFTER = Rule(
    "marriage.lapsed-after",
    "An application counts as withdrawn once its window has ended without a registration.",
    "期限届满未申请发给离婚证的,视为撤回申请。",
    "Civil Code 民法典 Art. 1077",
)
REISSUE_OF_OWN = Rule(
    "marriage.reissue-of-own",
    "A certificate is reissued to those it was issued to.",
    "只能向原持证人补发。",
    _REGULATIONS,
)
REISSUE_STANDS = Rule(
    "marriage.reissue-stands",
    "A marriage certificate is reissued only while the marriage stands.",
    "婚姻关系已解除的,不补发结婚证。",
    _REGULATIONS,
)
REISSUE_NEWEST = Rule(
    "marriage.reissue-newest",
    "A reissue replaces the newest copy of its holder, so that each holder has one valid copy.",
    "补发须以持证人现行有效证件为原件,每人只有一份有效证件。",
    _NORMS,
)
REVOKED_ONCE = Rule(
    "marriage.revoked-once",
    "Only a registered marriage that stands is revoked, on a named judgement or decision.",
    "撤销婚姻须有裁判文书,且婚姻登记有效。",
    "Civil Code 民法典 Art. 1051 to 1054",
)
REINSTATED = Rule(
    "marriage.reinstated",
    "A revoked marriage is reinstated on a judgement that sets the revocation aside, unless one of "
    "the two has married since.",
    "撤销被依法撤回的,恢复婚姻登记;一方已另行结婚的除外。",
    "民事诉讼法 (retrial 审判监督程序); Civil Code 民法典 Art. 1042",
)
QUERY_ONCE = Rule(
    "marriage.query-once",
    "A query's number is used once.",
    "查档编号不得重复。",
    "bookkeeping",
)
QUERY_PROVED = Rule(
    "marriage.query-proved",
    "The archive answers who has shown identity and, unless a party, the paper that empowers them.",
    "查档须核验身份和查询依据。",
    "Marriage archive measures 婚姻登记档案管理办法 (Order 32, 2006) Art. 15",
)
CERTIFIED_ANSWER = Rule(
    "marriage.certified-answer",
    "A certificate of record says what its answered query found, once, and about the same person.",
    "婚姻登记记录证明须与查档结果一致,一次查询出具一份。",
    "婚姻登记档案管理办法 (Order 32, 2006) Art. 15; 婚姻登记工作规范 民发〔2025〕23号",
)
NONE_FOUND = Rule(
    "marriage.none-found",
    "Since 27 August 2015 only notaries are certified that no registration is on record.",
    "2015年8月27日起,除办理公证等事项外,不再出具无婚姻登记记录证明。",
    "民函〔2015〕266号",
)
REVIEW_NEXT = Rule(
    "marriage.review-next",
    "A review goes on where the last one of the book ended and covers issued numbers only.",
    "档案检查须连续,且只检查已发证件。",
    "design decision: each file is reviewed once, so that the pass rate counts no file twice",
)
REVIEW_DEFECTS = Rule(
    "marriage.review-defects",
    "A defective file is one of the files reviewed, named once.",
    "不合格档案须在检查范围内。",
    "design decision: the pass rate is explained by the files not in order",
)

RULES = tuple(rule for rule in tuple(globals().values()) if isinstance(rule, Rule))
