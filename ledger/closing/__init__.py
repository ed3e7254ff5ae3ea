"""Closing a log that lost records: never signed over, frozen, succeeded by another.

What a checkpoint kept elsewhere says is compared with what the database holds. If it holds fewer
records than were signed, or others, the log of that name is closed in it for ever. Either the
database is frozen, or it goes on under another name, whose first own record names the last
checkpoint and the loss.
"""
