"""Verification: is the log in the database what was recorded?"""

from ledger.verification.problems import Problem, Verification
from ledger.verification.verifying import verify

__all__ = ["Problem", "Verification", "verify"]
