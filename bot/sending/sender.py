import hashlib
from typing import Final

from httpx import ConnectError, ConnectTimeout, PoolTimeout
from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.wording import cards
from bot.wording.cards import Rendered, SheetUrl
from bot.wording.fitting import fitted, without_markup
from bot.wording.texts import Html, texts
from manager import Button, Buttons, DueReply, Said, unpacked_buttons

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

NOT_SENT: Final = (ConnectError, ConnectTimeout, PoolTimeout)
"""What goes wrong before a request leaves us."""


class Sender:
    """Puts one reply of the outbox into its chat, and tells what Telegram has now."""

    def __init__(self, bot: Bot, sheet_url: SheetUrl) -> None:
        self._bot = bot
        self._sheet_url = sheet_url

    async def send(self, reply: DueReply) -> Said:
        """Send or edit one reply; what looks as it did is not sent again.

        What may be there already is not repeated into silence: Telegram must answer something first.

        Raises:
            TelegramError: it was refused, or nobody answered.
        """
        if reply.is_repeat:
            await self._probe()
        match reply.kind:
            case "reaction":
                emoji = reply.payload["emoji"]
                await self._bot.set_message_reaction(reply.chat_id, reply.message_id or 0, emoji)
                return Said()
            case "erase":
                await self._bot.delete_message(reply.chat_id, reply.message_id or 0)
                return Said()
            case "prompt":
                return await self._prompt(reply)
            case _:
                return await self._show(reply, fitted(self._rendered(reply)))

    async def _probe(self) -> None:
        try:
            await self._bot.get_me()
        except NetworkError as error:
            raise TelegramError(f"nothing was sent: {error}") from error

    def _rendered(self, reply: DueReply) -> Rendered:
        card, payload = reply.card, reply.payload
        match reply.kind:
            case "card" if card is not None:
                shown = cards.render(card, self._sheet_url, payload["note"])
                return _repeated(shown, card.language) if reply.is_repeat else shown
            case "continued" if card is not None:
                return cards.continued(card)
            case "change" if card is not None:
                return cards.change(card, payload["changes"], payload["version"], self._sheet_url)
            case _:
                return Rendered(payload["text"], unpacked_buttons(payload["buttons"]))

    async def _show(self, reply: DueReply, rendered: Rendered) -> Said:
        look = fingerprint(rendered)
        if reply.message_id is not None and reply.shown_as == look:
            return Said(reply.message_id, rendered.text, look)
        try:
            message_id = await self._put(reply, rendered)
        except BadRequest as error:
            if "can't parse entities" not in str(error).lower():
                raise
            message_id = await self._put(reply, without_markup(rendered))
        return Said(message_id, rendered.text, look)

    async def _put(self, reply: DueReply, rendered: Rendered) -> int:
        """Edit the message that is there, or send a new one; returns its id."""
        markup = keyboard(rendered.buttons)
        if reply.message_id is not None:
            await self._bot.edit_message_text(
                rendered.text,
                reply.chat_id,
                reply.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
            return reply.message_id
        message: Message = await self._bot.send_message(
            reply.chat_id,
            rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            reply_parameters=_reply_to(reply),
            message_thread_id=reply.thread_id,
        )
        return message.message_id

    async def _prompt(self, reply: DueReply) -> Said:
        text = reply.payload["text"]
        opened = ForceReply(selective=True, input_field_placeholder=reply.payload["placeholder"])
        message = await self._bot.send_message(
            reply.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=opened,
            reply_parameters=_reply_to(reply),
            message_thread_id=reply.thread_id,
        )
        return Said(message.message_id, text)


def may_have_arrived(error: TelegramError) -> bool:
    """Whether a call without an answer may have been carried out all the same."""
    return isinstance(error, NetworkError) and not isinstance(error.__cause__, NOT_SENT)


def _repeated(rendered: Rendered, language: str) -> Rendered:
    """A card whose first copy may be in the chat already says so, until it changes."""
    t = texts(language)
    return Rendered(Html(f"{rendered.text}\n{t('(repeat)')}"), rendered.buttons)


def fingerprint(rendered: Rendered) -> str:
    """How a message looks, short: equal for two that a person could not tell apart."""
    return hashlib.sha256(repr(rendered).encode()).hexdigest()[:16]


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram takes them; None for none."""
    if not buttons:
        return None
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in buttons])


def _key(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.data or None,
        url=button.url or None,
        copy_text=CopyTextButton(button.copy) if button.copy else None,
        style=button.style or None,
    )


def _reply_to(reply: DueReply) -> ReplyParameters | None:
    if reply.reply_to is None:
        return None
    return ReplyParameters(reply.reply_to, allow_sending_without_reply=True)
