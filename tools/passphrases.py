"""Where the passphrase of signing keys comes from.

In this order: `QINGCE_PASSPHRASE`, the file `passphrase` beside the keys (`--unattended` makes it),
the keyboard.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typer


def passphrase(folder: Path, *, new: bool = False) -> str:
    """The passphrase for the keys in a folder; empty if all of them are kept elsewhere.

    Args:
        folder: where the key files lie.
        new: it is chosen now, so typed twice.

    Raises:
        InvalidKeyError: there is none and nobody to ask, or its file may be read by others.
    """
    from application.settings import load_settings
    from ledger.evidence.errors import InvalidKeyError
    from ledger.evidence.keys.folder import KeyFolder
    from ledger.evidence.keys.passphrase import read_passphrase

    if not new and not KeyFolder(folder).needs_passphrase():
        return ""
    setting = load_settings().passphrase
    found = setting.get_secret_value() if setting else read_passphrase(folder)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise InvalidKeyError(
            f"The passphrase of the keys in {folder} is not given, and nobody is there to ask.",
            "Set QINGCE_PASSPHRASE, or make the keys with --unattended.",
        )
    typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True)
    return typed
