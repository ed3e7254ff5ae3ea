"""Settings: from the environment (`QINGCE_…`) or the file `qingce.env` in the working folder."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.access.roles import Role
from ledger.errors import LedgerError

FILE_NAME = "qingce.env"
PREFIX = "QINGCE_"


class SettingsError(LedgerError):
    """A setting cannot be understood; nothing was done."""

    code = "settings"


class ClaimedRole(BaseModel):
    """What a role at the provider means here."""

    role: Role
    registers: tuple[str, ...]


class Settings(BaseSettings):
    """What can be configured; every field has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=FILE_NAME, env_file_encoding="utf-8", extra="ignore"
    )

    data: Path = Path(".qingce")
    """The data folder: embedded server, keys, snapshots."""
    dsn: str | None = Field(default=None, repr=False)
    """A PostgreSQL of your own; without one the embedded server is used."""
    postgres_bin: Path | None = None
    """Folder of the programs for the embedded server; found by itself when not given."""
    origin: str | None = None
    """Name of the log in its checkpoints, such as `huancui.example/log`; drawn at random if unset
    when the first key is made, and kept with the keys."""
    passphrase: SecretStr | None = None
    """Opens the signing keys; see `tools.passphrases` for the other ways to give it."""
    policy: Path | None = None
    """Witness policy (C2SP tlog-policy) that a checkpoint must meet before it is published."""

    sm3: bool = False
    """Keep a second tree with SM3 over the same records, and sign it with every checkpoint."""
    office: str = "ledger"
    """Office of the records that commands make about the log itself."""
    official: str = "qingce"
    """Who acts in them: this program, if nobody is named."""
    oidc_issuer: str | None = None
    """Address of the OpenID provider that officials may log in at."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect: str = ""
    """Our address that the browser comes back to: `https://…/api/v1/session/provider/return`."""
    oidc_roles: dict[str, ClaimedRole] = {}
    """By role at the provider: `{"clerk": {"role": "registrar", "registers": ["marriage"]}}`."""
    oidc_roles_claim: str = "roles"
    oidc_office_claim: str = "office"
    tsa: str | None = None
    """Addresses of RFC 3161 authorities that stamp every checkpoint, with spaces between them."""
    tsa_certificates: Path | None = None
    """Certificates (PEM) of the authorities that are trusted: their roots, and intermediates."""

    @field_validator(
        "dsn",
        "postgres_bin",
        "origin",
        "passphrase",
        "policy",
        "oidc_issuer",
        "tsa",
        "tsa_certificates",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value


def load_settings(data: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        data: the data folder, if the command line named one; it goes before all others.

    Raises:
        SettingsError: names the setting that cannot be understood.
    """
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        wrong = "; ".join(
            f"{PREFIX}{'.'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors(include_input=False)
        )
        raise SettingsError(
            f"The settings are wrong: {wrong}.", f"Mend the environment or {FILE_NAME}."
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{FILE_NAME} is not UTF-8: {error.reason} at byte {error.start}.", "Save it as UTF-8."
        ) from None
