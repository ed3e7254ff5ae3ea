"""Time-stamping authorities (RFC 3161): ask one, and check what it answered.

The authorities that are trusted come from the reader's side, as certificates. Each certificate of
the chain must have been valid at the time that the token states; it may have expired since.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509

from ledger.evidence.posting import PostError, post
from ledger.evidence.stamps import Stamp, StampError
from ledger.evidence.trust import FUTURE_SECONDS_MAX

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

QUERY_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
AGE_SECONDS_MAX = 300
"""A token older than this was not made for this request."""


@dataclass(frozen=True)
class Authorities:
    """Time-stamping authorities that the reader trusts, by their certificates."""

    roots: list[x509.Certificate]
    intermediates: list[x509.Certificate] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Authorities:
        """Read certificates in PEM: self-issued ones are roots, the others intermediates.

        Raises:
            StampError: the file cannot be read or holds no root.
        """
        try:
            found = x509.load_pem_x509_certificates(path.read_bytes())
        except OSError as error:
            raise StampError(f"{path} cannot be read: {error.strerror}.") from None
        except ValueError as error:
            raise StampError(f"{path} does not hold certificates in PEM: {error}.") from None
        roots = [one for one in found if one.issuer == one.subject]
        if not roots:
            raise StampError(f"{path} holds no root certificate.", "Add the authority's root.")
        return cls(roots, [one for one in found if one.issuer != one.subject])

    def time(self, token: bytes, message: bytes, now: int, nonce: int | None = None) -> datetime:
        """Check a token over a message; returns the time it states.

        Args:
            token: TimeStampResp in DER.
            message: the bytes that were stamped.
            now: the reader's clock, POSIX seconds.
            nonce: what the request held, if it is at hand.

        Raises:
            StampError: says what does not hold.
        """
        from rfc3161_client import VerificationError, VerifierBuilder

        answer = _decode(token)
        verifier = VerifierBuilder(
            roots=list(self.roots), intermediates=list(self.intermediates), nonce=nonce
        ).build()
        try:
            verifier.verify_message(answer, message)
        except (VerificationError, ValueError) as error:
            raise StampError(
                f"The time stamp does not hold: {_plain(str(error))}.",
                "It is of other bytes, or its authority is not one that is trusted here.",
            ) from None
        stated = answer.tst_info.gen_time.astimezone(UTC)
        if stated.timestamp() > now + FUTURE_SECONDS_MAX:
            raise StampError(f"The time stamp is dated {stated.isoformat()}, in the future.")
        return stated


def ask(url: str, note: bytes, authorities: Authorities, now: int) -> tuple[Stamp, datetime]:
    """Ask an authority for a stamp over a signed note, and check it before it is believed.

    Raises:
        StampError: it cannot be reached, refuses, or its token does not hold.
    """
    from rfc3161_client import TimestampRequestBuilder

    request = TimestampRequestBuilder().data(note).build()
    try:
        answer = post(url, "", request.as_bytes(), {"Content-Type": QUERY_TYPE})
    except PostError as error:
        raise StampError(f"The authority {error}", "The stamp can be added later.") from None
    if answer.status != 200 or answer.content_type != REPLY_TYPE:
        raise StampError(
            f"The authority {url} answered with status {answer.status} and content of type "
            f"{answer.content_type}.",
            "Check the address.",
        )
    stamp = Stamp(url, note, answer.body)
    stated = authorities.time(answer.body, note, now, request.nonce)
    if now - stated.timestamp() > AGE_SECONDS_MAX:
        raise StampError(f"The authority {url} stated {stated.isoformat()}.", "Compare the clocks.")
    return stamp, stated


def available() -> None:
    """Check that the extra is there.

    Raises:
        StampError: it is not.
    """
    try:
        import rfc3161_client  # noqa: F401 - its presence is the question
    except ImportError:
        raise StampError(
            "Time stamps need the extra [tsa], which is not installed.", "pip install 'qingce[tsa]'"
        ) from None


def _decode(token: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
        if answer.status > 1:
            said = ", ".join(answer.status_string) or f"status {answer.status}"
            raise StampError(f"The authority refused: {said}.")
        _ = answer.tst_info, answer.signed_data
    except ValueError as error:
        raise StampError(
            f"The time stamp is not a whole TimeStampResp of RFC 3161: {_plain(str(error))}."
        ) from None
    return answer


def _plain(said: str) -> str:
    """What OpenSSL's stack of errors means, without the stack."""
    _, data, rest = said.partition('data: "')
    return rest.partition('"')[0] if data else said.strip().rstrip(".")
