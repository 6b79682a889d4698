import base64
import binascii
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from playground.sheets.errors import GoogleError, Json, unauthenticated

LIFETIME_SECONDS: Final = 3599
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_CLAIMS: Final = frozenset({"iss", "scope", "aud", "iat", "exp"})
_LONGEST_SECONDS: Final = 3600


class TokenError(Exception):
    """A token was asked for in a wrong way; the token service has error bodies of its own."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error

    def body(self) -> Json:
        """The JSON of the answer."""
        return {"error": self.error, "error_description": str(self)}


@dataclass(frozen=True, slots=True)
class _Token:
    email: str
    expires_at: datetime
    scopes: frozenset[str]


class Tokens:
    """The access tokens that were given out, and to whom."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tokens: dict[str, _Token] = {}

    def issue(self, email: str, scopes: str = "") -> str:
        """A bearer token for an account, valid for an hour, for what these scopes allow."""
        token = f"ya29.{secrets.token_urlsafe(32)}"
        expires_at = self._now() + timedelta(seconds=LIFETIME_SECONDS)
        self._tokens[token] = _Token(email, expires_at, frozenset(scopes.split()))
        return token

    def grant(self, form: Mapping[str, object]) -> Json:
        """The answer of the token service to a service account's signed assertion.

        The shape of the assertion is checked, its signature is not: no public key is known here.

        Raises:
            TokenError: it is not one.
        """
        if form.get("grant_type") != _GRANT:
            raise TokenError("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type')}")
        claims = _claims(str(form.get("assertion", "")))
        token = self.issue(str(claims["iss"]), str(claims["scope"]))
        return {"access_token": token, "expires_in": LIFETIME_SECONDS, "token_type": "Bearer"}

    def account(self, authorization: str | None) -> str:
        """The account that a request's `Authorization` stands for.

        Raises:
            GoogleError: there is none, or the token is unknown or expired.
        """
        if not authorization:
            raise GoogleError(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity). "
                "Please use API Key or other form of API consumer identity to call this API.",
            )
        scheme, _, text = authorization.partition(" ")
        token = self._tokens.get(text) if scheme == "Bearer" else None
        if token is None or token.expires_at <= self._now():
            raise unauthenticated()
        return token.email

    def scopes(self, authorization: str | None) -> frozenset[str]:
        """What the token of a request may be used for."""
        token = self._tokens.get((authorization or "").partition(" ")[2])
        return token.scopes if token is not None else frozenset()

    def revoke_all(self) -> None:
        """Forget every token, as when a key is deleted."""
        self._tokens.clear()


def _claims(assertion: str) -> Json:
    parts = assertion.split(".")
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - header, claims, signature
        raise TokenError("invalid_grant", "Invalid JWT: it must have three parts.")
    header, claims = _decoded(parts[0]), _decoded(parts[1])
    if header.get("alg") != "RS256":
        raise TokenError("invalid_grant", "Invalid JWT: the algorithm must be RS256.")
    if missing := sorted(_CLAIMS - claims.keys()):
        raise TokenError("invalid_grant", f"Invalid JWT: claims are missing: {', '.join(missing)}")
    if not 0 < claims["exp"] - claims["iat"] <= _LONGEST_SECONDS:
        raise TokenError(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
        )
    if not claims["scope"]:
        raise TokenError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    return claims


def _decoded(part: str) -> Json:
    try:
        decoded = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError) as error:
        raise TokenError("invalid_grant", "Invalid JWT: a part cannot be read.") from error
    if not isinstance(decoded, dict):
        raise TokenError("invalid_grant", "Invalid JWT: a part is no object.")
    return decoded
