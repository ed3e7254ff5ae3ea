"""Errors of checkpoints; what was signed before stays as it is."""

from __future__ import annotations

from ledger.errors import LedgerError


class CheckpointError(LedgerError):
    """Base of the errors of checkpoints."""

    code = "checkpoint"


class ContradictionError(CheckpointError):
    """The log does not agree with what was signed or witnessed about it; nothing was signed."""

    code = "checkpoint-contradiction"


class NoCheckpointError(CheckpointError):
    """There is no checkpoint that covers what is asked for."""

    code = "no-checkpoint"
