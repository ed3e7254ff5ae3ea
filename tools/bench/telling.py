"""The report for people: as text, and as Markdown for the page on performance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from tools.bench.measure import Report
from tools.bench.results import Goal, Outcome, Ratio, Work

Row = Sequence[str]


def text(report: Report) -> str:
    """For a terminal."""
    lines = [*_surroundings(report), ""]
    for work in report.works:
        lines += [work.title, *(f"  {_told(goal, ratio)}" for goal, ratio in work.told_goals())]
        lines += ["", *_aligned([RATIO_HEAD, *map(_ratio, work.ratios())]), ""]
        lines += [*_aligned([_figure_head(work), *(_figures(work, o) for o in work.outcomes)]), ""]
    return "\n".join([*lines, *_left_out(report)])


def markdown(report: Report) -> str:
    """For `docs/performance.md`."""
    lines = [f"- {line}" for line in _surroundings(report)]
    for work in report.works:
        lines += ["", f"### {work.title[0].upper()}{work.title[1:]}", ""]
        lines += [f"- {_told(goal, ratio)}" for goal, ratio in work.told_goals()] + [""]
        lines += [*_table([RATIO_HEAD, *map(_ratio, work.ratios())]), ""]
        lines += [*_table([(*_figure_head(work), "what"), *_noted_figures(work)])]
    return "\n".join([*lines, "", *_left_out(report)]).rstrip()


RATIO_HEAD = ("ratio", "median", "min", "max")


def _surroundings(report: Report) -> list[str]:
    sizes = report.sizes
    return [
        ", ".join(f"{name} {value}" for name, value in report.machine.items() if value),
        "PostgreSQL: "
        + ", ".join(f"{name}={value or '(none)'}" for name, value in report.settings.items()),
        f"{sizes.rounds} rounds of {sizes.seconds:g} s each; the order rotates; medians",
    ]


def _told(goal: Goal, ratio: Ratio) -> str:
    bound = "at least" if goal.at_least else "at most"
    verdict = "holds" if goal.holds(ratio) else "MISSED"
    return f"goal: {goal.of} {bound} {goal.bound:g} × {goal.to}: {ratio.median:.2f} × ({verdict})"


def _ratio(ratio: Ratio) -> Row:
    figures = (ratio.median, min(ratio.rounds), max(ratio.rounds))
    return (f"{ratio.of} / {ratio.to}", *(f"{figure:.2f}" for figure in figures))


def _figure_head(work: Work) -> Row:
    return (work.unit, "median", "min", "max", "p50 ms", "p99 ms")


def _figures(work: Work, outcome: Outcome) -> Row:
    figures = [work.figure(each) for each in outcome.rounds]
    waits = (
        [each.p50_ms for each in outcome.rounds if each.p50_ms is not None],
        [each.p99_ms for each in outcome.rounds if each.p99_ms is not None],
    )
    return (
        outcome.entrant.name,
        *(_number(figure) for figure in (median(figures), min(figures), max(figures))),
        *(f"{median(each):.2f}" if each else "" for each in waits),
    )


def _noted_figures(work: Work) -> Iterator[Row]:
    for outcome in work.outcomes:
        yield (*_figures(work, outcome), outcome.entrant.note)


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.2f}"


def _left_out(report: Report) -> list[str]:
    return [
        f"Left out of {', '.join(works)}: {reason}" for reason, works in report.left_out.items()
    ]


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        name, *figures = (each.ljust(width) for each, width in zip(row, widths, strict=True))
        yield "  " + "  ".join([name, *(f"{each.strip():>{len(each)}}" for each in figures)])


def _table(rows: Sequence[Row]) -> Iterator[str]:
    head, *body = rows
    yield f"| {' | '.join(head)} |"
    yield "|" + " --- |" * len(head)
    for row in body:
        yield f"| {' | '.join(row)} |"
