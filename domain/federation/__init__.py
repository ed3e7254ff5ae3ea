"""Federation 联册: districts' logs under one log, which takes their checkpoints as records."""

from domain.common.registers import Register
from domain.federation import records, rules
from domain.federation.decisions import checkpoints, members

REGISTER = Register(
    name="federation",
    title="Federation of logs",
    title_zh="联册",
    records=(
        records.MemberAdmitted,
        records.KeyTrusted,
        records.KeyDistrusted,
        records.CheckpointTaken,
        records.ContradictionFound,
    ),
    decisions=(
        members.AdmitMember,
        members.TrustKey,
        members.DistrustKey,
        checkpoints.TakeCheckpoint,
        checkpoints.ReportContradiction,
    ),
    rules=rules.RULES,
    is_internal=True,
)
