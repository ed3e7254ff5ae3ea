"""Personal data under seal: a key per person, ciphertext and commitment in the record.

`secrets` keeps the office's own secrets in a file, `wrapping` wraps persons' keys under one of
them, `keyring` hands out the persons' keys in the database and `keeper` locks them away, destroys
or renews them, `traces` finds persons again, `seal` turns personal data into what a record may
hold, and back.
"""

from ledger.sealing.keeper import Keeper
from ledger.sealing.keyring import (
    Keyring,
    PersonErasedError,
    PersonKnownError,
    PersonRestrictedError,
)
from ledger.sealing.seal import SealBrokenError, seal, unseal
from ledger.sealing.secrets import OfficeSecrets, SecretsError

__all__ = [
    "Keeper",
    "Keyring",
    "OfficeSecrets",
    "PersonErasedError",
    "PersonKnownError",
    "PersonRestrictedError",
    "SealBrokenError",
    "SecretsError",
    "seal",
    "unseal",
]
