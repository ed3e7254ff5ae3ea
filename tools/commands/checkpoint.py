"""`qingce checkpoint`: sign the log as it is now, and have it witnessed."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from tools.checkpoints import (
    StampOption,
    checkpoint_json,
    note_text,
    stamping_json,
    stamps_text,
    tell_failures,
)
from tools.commands import checkpoints_kept
from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.evidence import Evidence
    from application.stamping import Stamper
    from ledger.checkpoints.witnessing import Witnessed
    from ledger.evidence.trust import TrustedCheckpoint


app = typer.Typer(
    help="Sign the log as it is now; list, show, stamp and sign again what was signed.",
    rich_markup_mode=None,
)


app.command("list")(checkpoints_kept.list_checkpoints)
app.command("show")(checkpoints_kept.show)
app.command("stamp")(checkpoints_kept.stamp)
app.command("resign")(checkpoints_kept.resign)


@app.callback(invoke_without_command=True)
def checkpoint(
    context: typer.Context,
    data: DataOption = None,
    json: JsonOption = False,
    every: Annotated[
        int | None,
        typer.Option("--every", min=1, metavar="SECONDS", help="Go on, until stopped."),
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="Sign nothing: show the newest that is published.")
    ] = False,
    stamp: StampOption = None,
) -> None:
    """Sign the log as it is now, ask the policy's witnesses, and print the checkpoint.

    Exits 1 if the policy (QINGCE_POLICY) is not met: the checkpoint is kept, but not to be
    published; and if an authority gives no time stamp, which can be added later.
    """
    if context.invoked_subcommand:
        return
    from application.evidence import SIGNING_FOLDER, SM3_FOLDER, open_evidence
    from application.settings import load_settings
    from application.stamping import addresses, open_stamper
    from tools.passphrases import passphrase

    settings = load_settings(data)
    with open_evidence(settings) as evidence:
        if newest:
            opened = evidence.newest()
            answer(json, checkpoint_json(opened, {}), note_text(opened.note))
            return
        secret = passphrase(settings.data / SIGNING_FOLDER)
        urls = addresses(settings, stamp or [])
        with ExitStack() as stack:
            work = _Work(_Signing(evidence, secret), urls)
            if urls:
                work.stamper = stack.enter_context(open_stamper(settings, evidence.store))
            if settings.sm3:
                parallel = stack.enter_context(open_evidence(settings, sm3=True))
                work.sm3 = _Signing(parallel, passphrase(settings.data / SM3_FOLDER))
            work.go_on(every, json)


@dataclass
class _Signing:
    """What is signed, and the passphrase of its keys."""

    evidence: Evidence
    secret: str

    def sign(self) -> tuple[Witnessed, TrustedCheckpoint]:
        with counting("Hashing again") as progress:
            witnessed = self.evidence.checkpoint(self.secret, progress)
        for name, failure in witnessed.failures.items():
            typer.echo(f"Witness {name}: {failure}", err=True)
        return witnessed, self.evidence.may_be_published(witnessed.note)


@dataclass
class _Work:
    log: _Signing
    urls: list[str]
    stamper: Stamper | None = None
    sm3: _Signing | None = None

    def go_on(self, every: int | None, as_json: bool) -> None:
        """Sign now and, with `every`, whenever the log has grown by others' records."""
        expected = self._once(as_json, stay=every is not None)
        while every is not None:
            time.sleep(every)
            if self.log.evidence.store.head().size != expected:
                expected = self._once(as_json, stay=True)

    def _once(self, as_json: bool, *, stay: bool) -> int:
        """Sign once and answer; returns the size of the log now if nobody else recorded."""
        witnessed, opened = self.log.sign()
        shown, lines = checkpoint_json(opened, _failures(witnessed)), [note_text(witnessed.note)]
        if self.sm3:
            parallel, its = self.sm3.sign()
            shown["sm3"] = checkpoint_json(its, _failures(parallel))
            lines.append(note_text(parallel.note))
        done = self.stamper.stamp(witnessed.note, self.urls) if self.stamper else None
        if done:
            shown.update(stamping_json(done))
            lines += stamps_text(done.stamps)
        answer(as_json, shown, "\n".join(lines))
        if done:
            tell_failures(done, stay=stay)
        return opened.checkpoint.size + (done.recorded if done else 0)


def _failures(witnessed: Witnessed) -> dict[str, str]:
    return {name: str(failure) for name, failure in witnessed.failures.items()}
