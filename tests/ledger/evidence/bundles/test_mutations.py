"""No mutation of a valid bundle that changes its meaning verifies, and both verifiers agree.

What may change without being noticed is listed: signatures by keys that nobody here trusts, and in
the list of keys what limits nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.evidence.bundles import layout
from tests.ledger.evidence.bundles.office import a_year, make, pack
from tests.ledger.evidence.bundles.verifiers import PageVerifier, PythonVerifier, Verdict
from tests.ledger.evidence.keys import ORIGIN

SELECTIONS = ("person:0b4f", "fund:F", "all", "person:nobody")
EXAMPLES = 150
EXAMPLES_IN_BROWSER = 60
MAY_CHANGE_UNNOTICED = {layout.KEYS, layout.CHECKPOINT}
quietly = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Members = dict[str, bytes]
Mutation = tuple[str, Members]


@cache
def members_of(selection: str) -> Members:
    return make(a_year(), selection).members()


@cache
def packed(selection: str) -> bytes:
    return pack(list(members_of(selection).items()))


@st.composite
def bytes_changed(draw: st.DrawFn) -> bytes:
    """A packed bundle with a stretch of bytes replaced by others, by none, or by more."""
    bundle = packed(draw(st.sampled_from(SELECTIONS)))
    begin = draw(st.integers(0, len(bundle) - 1))
    length = draw(st.sampled_from([0, 1, 1, 1, 4, 40]))
    put = draw(st.binary(max_size=4))
    changed = bundle[:begin] + put + bundle[begin + length :]
    return changed if changed != bundle else bundle[:-1]


@st.composite
def a_byte_of_a_member(draw: st.DrawFn) -> Mutation:
    """A byte of one file changed, with lengths and sums made to fit."""
    members = members_of(draw(st.sampled_from(SELECTIONS)))
    name = draw(st.sampled_from(sorted(name for name, data in members.items() if data)))
    data = bytearray(members[name])
    place = draw(st.integers(0, len(data) - 1))
    data[place] = draw(st.integers(0, 255).filter(lambda byte: byte != data[place]))
    return name, {**members, name: bytes(data)}


Change = Callable[[list[bytes], int, int], list[bytes]]
LINES: dict[str, Change] = {
    "drop": lambda lines, i, _: lines[:i] + lines[i + 1 :],
    "repeat": lambda lines, i, _: lines[: i + 1] + lines[i:],
    "swap": lambda lines, i, j: [
        lines[j] if k == i else lines[i] if k == j else line for k, line in enumerate(lines)
    ],
    "renumber": lambda lines, i, _: [*lines[:i], b"7" + lines[i], *lines[i + 1 :]],
    "empty": lambda lines, i, _: [*lines[:i], b"", *lines[i:]],
}


@st.composite
def lines_changed(draw: st.DrawFn) -> Mutation:
    """Lines of one file dropped, repeated, swapped, renumbered."""
    members = members_of(draw(st.sampled_from(SELECTIONS)))
    several = [name for name, data in members.items() if data.count(b"\n") > 0]
    name = draw(st.sampled_from(sorted(several)))
    lines = members[name].split(b"\n")[:-1]
    i, j = (draw(st.integers(0, len(lines) - 1)) for _ in "ij")
    changed = LINES[draw(st.sampled_from(sorted(LINES)))](lines, i, j)
    return name, {**members, name: b"".join(line + b"\n" for line in changed)}


@st.composite
def member_of_another(draw: st.DrawFn) -> Mutation:
    """A file of one bundle in the place of another's."""
    one, other = draw(st.permutations(SELECTIONS))[:2]
    names = sorted(set(members_of(one)) & set(members_of(other)))
    name = draw(st.sampled_from(names))
    return name, {**members_of(one), name: members_of(other)[name]}


MUTATIONS = st.one_of(a_byte_of_a_member(), lines_changed(), member_of_another())


def check(mutation: Mutation, verdict: Verdict) -> None:
    name, members = mutation
    unchanged = any(members == members_of(selection) for selection in SELECTIONS)
    if verdict.ok and not unchanged:
        assert name in MAY_CHANGE_UNNOTICED, name
        assert ORIGIN.encode() in members[layout.CHECKPOINT]
    assert verdict.fault != "unforeseen", verdict.message


@settings(quietly, max_examples=EXAMPLES)
@given(bytes_changed())
def test_no_change_of_bytes_verifies(in_python: PythonVerifier, bundle: bytes) -> None:
    assert not in_python(bundle).ok


@settings(quietly, max_examples=EXAMPLES)
@given(MUTATIONS)
def test_no_change_of_meaning_verifies(in_python: PythonVerifier, mutation: Mutation) -> None:
    check(mutation, in_python(pack(list(mutation[1].items()))))


@settings(quietly, max_examples=EXAMPLES_IN_BROWSER)
@given(st.one_of(MUTATIONS, bytes_changed().map(lambda bundle: ("", {"": bundle}))))
def test_both_verifiers_agree(
    in_python: PythonVerifier, in_browser: PageVerifier, mutation: Mutation
) -> None:
    name, members = mutation
    bundle = pack(list(members.items())) if name else members[""]
    python, page = in_python(bundle), in_browser(bundle)
    assert python.ok == page.ok, (python.message, page.message)
    assert page.fault != "unforeseen", page.message
