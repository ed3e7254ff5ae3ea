"""Login at an OpenID provider: authorization code with PKCE (RFC 7636, OpenID Connect Core 3.1).

The identity token is taken only if the provider's published keys signed it with an algorithm of
`ALGORITHMS` (no `none`, no shared secrets), for us, for this login (nonce), now.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from application.accounts import store
from application.accounts.errors import LoginRefusedError
from application.accounts.store import AccountStore
from application.settings import ClaimedRole, Settings
from ledger.errors import LedgerError

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
DISCOVERY = "/.well-known/openid-configuration"
SCOPE = "openid profile"
SECONDS_MAX = 10
"""How long the provider may take for an answer."""
LOGIN_SECONDS_MAX = 600
"""How long an official may take to log in there."""
LEEWAY_SECONDS = 60
STATE_BYTES = 32

_DISCOVERED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderError(LedgerError):
    """The provider cannot be used; nobody was let in."""

    code = "provider"


class NoProviderError(LedgerError):
    """No provider is configured."""

    code = "no-provider"


@dataclass(frozen=True)
class Departure:
    """Where the browser is sent, and what it must bring back."""

    url: str
    state: str


@dataclass(frozen=True)
class Identity:
    """Who logged in, as the provider says."""

    issuer: str
    subject: str
    office: str
    roles: tuple[ClaimedRole, ...]


class Provider:
    """One provider. May be shared between threads."""

    def __init__(self, settings: Settings, accounts: AccountStore) -> None:
        """Take the settings `oidc_…`; nothing is asked of the provider yet."""
        self._settings = settings
        self.issuer = settings.oidc_issuer or ""
        self._store = accounts

    def depart(self) -> Departure:
        """Begin a login.

        Raises:
            ProviderError: the provider does not say where to log in.
        """
        found = self._discover()
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(STATE_BYTES)
        with self._client() as client:
            url, state = client.create_authorization_url(
                found["authorization_endpoint"],
                state=secrets.token_urlsafe(STATE_BYTES),
                nonce=nonce,
                code_verifier=verifier,
            )
        digest = sha256(state.encode()).digest()
        self._store.do(store.FORGET_LOGINS)
        self._store.do(store.BEGIN_LOGIN, digest, nonce, verifier, float(LOGIN_SECONDS_MAX))
        return Departure(url, state)

    def arrive(self, state: str, code: str) -> Identity:
        """End a login that the browser brings back.

        Raises:
            LoginRefusedError: it was not begun here, is over, or the provider's word is not good.
            ProviderError: the provider does not answer.
        """
        begun = self._store.one(store.END_LOGIN, sha256(state.encode()).digest())
        if begun is None or not code:
            raise LoginRefusedError(
                "This login was not begun here, took too long, or was used.", "Begin again."
            )
        found = self._discover()
        token = self._exchange(found["token_endpoint"], code, begun["verifier"])
        claims = self.claims(token, _fetch(found["jwks_uri"]), begun["nonce"])
        roles = claims.get(self._settings.oidc_roles_claim) or []
        named = (
            [roles] if isinstance(roles, str) else [one for one in roles if isinstance(one, str)]
        )
        mapped = self._settings.oidc_roles
        return Identity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            office=str(claims.get(self._settings.oidc_office_claim) or ""),
            roles=tuple(mapped[name] for name in sorted(set(named)) if name in mapped),
        )

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret.get_secret_value(),
            scope=SCOPE,
            redirect_uri=self._settings.oidc_redirect,
            code_challenge_method="S256",
        )

    def _discover(self) -> Mapping[str, Any]:
        found = _fetch(self.issuer.rstrip("/") + DISCOVERY)
        if found.get("issuer") != self.issuer:
            raise ProviderError(
                f"The provider at {self.issuer} says it is {found.get('issuer')!r}.",
                "Mend QINGCE_OIDC_ISSUER.",
            )
        if missing := [name for name in _DISCOVERED if not isinstance(found.get(name), str)]:
            raise ProviderError(
                f"The provider {self.issuer} does not tell its {', '.join(missing)}."
            )
        return found

    def _exchange(self, endpoint: str, code: str, verifier: str) -> str:
        try:
            with self._client() as client:
                answered = client.fetch_token(
                    endpoint, code=code, code_verifier=verifier, timeout=SECONDS_MAX
                )
        except (OAuthError, ValueError):
            raise LoginRefusedError(
                "The provider does not take the code.", "Begin the login again."
            ) from None
        except requests.RequestException as error:
            raise _unreachable(endpoint, error) from None
        token = answered.get("id_token")
        if not isinstance(token, str):
            raise LoginRefusedError("The provider sent no identity token.", "Begin again.")
        return token

    def claims(self, token: str, published: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What an identity token says, if it is good.

        Args:
            token: as the provider sent it.
            published: the provider's keys (a JWK set).
            nonce: of the login that was begun.

        Raises:
            LoginRefusedError: it is not good.
        """
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            keys = KeySet.import_key_set({"keys": published["keys"]})
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
            registry.validate(decoded.claims)
            if decoded.claims.get("azp") not in (None, self._settings.oidc_client_id):
                raise ValueError("it was issued to another party")  # noqa: TRY301
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise LoginRefusedError(
                f"The identity token is not good ({type(error).__name__}).", "Begin again."
            ) from None
        return decoded.claims


def _fetch(url: str) -> Mapping[str, Any]:
    try:
        answered = requests.get(url, timeout=SECONDS_MAX, allow_redirects=False)
        answered.raise_for_status()
        found = answered.json()
    except requests.RequestException as error:
        raise _unreachable(url, error) from None
    if not isinstance(found, dict):
        raise ProviderError(f"{url} does not answer with a JSON object.")
    return found


def _unreachable(url: str, error: Exception) -> ProviderError:
    return ProviderError(
        f"The provider does not answer at {url} ({type(error).__name__}).",
        "Try again later, or log in with a local account.",
    )
