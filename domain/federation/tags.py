"""Tags of the federation, next to the shared ones."""

from __future__ import annotations

from domain.common.tags import log as log


def jurisdiction(code: str) -> str:
    """An administrative division 行政区划, by its code, e.g. `jurisdiction:371002`."""
    return f"jurisdiction:{code}"
