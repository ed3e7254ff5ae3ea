"""Verify a bundle: no database, no network, no secret. Every claim is computed again.

What is counted must be what was claimed: a step that found nothing to check has not held.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ledger.evidence.bundles import layout
from ledger.evidence.bundles.claims import Claims, read_claims
from ledger.evidence.bundles.completeness import check_completeness
from ledger.evidence.bundles.contents import check_contents
from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import parse_hashes
from ledger.evidence.bundles.reading import Archive, open_bundle
from ledger.evidence.bundles.records import Records, read_records
from ledger.evidence.bundles.report import Report
from ledger.evidence.bundles.stating import (
    Stated,
    check_consistency,
    check_derivations,
    check_rows,
    read_stated,
)
from ledger.evidence.bundles.trusting import Opened, Trust, open_checkpoint
from ledger.evidence.errors import InvalidProofError
from ledger.evidence.multiproofs import root_of_many
from ledger.evidence.trust import FUTURE_SECONDS_MAX
from ledger.record import timestamp

Progress = Callable[[int], None]
"""Takes the number of records just read."""


def verify_bundle(
    path: Path, trust: Trust, progress: Progress = lambda _: None, now: int | None = None
) -> Report:
    """Verify a bundle's file.

    Args:
        path: the file.
        trust: keys and policy of the reader.
        progress: told how many records were just read.
        now: the reader's clock, POSIX seconds; the machine's if not given.

    Returns:
        What was checked, and the fault if there is one. Nothing about a bundle's content raises.

    Raises:
        OSError: the file cannot be read.
    """
    report = Report(trusted=trust.given)
    try:
        with open_bundle(path) as archive:
            _Verifying(archive, report, int(time.time()) if now is None else now).run(
                trust, progress
            )
    except BundleRefusedError as fault:
        report.fault = fault
    return report


class _Verifying:
    """One verification, step by step."""

    def __init__(self, archive: Archive, report: Report, now: int) -> None:
        self.archive = archive
        self.held = report.held
        self.now = now

    def run(self, trust: Trust, progress: Progress) -> None:
        count = len(self.archive.members)
        self.held(
            "container",
            count,
            f"文件完整：{count} 个文件，无夹带、无重名、无压缩。",
            f"The file is whole: {count} files, nothing hidden, doubled or compressed.",
        )
        claims = read_claims(self.archive)
        self.held("claims", 1, _claims_zh(claims), _claims_en(claims))
        opened = self._checkpoint(claims, trust)
        stated = read_stated(self.archive, claims)
        records = self._records(claims, stated, opened, progress)
        self._inclusion(records, opened)
        self._statements(stated, opened)
        self._rows_and_completeness(claims, stated, records)
        checked = check_contents(self.archive, claims.contents)
        self.held(
            "contents",
            checked,
            f"{checked} 个文件与调取记录中登记的摘要一致。",
            f"{checked} files are those that the record of the taking lists.",
        )

    def _checkpoint(self, claims: Claims, trust: Trust) -> Opened:
        note, keys = (self.archive.content(name) for name in (layout.CHECKPOINT, layout.KEYS))
        opened = open_checkpoint(note, keys, claims.manifest.origin, trust, self.now)
        size = opened.checkpoint.size
        if size < max(claims.manifest.receipt, claims.manifest.size):
            raise BundleRefusedError(
                "checkpoint-size", layout.CHECKPOINT, f"It covers only {size:,} records."
            )
        signers = (one.verifier for one in opened.signed)
        names = ", ".join(f"{one.name} ({one.type.algorithm.name})" for one in signers)
        self.held(
            "checkpoint",
            len(opened.signed),
            f"检查点（共 {size:,} 条记录）由 {names} 签名。",
            f"The checkpoint (of {size:,} records) is signed by {names}.",
        )
        return opened

    def _records(
        self, claims: Claims, stated: Stated, opened: Opened, progress: Progress
    ) -> Records:
        records = read_records(
            self.archive, claims, stated.deriving, opened.checkpoint.size, progress
        )
        latest = datetime.fromtimestamp(self.now + FUTURE_SECONDS_MAX, UTC)
        if records.recorded_last > timestamp(latest):
            raise BundleRefusedError(
                "future-dated", layout.RECORDS, f"A record is of {records.recorded_last}."
            )
        self.held(
            "records",
            records.selected,
            f"读取 {records.selected:,} 条记录，均属于所选范围。",
            f"{records.selected:,} records were read; all are of the selection.",
        )
        return records

    def _inclusion(self, records: Records, opened: Opened) -> None:
        proof = parse_hashes(self.archive.lines(layout.INCLUSION), layout.INCLUSION)
        indexes, leaves = records.leaves()
        checkpoint = opened.checkpoint
        try:
            root = root_of_many(indexes, leaves, checkpoint.size, proof)
        except InvalidProofError as error:
            raise BundleRefusedError("inclusion", layout.INCLUSION, str(error)) from None
        if root != checkpoint.root:
            raise BundleRefusedError(
                "inclusion",
                layout.INCLUSION,
                "The records do not lead to the signed root: a record, its position or the proof "
                "was changed.",
            )
        self.held(
            "inclusion",
            len(leaves),
            f"{len(leaves):,} 条记录逐字节属于已签名的账本。",
            f"{len(leaves):,} records are in the signed log, byte for byte.",
        )

    def _statements(self, stated: Stated, opened: Opened) -> None:
        count = len(stated.snapshots)
        self.held(
            "statements",
            count + 1,
            f"{count} 份快照声明与调取记录在账本中。",
            f"{count} statements of snapshots and the record of the taking are in the log.",
        )
        sizes = check_consistency(self.archive, stated, opened.checkpoint)
        self.held(
            "consistency",
            sizes,
            f"{sizes} 个快照时点的账本是检查点账本的开头部分。",
            f"The log of {sizes} snapshots is the beginning of the signed log.",
        )
        self.held(
            "definitions",
            count,
            f"{count} 份快照的口径与声明一致。",
            f"The definitions of {count} snapshots are those that were stated.",
        )

    def _rows_and_completeness(self, claims: Claims, stated: Stated, records: Records) -> None:
        rows = check_rows(self.archive, claims, stated)
        self.held(
            "rows",
            rows.count,
            f"{rows.count:,} 行快照数据属于已声明的快照。",
            f"{rows.count:,} rows are in the stated snapshots.",
        )
        check_completeness(claims, stated, records, rows)
        manifest = claims.manifest
        self.held(
            "completeness",
            records.selected,
            f"账本前 {manifest.size:,} 条中，属于“{manifest.selection}”的记录共 "
            f"{records.selected:,} 条，一条不少。",
            f"Of the first {manifest.size:,} records, those of {manifest.selection} are "
            f"{records.selected:,}; none is missing.",
        )
        if records.misnumbered:
            raise records.misnumbered
        self.held("ordinals", records.numbers, *_ordinals_words(records.numbers))
        derived = check_derivations(claims, stated, rows)
        self.held("derivation", derived, *_derived_words(derived))


def _ordinals_words(count: int) -> tuple[str, str]:
    if not count:
        return "所选范围不编号，无编号可核。", "The selection is not numbered: no numbers to check."
    return (
        f"{count:,} 个编号连续无缺。",
        f"{count:,} numbers of cases, funds and offices follow without a gap.",
    )


def _derived_words(count: int) -> tuple[str, str]:
    if not count:
        return "包内没有余额或合计。", "The bundle states no balance or sum."
    return (
        f"{count:,} 行余额、合计由记录重新算出，一致。",
        f"{count:,} rows follow from the records: balances and sums were added up again.",
    )


def _claims_zh(claims: Claims) -> str:
    manifest = claims.manifest
    return (
        f"{manifest.origin} 的证据包，范围“{manifest.selection}”；"
        f"{claims.taken_by} 调取：{claims.reason}"
    )


def _claims_en(claims: Claims) -> str:
    manifest = claims.manifest
    return (
        f"A bundle of {manifest.origin} about {manifest.selection}, "
        f"taken by {claims.taken_by}: {claims.reason}"
    )
