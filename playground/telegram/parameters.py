"""The parameters of a Bot API call, however they travelled: query, form, JSON or multipart."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from playground.telegram.errors import BotApiError
from playground.telegram.files import Upload
from playground.telegram.wire import JsonObject, has_surrogates

LARGEST_FIELD = 1 << 20
LARGEST_BODY = 50 << 20
TRUE = ("true", "yes", "1")


class Parameters:
    """Named texts and files. A scalar stays the text it was; a nested value is decoded when asked for."""

    def __init__(self, fields: Mapping[str, str], files: Mapping[str, Upload] | None = None) -> None:
        self.fields = dict(fields)
        self.files = dict(files or {})

    def text(self, name: str, default: str = "") -> str:
        """Return a text as it was sent.

        Raises:
            BotApiError: it cannot be encoded in UTF-8.
        """
        value = self.fields.get(name, default)
        if has_surrogates(value):
            raise BotApiError.bad_request("strings must be encoded in UTF-8")
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number.

        Raises:
            BotApiError: it is none.
        """
        value = self.fields.get(name, "").strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise BotApiError.bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Tell whether a switch is on."""
        return self.fields.get(name, "").strip().lower() in TRUE

    def nested(self, name: str) -> Any:  # noqa: ANN401  # whatever JSON the bot has sent
        """Return a value that travels as JSON text, or `None` when it is absent or empty.

        Raises:
            BotApiError: it is no JSON.
        """
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise BotApiError.bad_request(f"can't parse {name} JSON object") from None

    def an_object(self, name: str) -> JsonObject:
        """Return a nested object, empty when it is absent.

        Raises:
            BotApiError: it is no JSON object.
        """
        value = self.nested(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise BotApiError.bad_request(f"{name} must be an Object")
        return value

    def a_list(self, name: str) -> list[Any]:
        """Return a nested array, empty when it is absent.

        Raises:
            BotApiError: it is no JSON array.
        """
        value = self.nested(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise BotApiError.bad_request(f"{name} must be an Array")
        return value

    @property
    def told(self) -> dict[str, str]:
        """The parameters for the journal: a file is told by its name and size."""
        return self.fields | {
            name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in self.files.items()
        }


async def read_parameters(request: Request) -> Parameters:
    """Read the query and the body of a call.

    Raises:
        BotApiError: the body is not what it says to be.
    """
    fields = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        raise BotApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
    if content_type == "application/json":
        return Parameters(fields | _json_fields(await request.body()))
    if content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        await request.body()
        return Parameters(fields)
    files = {}
    async with request.form(max_part_size=LARGEST_FIELD) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                mime_type = value.content_type or "application/octet-stream"
                files[name] = Upload(value.filename or "file", mime_type, await value.read())
            else:
                fields[name] = value
    return Parameters(fields, files)


def _json_fields(body: bytes) -> dict[str, str]:
    """Write the members of a JSON body as a form would carry them, so that there is one way to read them."""
    try:
        members = json.loads(body or b"{}")
    except ValueError:
        raise BotApiError.bad_request("can't parse JSON object") from None
    if not isinstance(members, dict):
        raise BotApiError.bad_request("JSON object expected")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in members.items()
        if value is not None
    }
