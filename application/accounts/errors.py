"""Errors of accounts. None says whether the name, the password or the code was wrong."""

from __future__ import annotations

from ledger.errors import LedgerError


class AccountError(LedgerError):
    """An account cannot be changed as asked; nothing was changed."""

    code = "account"


class NoAccountError(AccountError):
    """There is no such account, or it is closed."""

    code = "no-account"


class WeakPasswordError(AccountError):
    """The password breaks a rule; it was not set."""

    code = "weak-password"


class LoginRefusedError(AccountError):
    """Name, password or code are wrong, or the account is locked or closed; not told which."""

    code = "login-refused"


class PasswordExpiredError(AccountError):
    """The password is the initial one, or too old: set a new one to come in."""

    code = "password-expired"


class NotLoggedInError(AccountError):
    """No open session or valid token comes with the request."""

    code = "not-logged-in"


class ForgeryError(AccountError):
    """A change came with a session but without the session's own token: another page sent it."""

    code = "forgery-suspected"
