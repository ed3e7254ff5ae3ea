"""What every register shares: records, decisions, refusals, tags, money, identifiers."""
