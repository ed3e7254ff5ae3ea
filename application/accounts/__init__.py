"""Accounts: who comes in. What an account may do is a matter of the register `access`."""
