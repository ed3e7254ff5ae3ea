"""Upcasting: how a record of an old version reads as one of the version that followed it.

Records are never rewritten. When a register gives a type a new version, it says here once how the
old one is to be read, and projections name the newest version only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis


@dataclass(frozen=True)
class Upcast:
    """From one version of a type to the next."""

    old: str
    new: str
    reads: Mapping[str, str]
    """The columns of the old record that `columns` uses, with their Ibis types."""
    columns: Callable[[ibis.Table], Mapping[str, Any]] = field(repr=False)
    """Columns of the new version that are not those of the old under the same name."""


UPCASTS: tuple[Upcast, ...] = ()
"""All there are. No type has a second version yet."""


def older(type_: str) -> tuple[Upcast, ...]:
    """What leads to a type: the last step first."""
    steps: list[Upcast] = []
    while step := _leading_to(steps[-1].old if steps else type_):
        steps.append(step)
    return tuple(steps)


def read_as(types: Iterable[str]) -> dict[str, str]:
    """Every type whose records are read when these are asked for, and the one they are read as."""
    found = {}
    for type_ in types:
        found[type_] = type_
        found |= {step.old: type_ for step in older(type_)}
    return found


def steps_from(old: str, new: str) -> tuple[Upcast, ...]:
    """The steps from an old version to a new one, first step first; none if they are the same."""
    steps = older(new)
    names = [step.old for step in steps]
    return steps[names.index(old) :: -1] if old in names else ()


def _leading_to(type_: str) -> Upcast | None:
    return next((step for step in UPCASTS if step.new == type_), None)
