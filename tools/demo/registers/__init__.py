"""One part a register: the decisions of a year whose totals are the published figures."""
