"""The simulation API: what the page and outside tests do in the name of people."""

import json
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Body, File, Form, HTTPException, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from playground.telegram.chats import Chat, User
from playground.telegram.faults import Fault, FaultKind
from playground.telegram.files import FileKind, Upload
from playground.telegram.messages import Message
from playground.telegram.wire import JsonObject
from playground.telegram.world import World

PING_SECONDS = 15.0

Value = TypeVar("Value")


class Quote(BaseModel):
    """The quoted part of the message replied to."""

    text: str
    position: int = 0


class Send(BaseModel):
    """A person writes."""

    chat_id: int
    user_id: int
    text: str
    reply_to_message_id: int | None = None
    quote: Quote | None = None


class Touch(BaseModel):
    """A person does something to a message."""

    chat_id: int
    user_id: int
    message_id: int


class Tap(Touch):
    """A person presses a button, named by its data or its label."""

    data: str


class Edit(Touch):
    """A person edits a message."""

    text: str


class React(Touch):
    """A person reacts, or takes the reaction back."""

    emoji: str | None = None


class NewUser(BaseModel):
    """A person arrives."""

    first_name: Annotated[str, Field(min_length=1)]
    last_name: str | None = None
    username: str | None = None
    language_code: str = "en"


class NewChat(BaseModel):
    """A group is made."""

    title: Annotated[str, Field(min_length=1)]
    type: Literal["group", "supergroup"] = "supergroup"
    members: Annotated[list[int], Field(min_length=1)]


class NewFault(BaseModel):
    """The far end is to fail; no count means until the faults are cleared."""

    method: str = "*"
    kind: FaultKind
    retry_after: int = 1
    count: Annotated[int | None, Field(ge=1)] = 1


def add_simulation(router: APIRouter, world: World) -> None:  # noqa: C901  # one short function for each route
    """Add the routes of the simulation API, all below `/sim`."""

    @router.get("/sim/state")
    async def state() -> JsonObject:
        with world.lock:
            return {
                "bot": world.bot.wire,
                "users": [user.wire for user in world.users.values() if user.id != world.bot.id],
                "chats": [_chat(chat) for chat in world.chats.values()],
                "messages": [world.sim_wire(message) for message in world.kept.values()],
                "faults": world.faults.wire,
                "read_offset": world.update_queue.read_offset,
                "pending": len(world.update_queue.pending),
            }

    @router.get("/sim/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(_event_stream(world), media_type="text/event-stream")

    @router.post("/sim/send")
    async def send(body: Send) -> JsonObject:
        with world.lock:
            chat, user = _place(world, body.chat_id, body.user_id)
            target = _message(world, body.chat_id, body.reply_to_message_id)
            quote = body.quote.text if body.quote else None
            message = _attempt(lambda: world.say(user, body.text, chat=chat, reply_to=target, quote=quote))
            return {"message_id": message.id}

    @router.post("/sim/tap")
    async def tap(body: Tap) -> JsonObject:
        with world.lock:
            message, user = _touched(world, body)
            return {"callback_query_id": _attempt(lambda: world.tap(user, message, body.data))}

    @router.post("/sim/edit")
    async def edit(body: Edit) -> JsonObject:
        with world.lock:
            message, user = _touched(world, body)
            return {"message_id": _attempt(lambda: world.edit(user, message, body.text)).id}

    @router.post("/sim/react")
    async def react(body: React) -> JsonObject:
        with world.lock:
            message, user = _touched(world, body)
            _attempt(lambda: world.set_reaction(user, message, body.emoji))
            return {"message_id": message.id}

    @router.post("/sim/upload")
    async def upload(
        chat_id: Annotated[int, Form()],
        user_id: Annotated[int, Form()],
        kind: Annotated[FileKind, Form()],
        file: Annotated[UploadFile, File()],
        caption: Annotated[str, Form()] = "",
        reply_to_message_id: Annotated[int | None, Form()] = None,
    ) -> JsonObject:
        mime_type = file.content_type or "application/octet-stream"
        sent = Upload(file.filename or "file", mime_type, await file.read())
        with world.lock:
            chat, user = _place(world, chat_id, user_id)
            target = _message(world, chat_id, reply_to_message_id)
            message = _attempt(
                lambda: world.send(user, kind, sent, caption=caption, chat=chat, reply_to=target)
            )
            return {"message_id": message.id}

    @router.post("/sim/users")
    async def users(body: NewUser) -> JsonObject:
        return world.add_user(
            body.first_name,
            last_name=body.last_name,
            username=body.username,
            language_code=body.language_code,
        ).wire

    @router.post("/sim/chats")
    async def chats(body: NewChat) -> JsonObject:
        with world.lock:
            members = [_user(world, user_id) for user_id in body.members]
            return _chat(world.add_group(body.title, members, type=body.type, announce=True))

    @router.post("/sim/faults")
    async def add_fault(body: Annotated[NewFault, Body()]) -> JsonObject:
        with world.lock:
            world.fail(Fault(body.method, body.kind, body.retry_after, body.count))
            return {"faults": world.faults.wire}

    @router.delete("/sim/faults")
    async def clear_faults() -> JsonObject:
        with world.lock:
            world.faults.clear()
            return {"faults": []}

    @router.get("/sim/calls")
    async def calls() -> list[JsonObject]:
        return [call.wire for call in world.calls]

    @router.post("/sim/reset")
    async def reset() -> JsonObject:
        with world.lock:
            world.forget()
            return {}


async def _event_stream(world: World) -> AsyncIterator[str]:
    async for event in world.feed.stream(PING_SECONDS):
        yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n" if event else ": still here\n\n"


def _chat(chat: Chat) -> JsonObject:
    return chat.wire | {"members": sorted(chat.member_ids)}


def _attempt(act: Callable[[], Value]) -> Value:
    try:
        return act()
    except ValueError as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, str(error)) from error


def _user(world: World, user_id: int) -> User:
    if user_id not in world.users or user_id == world.bot.id:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no person {user_id}")
    return world.users[user_id]


def _place(world: World, chat_id: int, user_id: int) -> tuple[Chat, User]:
    if chat_id not in world.chats:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no chat {chat_id}")
    return world.chats[chat_id], _user(world, user_id)


def _message(world: World, chat_id: int, message_id: int | None) -> Message | None:
    if message_id is None:
        return None
    message = world.find(chat_id, message_id)
    if message is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"there is no message {message_id} in the chat {chat_id}")
    return message


def _touched(world: World, body: Touch) -> tuple[Message, User]:
    _, user = _place(world, body.chat_id, body.user_id)
    message = _message(world, body.chat_id, body.message_id)
    assert message is not None  # noqa: S101  # its id is an integer, so it was found or refused
    return message, user
