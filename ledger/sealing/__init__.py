"""Personal data under seal: a key per person, ciphertext and commitment in the record.

`secrets` keeps the office's own secrets in a file, `keyring` the persons' keys in the database,
`seal` turns personal data into what a record may hold, and back.
"""

from ledger.sealing.keyring import Keyring, PersonKnownError
from ledger.sealing.seal import SealBrokenError, seal, unseal
from ledger.sealing.secrets import OfficeSecrets, SecretsError

__all__ = [
    "Keyring",
    "OfficeSecrets",
    "PersonKnownError",
    "SealBrokenError",
    "SecretsError",
    "seal",
    "unseal",
]
