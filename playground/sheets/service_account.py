import json
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

SERVICE_ACCOUNT: Final = "threadbook@home-books.iam.gserviceaccount.com"


def service_account_info(base_url: str, email: str = SERVICE_ACCOUNT) -> dict[str, str]:
    """The key file of a service account whose tokens come from `<base_url>/token`.

    The key is fresh for each program and opens nothing anywhere else.
    """
    return {
        "type": "service_account",
        "project_id": email.partition("@")[2].partition(".")[0],
        "private_key_id": secrets.token_hex(20),
        "private_key": _private_key(),
        "client_email": email,
        "client_id": "100000000000000000001",
        "auth_uri": f"{base_url}/auth",
        "token_uri": f"{base_url}/token",
        "universe_domain": "googleapis.com",
    }


def write_service_account(path: Path, base_url: str, email: str = SERVICE_ACCOUNT) -> Path:
    """Write such a key file, readable by its owner only, and give its path."""
    path.touch(mode=0o600)
    path.write_text(json.dumps(service_account_info(base_url, email), indent=2), encoding="utf-8")
    return path


@lru_cache(maxsize=1)
def _private_key() -> str:
    """One key for the whole program: making 2048 bits takes a tenth of a second and more."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
