"""Imported files 批量导入: which file, how many of its lines."""

from __future__ import annotations

from dataclasses import dataclass

from domain.common.decisions import Decision
from domain.upkeep import tags
from domain.upkeep.records import FileImported


@dataclass
class NoteImport(Decision):
    """Note that a file was imported 导入登记."""

    sha256: str
    """Of header and lines."""
    file_kind: str
    command: str
    """What its lines are."""
    lines: int
    recorded: int
    left_out: int

    def execute(self) -> None:
        self.record(
            FileImported(
                sha256=self.sha256,
                file_kind=self.file_kind,
                command=self.command,
                lines=self.lines,
                recorded=self.recorded,
                left_out=self.left_out,
            ),
            [tags.file(self.sha256)],
        )
