"""Evidence for outsiders: proofs, signed checkpoints, keys, witnesses, tiles. Pure code over bytes.

Nothing here knows the database: what is stored is read through small callables.
"""
