"""The projections of the office, one module a matter."""
