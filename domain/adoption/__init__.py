"""Adoption 收养登记: applied for, assessed, published, registered, dissolved."""

from domain.adoption import records, rules
from domain.adoption.decisions import preparing, registering
from domain.adoption.words import WORDS
from domain.common import retention
from domain.common.promises import once
from domain.common.registers import Register

REGISTER = Register(
    name="adoption",
    title="Adoption registration",
    title_zh="收养登记",
    records=(
        records.AdoptionApplied,
        records.AdoptersAssessed,
        records.FoundlingNoticePublished,
        records.AdoptionRegistered,
        records.AdoptionDissolved,
    ),
    decisions=(
        preparing.ApplyForAdoption,
        preparing.AssessAdopters,
        preparing.PublishFoundlingNotice,
        registering.RegisterAdoption,
        registering.DissolveAdoption,
    ),
    rules=rules.RULES,
    invariants=(once(rules.CERTIFICATE_ONCE, records.AdoptionRegistered, "certificate"),),
    words=WORDS,
    retention=retention.ADOPTION,
)
