"""Where the parts of an archive lie, and how a log is cut into files.

```
log=<origin, percent-encoded>/          one folder a log, so that many logs share a root
    archive                             the signed statement: which manifest is in force
    manifests/<size>-<sha256>.json      the files up to a size, and the checkpoint they come under
    records/<first>-<last>-<sha256, 16 digits>.parquet
```

Files are cut where positions are multiples of `RANGE_RECORDS`, a power of two, so every file but
the last holds the leaves of one complete subtree of the log's tree and never changes again. The
last one, the *tail*, is written anew when the log has grown. No file is ever overwritten but
`archive`, which is replaced when all it speaks of is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

RANGE_RECORDS = 2**17
"""Records of a file: some 15 MB as Parquet, 70 MB as bytes, so that writing and checking one stay
far under a gibibyte."""
LOG_PREFIX = "log="
STATEMENT = "archive"
STATEMENT_SUFFIX = "/archive"
"""The statement's origin is the log's with this behind it: it can never pass for a checkpoint."""


@dataclass(frozen=True)
class Range:
    """Positions from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def records(self) -> int:
        """How many."""
        return self.last - self.first + 1

    @property
    def complete(self) -> bool:
        """Whether it is sealed: a whole subtree, which later records leave as it is."""
        return self.records == RANGE_RECORDS

    def path(self, sha256: str) -> str:
        """Where the file with this content lies below the log's folder."""
        return f"records/{self.first:012}-{self.last:012}-{sha256[:16]}.parquet"


def ranges(size: int, after: int = 0) -> Iterator[Range]:
    """The ranges of a log of `size` records from the one that begins after a position."""
    for first in range(after, size, RANGE_RECORDS):
        yield Range(first + 1, min(size, first + RANGE_RECORDS))


def folder_of(origin: str) -> str:
    """The name of a log's folder under the root."""
    return LOG_PREFIX + quote(origin, safe="")


def origin_of(folder: str) -> str | None:
    """The log whose folder bears this name, if it is one."""
    return unquote(folder.removeprefix(LOG_PREFIX)) if folder.startswith(LOG_PREFIX) else None


def manifest_path(size: int, sha256: str) -> str:
    """Where the manifest with this content lies below the log's folder."""
    return f"manifests/{size:012}-{sha256}.json"
