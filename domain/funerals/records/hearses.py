"""Records of private hearses 社会殡仪车辆: their owners' undertakings."""

from __future__ import annotations

from domain.common.records import Record


class HearseUndertakingSigned(Record):
    """The owner of a private hearse undertook to keep the transport rules 签订责任书."""

    type = "funerals.hearse-undertaking-signed.v1"
    plate: str
    owner: str
    """Person id."""
    undertaking: str
    valid_to: str


class HearseUndertakingEnded(Record):
    """An undertaking ended before its day 责任书终止."""

    type = "funerals.hearse-undertaking-ended.v1"
    plate: str
    undertaking: str
    reason: str
