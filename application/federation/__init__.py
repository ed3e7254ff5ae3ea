"""A federation of logs: districts keep one each, and one log above takes their checkpoints.

What was taken is a record of the federation's log (`domain.federation`), so one root covers all.
"""
