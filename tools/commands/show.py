"""`qingce show`: one record, whole."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tools.options import DataOption, JsonOption, answer


def show(
    position: Annotated[int, typer.Argument(min=1, help="The record's place in the log.")],
    data: DataOption = None,
    json: JsonOption = False,
) -> None:
    """Show one record as it stands in the log; what is sealed stays sealed."""
    from application.history import whole
    from application.opening import open_log
    from application.settings import load_settings

    with open_log(load_settings(data)) as log:
        shown = whole(log.at(position))
    answer(json, shown, _text(shown))


def _text(shown: dict[str, Any]) -> str:
    lines = []
    for name, value in shown.items():
        if name == "data":
            lines += [f"  {field}: {content}" for field, content in value.items()]
        elif name == "sealed":
            lines.append(f"sealed: personal data of {', '.join(value)}")
        elif name == "tags":
            lines.append(f"tags: {', '.join(value)}")
        elif name == "ordinals":
            lines += [f"record {number} of {tag}" for tag, number in value.items()]
        else:
            lines.append(f"{name}: {value}")
    return "\n".join(lines)
