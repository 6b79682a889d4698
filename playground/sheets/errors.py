from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
"""A JSON object as it travels; treated as immutable once it is stored."""


class GoogleError(Exception):
    """An answer that is not a success, in the shape Google gives it."""

    def __init__(self, code: int, status: str, message: str, details: Sequence[Json] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.details = tuple(details)

    def body(self) -> Json:
        """The JSON of the answer."""
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = list(self.details)
        return {"error": error}


class RefusedError(Exception):
    """One part of a request is not valid; whoever knows its place in the request says which."""


def invalid_argument(message: str) -> GoogleError:
    """What is asked makes no sense: 400."""
    return GoogleError(400, "INVALID_ARGUMENT", message)


def unknown_name(name: str, where: str) -> GoogleError:
    """The payload has a field that the API does not know; `where` is empty at the top of the payload."""
    place = f" at '{where}'" if where else ""
    message = f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'
    violation = {"field": where, "description": message} if where else {"description": message}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return GoogleError(400, "INVALID_ARGUMENT", message, [detail])


def unauthenticated() -> GoogleError:
    """The bearer token is missing, unknown or expired: 401."""
    return GoogleError(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
        "other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project.",
    )


def permission_denied() -> GoogleError:
    """The spreadsheet is not shared with the caller, or not for writing: 403."""
    return GoogleError(403, "PERMISSION_DENIED", "The caller does not have permission")


def insufficient_scopes() -> GoogleError:
    """The token was not asked for with a scope that this call needs: 403."""
    message = "Request had insufficient authentication scopes."
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
    }
    return GoogleError(403, "PERMISSION_DENIED", message, [detail])


def service_disabled(name: str, service: str) -> GoogleError:
    """The project of the account has that API switched off: 403."""
    message = (
        f"{name} has not been used in project 100000000001 before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/{service}/overview?project=100000000001 then retry."
    )
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {"service": service},
    }
    return GoogleError(403, "PERMISSION_DENIED", message, [detail])


def not_found() -> GoogleError:
    """There is no such spreadsheet, or it lies in the bin: 404."""
    return GoogleError(404, "NOT_FOUND", "Requested entity was not found.")


def unsupported() -> GoogleError:
    """The file is no spreadsheet of Google's, as an uploaded Excel file: 400."""
    return GoogleError(400, "FAILED_PRECONDITION", "This operation is not supported for this document")


def quota_exceeded(kind: str) -> GoogleError:
    """Too many calls in a minute: 429. `kind` is "Read" or "Write"."""
    message = (
        f"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute per user' "
        "of service 'sheets.googleapis.com' for consumer 'project_number:100000000001'."
    )
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "quota_limit": f"{kind}RequestsPerMinutePerUser",
            "quota_limit_value": "60",
        },
    }
    return GoogleError(429, "RESOURCE_EXHAUSTED", message, [detail])


def internal() -> GoogleError:
    """Google failed: 500."""
    return GoogleError(500, "INTERNAL", "Internal error encountered.")


def unavailable() -> GoogleError:
    """Google is down for a moment: 503."""
    return GoogleError(503, "UNAVAILABLE", "The service is currently unavailable.")
