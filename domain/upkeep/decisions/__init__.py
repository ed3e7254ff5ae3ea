"""Commands of upkeep, one module a matter."""
