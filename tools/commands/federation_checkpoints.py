"""`qingce federation`: what goes up from a district, what is taken, and what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer
from tools.progress import counting

if TYPE_CHECKING:
    from application.federation.verifying import Finding
    from application.settings import Settings
    from ledger.evidence.policies import Policy


def offer(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="To be sent up.")],
    data: DataOption = None,
    json: JsonOption = False,
    since: Annotated[
        int,
        typer.Option("--since", min=0, help="How many records the federation took last time."),
    ] = 0,
) -> None:
    """In a district: write the newest checkpoint with the proof that it extends an earlier one."""
    from application.evidence import open_evidence
    from application.settings import load_settings
    from ledger.evidence import files
    from ledger.evidence.witness.wire import AddCheckpoint

    with open_evidence(load_settings(data)) as evidence:
        opened = evidence.newest(since)
        proof = evidence.growth(since, opened.checkpoint.size).proof
    files.replace(file, AddCheckpoint(since, tuple(proof), opened.note).encode())
    size, origin = opened.checkpoint.size, opened.checkpoint.origin
    answer(
        json,
        {"file": str(file), "origin": origin, "since": since, "size": size},
        f"{file}: {origin} has {size:,} records, and goes on from {since:,}.",
    )


def take(
    offers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE …]", help="What districts offered; else from their places."),
    ] = None,
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Take members' checkpoints as records, each with the proof that it extends the last one.

    With no FILE, the log of every standing member is looked into where it lies. Exits 1 if one
    contradicts what was taken, or cannot be taken; the others are taken all the same.
    """
    from application.federation.opening import open_federation
    from application.settings import load_settings

    with open_federation(load_settings(data)) as federation:
        if offers:
            done = [federation.taker.take_offer(path.read_bytes()) for path in offers]
        else:
            done = list(federation.taker.take_placed(federation.places))
    well = all(taking.well for taking in done)
    lines = [f"{'GOOD ' if taking.well else 'FAULT'}  {taking.message}" for taking in done]
    answer(
        json,
        {"ok": well, "members": [asdict(taking) for taking in done]},
        "\n".join(lines) or "There is no member yet: qingce federation admit",
    )
    if not well:
        raise typer.Exit(1)


def verify(data: DataOption = None, json: JsonOption = False) -> None:
    """Verify the federation's log, what it took, and every member's log against it.

    Names the district that rewrote its past, and between which two checkpoints. Exits 1 if anything
    does not hold or could not be looked into.
    """
    from application.federation.opening import open_federation
    from application.federation.verifying import verify_federation
    from application.settings import load_settings

    with (
        open_federation(load_settings(data)) as federation,
        counting("Verifying") as progress,
    ):
        found = verify_federation(federation.dsn, federation.log, federation.places, progress)
    answer(json, _finding_json(found), "\n".join(_finding_lines(found)))
    if not found.ok:
        raise typer.Exit(1)


def prove(
    member: Annotated[
        str, typer.Argument(metavar="MEMBER", help="The log's name, or a jurisdiction it keeps.")
    ],
    position: Annotated[int, typer.Argument(min=1, help="The record's place in that log.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="To be made.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Prove a district's record under the federation's root: two proofs in one file."""
    from application.evidence import open_evidence_of
    from application.federation.opening import open_federation
    from application.federation.proving import make_proof
    from application.settings import load_settings
    from ledger.evidence import files

    settings = load_settings(data)
    with (
        open_federation(settings) as federation,
        open_evidence_of(settings, federation.dsn) as evidence,
    ):
        found = federation.members().find(member)
        with federation.places.open(found.origin) as dsn:
            proof = make_proof(federation.log, evidence, found, dsn, position)
    files.replace(file, proof.encode())
    answer(
        json,
        {"file": str(file), "origin": found.origin, "position": position},
        f"{file}: record {position:,} of {found.origin}, under the federation's checkpoint.",
    )


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="As `prove` made.")
    ],
    data: DataOption = None,
    json: JsonOption = False,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="VKEY", help="A key of the federation; repeatable."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your policy; else QINGCE_POLICY's.")
    ] = None,
) -> None:
    """Check such a proof with the federation's key alone; needs no database or network."""
    import time

    from application.federation.proving import check_proof
    from application.settings import load_settings

    trusted = _policy(load_settings(data), key or [], policy)
    found = check_proof(file.read_bytes(), trusted, int(time.time()))
    signed = found.federation
    answer(
        json,
        {
            "ok": True,
            "origin": found.origin,
            "position": found.position,
            "size": found.size,
            "taken": found.taken,
            "federation": signed.checkpoint.origin,
            "federation_size": signed.checkpoint.size,
            "record": found.record.decode(),
        },
        f"Record {found.position:,} of {found.origin} is under the checkpoint of {found.size:,} "
        f"records that {signed.checkpoint.origin} took as its record {found.taken:,}.",
    )


def _policy(settings: Settings, vkeys: list[str], path: Path | None) -> Policy:
    from application.evidence import read_policy
    from ledger.evidence.policies import NO_QUORUM, Party, Policy
    from ledger.evidence.signing import parse_vkey

    if vkeys:
        return Policy(logs=[Party(parse_vkey(vkey)) for vkey in vkeys], quorum=NO_QUORUM)
    found = read_policy(settings.model_copy(update={"policy": path}) if path else settings)
    if found is None:
        raise typer.BadParameter("Give the federation's key.", param_hint="--key")
    return found


def _finding_json(found: Finding) -> dict[str, Any]:
    from tools.commands import verify as verifying

    return {
        "ok": found.ok,
        "log": verifying.as_json(found.log),
        "taken": found.taken,
        "faults": found.faults,
        "members": [asdict(member) for member in found.members],
    }


def _finding_lines(found: Finding) -> Iterator[str]:
    from application.federation.verifying import Standing
    from tools.commands import verify as verifying

    yield f"The federation's log: {verifying.text(found.log)}"
    yield f"{found.taken:,} checkpoints taken, {len(found.faults)} of them wrongly."
    yield from (f"FAULT  {fault}" for fault in found.faults)
    for member in found.members:
        mark = "GOOD " if member.standing is Standing.HOLDS else "FAULT"
        yield f"{mark}  {member.name} {member.origin}: {member.message}"
    yield "All hold together." if found.ok else "NOT everything holds."
