"""The demo: a whole year of individual records whose totals are the published figures."""
