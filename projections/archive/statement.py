"""The signed statement of an archive: which manifest is in force.

A signed note in the form of a checkpoint, so that every key of a log can sign it:

```
<origin>/archive
<records in the archive>
<base64 of the SHA-256 of the manifest>
```
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.evidence.checkpoints import Checkpoint, parse_checkpoint
from ledger.evidence.errors import EvidenceError, UntrustedNoteError
from ledger.evidence.notes import Note, parse_note
from ledger.evidence.signing import Signer, Verifier
from ledger.evidence.trust import open_checkpoint
from projections.archive.errors import AlteredFileError, ForeignFileError
from projections.archive.layout import STATEMENT_SUFFIX
from projections.archive.manifest import Manifest


def sign(manifest: Manifest, signers: Sequence[Signer], now: int) -> bytes:
    """State that a manifest is in force.

    Args:
        manifest: which.
        signers: the log's keys.
        now: POSIX seconds.
    """
    said = Checkpoint(
        manifest.origin + STATEMENT_SUFFIX, manifest.size, bytes.fromhex(manifest.sha256)
    )
    text = said.text()
    return Note(text, tuple(signer.sign(text, now) for signer in signers)).encode()


def read(data: bytes) -> Checkpoint:
    """What a statement says, its signatures not verified.

    Raises:
        AlteredFileError: it is none.
    """
    try:
        return parse_checkpoint(parse_note(data))
    except EvidenceError as error:
        raise AlteredFileError(f"The archive's statement is none: {error}") from None


def verify(data: bytes, origin: str, keys: Sequence[Verifier], now: int) -> None:
    """Check that a log's own keys signed a statement.

    Raises:
        ForeignFileError: other keys did, or it is another log's.
        AlteredFileError: a signature does not verify.
    """
    try:
        open_checkpoint(data, origin + STATEMENT_SUFFIX, keys, now)
    except UntrustedNoteError as error:
        raise ForeignFileError(
            f"The archive's statement is not signed by the log {origin}: {error}"
        ) from None
    except EvidenceError as error:
        raise AlteredFileError(f"The archive's statement does not hold: {error}") from None
