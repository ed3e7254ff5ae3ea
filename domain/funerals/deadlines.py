"""What is due after records of funerals, and until when. The terms are the district's own."""

from __future__ import annotations

from domain.common.deadlines import Deadline
from domain.funerals.records import (
    TillReceiptIssued,
    TillSettled,
    WaiverClaimApproved,
    WaiverClaimReimbursed,
    WaiverClaimSentBack,
    WaiversClaimed,
)
from domain.funerals.records.till import till_day
from domain.funerals.records.waivers import claim_file

_SOURCE = "design decision: no term was found; ask the bureau"

DEADLINES = (
    Deadline(
        code="funerals.till-settled",
        title="Settle the day's till",
        title_zh="收费日结",
        opens=TillReceiptIssued,
        closes=(TillSettled,),
        key=till_day,
        working_days=1,
        source=_SOURCE,
    ),
    Deadline(
        code="funerals.claim-decided",
        title="Approve or send back the parlour's claim",
        title_zh="审核减免结算",
        opens=WaiversClaimed,
        closes=(WaiverClaimApproved, WaiverClaimSentBack),
        key=claim_file,
        working_days=10,
        source=_SOURCE,
    ),
    Deadline(
        code="funerals.claim-reimbursed",
        title="Reimburse the approved claim",
        title_zh="拨付减免结算",
        opens=WaiverClaimApproved,
        closes=(WaiverClaimReimbursed,),
        key=claim_file,
        working_days=20,
        source=_SOURCE,
    ),
)
