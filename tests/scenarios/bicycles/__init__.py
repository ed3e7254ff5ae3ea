"""Bicycles 公共自行车: lent to citizens, brought back, and never lent twice at once."""

from domain.bicycles import decisions, records, rules

from domain.common.promises import unbroken
from domain.common.registers import Question, Register

REGISTER = Register(
    name="bicycles",
    title="Bicycles",
    title_zh="公共自行车",
    records=(records.BicycleLent, records.BicycleReturned),
    decisions=(decisions.LendBicycle, decisions.ReturnBicycle),
    rules=(rules.LENT_ONCE, rules.SLIP_NEXT, rules.DEPOSIT),
    words={
        "bicycle": "车辆编号",
        "borrower": "借用人",
        "deposit_fen": "押金",
        "condition": "车况",
        "sound": "完好",
        "damaged": "损坏",
        "lend-bicycle": "出借车辆",
    },
    invariants=(unbroken(rules.SLIP_NEXT, (records.BicycleLent,), "station", "slip"),),
    life_cycle=((records.BicycleLent, records.BicycleReturned),),
    questions=(Question("Who has a bicycle?", "车在谁手里?", "qingce trace doc:bicycle-NUMBER"),),
)
