"""What holds for every command: help, a page in the documentation, `--data` and `--json`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tools.main import app

PAGE = (Path(__file__).parents[2] / "docs/commands.md").read_text("utf-8")


def commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every command under a group, by the words that call it."""
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


ALL = dict(commands(typer.main.get_command(app), "qingce"))


def test_there_are_commands() -> None:
    assert {"qingce doctor", "qingce db url"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_command_has_help_a_page_and_the_common_options(name: str) -> None:
    assert ALL[name].help
    assert f"`{name}" in PAGE, f"docs/commands.md does not tell {name}"
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    assert {"--data", "--json"} <= options
