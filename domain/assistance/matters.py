"""What may be decided in social assistance; dibao and tekun may be delegated to towns."""

from __future__ import annotations

from domain.assistance.schemes import Scheme
from domain.common.duties import Matter

DIBAO = Matter(Scheme.DIBAO, "Minimum living allowance", "最低生活保障", delegable=True)
TEKUN = Matter(Scheme.TEKUN, "Support in extreme difficulty", "特困人员救助供养", delegable=True)
RELIEF = Matter(Scheme.TEMP_RELIEF, "Temporary relief", "临时救助", delegable=True)
RESERVE_FUND = Matter("reserve-fund", "Reserve funds of streets and towns", "临时救助备用金")
WRITE_OFF = Matter("assistance-write-off", "Writing off overpayments", "社会救助多发资金核销")
MATTERS = (
    DIBAO,
    TEKUN,
    Matter(Scheme.DISABILITY_LIVING, "Living subsidy for the disabled", "困难残疾人生活补贴"),
    Matter(Scheme.DISABILITY_CARE, "Care subsidy for the disabled", "重度残疾人护理补贴"),
    Matter(Scheme.ORPHAN, "Orphans", "孤儿基本生活保障"),
    Matter(Scheme.UNSUPPORTED_CHILD, "Unsupported children", "事实无人抚养儿童"),
    Matter(Scheme.CHILD_IN_DIFFICULTY, "Children in difficulty", "困境儿童"),
)
