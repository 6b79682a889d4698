"""What an update must look like before it may be served.

Written from the Bot API reference and nothing else: a stand-in that serves what the real server never would
teaches the bot wrong lessons, and one unreadable update stops a polling client for ever.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from playground.telegram.wire import JsonObject, utf16_length

Natural = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class UserSchema(_Strict):
    """`User`."""

    id: Positive
    is_bot: bool
    first_name: Annotated[str, Field(min_length=1)]
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class ChatSchema(_Strict):
    """`Chat`."""

    id: int
    type: Literal["private", "group", "supergroup", "channel"]
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_forum: bool | None = None


class EntitySchema(_Strict):
    """`MessageEntity`."""

    type: str
    offset: Natural
    length: Positive
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None
    user: UserSchema | None = None


class PhotoSizeSchema(_Strict):
    """`PhotoSize`."""

    file_id: str
    file_unique_id: str
    file_size: Natural
    width: Positive
    height: Positive


class DocumentSchema(_Strict):
    """`Document`."""

    file_id: str
    file_unique_id: str
    file_size: Natural
    file_name: str
    mime_type: str


class VoiceSchema(_Strict):
    """`Voice`."""

    file_id: str
    file_unique_id: str
    file_size: Natural
    duration: Natural
    mime_type: str


class QuoteSchema(_Strict):
    """`TextQuote`."""

    text: Annotated[str, Field(min_length=1, max_length=1024)]
    position: Natural
    entities: list[EntitySchema] | None = None
    is_manual: bool | None = None


class MessageSchema(_Strict):
    """`Message`, as far as this server makes them."""

    message_id: Positive
    date: Positive
    chat: ChatSchema
    sender: Annotated[UserSchema | None, Field(alias="from")] = None
    sender_chat: ChatSchema | None = None
    message_thread_id: int | None = None
    is_topic_message: bool | None = None
    edit_date: Positive | None = None
    text: Annotated[str, Field(min_length=1)] | None = None
    entities: list[EntitySchema] = []
    caption: str | None = None
    caption_entities: list[EntitySchema] = []
    photo: list[PhotoSizeSchema] | None = None
    document: DocumentSchema | None = None
    voice: VoiceSchema | None = None
    media_group_id: str | None = None
    reply_to_message: "MessageSchema | None" = None
    external_reply: JsonObject | None = None
    quote: QuoteSchema | None = None
    forward_origin: JsonObject | None = None
    reply_markup: JsonObject | None = None
    link_preview_options: JsonObject | None = None
    has_protected_content: bool | None = None
    new_chat_members: list[UserSchema] | None = None
    left_chat_member: UserSchema | None = None
    new_chat_title: str | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    forum_topic_created: JsonObject | None = None

    @model_validator(mode="after")
    def _entities_lie_within_the_text(self) -> "MessageSchema":
        for text, entities in ((self.text, self.entities), (self.caption, self.caption_entities)):
            length = utf16_length(text or "")
            if any(entity.offset + entity.length > length for entity in entities):
                raise ValueError("an entity reaches past the end of its text")
        if self.reply_to_message is not None and self.reply_to_message.reply_to_message is not None:
            raise ValueError("a reply carries one level only")
        return self


class InaccessibleMessageSchema(_Strict):
    """`InaccessibleMessage`."""

    chat: ChatSchema
    message_id: Positive
    date: Literal[0]


class CallbackQuerySchema(_Strict):
    """`CallbackQuery` of an inline button."""

    id: Annotated[str, Field(min_length=1)]
    sender: Annotated[UserSchema, Field(alias="from")]
    message: MessageSchema | InaccessibleMessageSchema
    chat_instance: str
    data: Annotated[str, Field(min_length=1)]


class ReactionSchema(_Strict):
    """`MessageReactionUpdated`."""

    chat: ChatSchema
    message_id: Positive
    user: UserSchema
    date: Positive
    old_reaction: list[dict[str, str]]
    new_reaction: list[dict[str, str]]


class MemberSchema(_Strict):
    """`ChatMemberUpdated`."""

    chat: ChatSchema
    sender: Annotated[UserSchema, Field(alias="from")]
    date: Positive
    old_chat_member: dict[str, Any]
    new_chat_member: dict[str, Any]


ID_AND_ONE_MORE = 2


class UpdateSchema(_Strict):
    """`Update`: an id and exactly one thing that happened."""

    update_id: Positive
    message: MessageSchema | None = None
    edited_message: MessageSchema | None = None
    callback_query: CallbackQuerySchema | None = None
    my_chat_member: MemberSchema | None = None
    message_reaction: ReactionSchema | None = None

    @model_validator(mode="after")
    def _one_thing_happened(self) -> "UpdateSchema":
        if len(self.model_fields_set) != ID_AND_ONE_MORE:
            raise ValueError("an update carries exactly one thing that happened")
        return self


def check_message(wire: JsonObject) -> None:
    """Raise `pydantic.ValidationError` when `wire` is no message that Telegram could serve."""
    MessageSchema.model_validate(wire)


def check_update(update: JsonObject) -> None:
    """Raise `pydantic.ValidationError` when `update` is none that Telegram could serve."""
    UpdateSchema.model_validate(update)
