from datetime import timedelta
from typing import Final

from bot.wording.callbacks import Callback
from bot.wording.texts import Texts, texts
from manager import Button, Clock, ConversationManager, EditMessage, Incoming, Member, Notice

PATIENCE: Final = timedelta(days=1)
"""A stranger gets one answer in this time."""


class Access:
    """The door: strangers may ask, the owner decides, everybody else is served or silent."""

    def __init__(self, manager: ConversationManager, owner_id: int, *, now: Clock) -> None:
        self._manager = manager
        self._owner_id = owner_id
        self._now = now

    async def knock(self, incoming: Incoming, inbox_id: int) -> None:
        """Answer somebody who is not served: once a day, in private, never in a group."""
        member = await self._manager.meet(incoming)
        now = self._now()
        was_greeted = member.greeted_at is not None and member.greeted_at > now - PATIENCE
        if not incoming.is_private or member.role == "refused" or was_greeted or member.is_served:
            await self._manager.ignore_update(inbox_id, "a stranger")
            return
        t = texts(member.language)
        greeting = t(
            "Hello, {name}. I’m <b>Threadbook</b>, a private bookkeeping bot: you write what you spent, "
            "I keep the books and a Google Sheet.\n"
            "I answer only people invited by the owner. Your Telegram number is <code>{id}</code>.",
            name=incoming.person.first_name,
            id=incoming.person.id,
        )
        ask = Button(t.plain("Ask for access"), data=Callback("ask", member.id).pack())
        await self._manager.greet(member.id)
        await self._manager.say(incoming.chat_id, Notice(greeting, ((ask,),)), inbox_id=inbox_id)

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Ask for access, or as the owner grant or refuse it; returns the toast."""
        if callback.verb == "ask":
            return await self._ask(incoming, inbox_id)
        if incoming.person.id != self._owner_id:
            await self._manager.ignore_update(inbox_id, "not the owner")
            return texts(incoming.person.language).plain("Only people of these books can press this")
        return await self._decide(incoming, callback, inbox_id)

    async def _ask(self, incoming: Incoming, inbox_id: int) -> str:
        member = await self._manager.meet(incoming)
        t = texts(member.language)
        if member.role != "stranger":
            await self._manager.ignore_update(inbox_id, "asked already")
            return ""
        sent = EditMessage(incoming.message_id, t("Request sent. I’ll write when the owner answers."))
        await self._manager.say(incoming.chat_id, sent, inbox_id=inbox_id)
        owner = await self._manager.find_member(self._owner_id)
        language = owner.language if owner else "en"
        await self._manager.say(self._owner_id, _request(incoming, texts(language)))
        return ""

    async def _decide(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        guest = await self._manager.find_member(callback.conversation)
        t = texts(incoming.person.language)
        if guest is None:
            await self._manager.ignore_update(inbox_id, "nobody asked")
            return ""
        granted = callback.verb == "admit"
        await self._manager.admit(guest.id, "member" if granted else "refused")
        words = (
            t("{name} now writes into your books.", name=guest.name)
            if granted
            else t("{name} was refused.", name=guest.name)
        )
        await self._manager.say(incoming.chat_id, EditMessage(incoming.message_id, words), inbox_id=inbox_id)
        if granted:
            await self._manager.say(guest.id, _welcome(guest))
        return ""


def _request(incoming: Incoming, t: Texts) -> Notice:
    person = incoming.person
    named = f"{person.full_name} (@{person.username})" if person.username else person.full_name
    text = t("<b>Access request</b>\n{name}, number <code>{id}</code>", name=named, id=person.id)
    admit = Button(t.plain("Let into my books"), data=Callback("admit", person.id).pack())
    refuse = Button(t.plain("Refuse"), data=Callback("refuse", person.id).pack(), style="danger")
    return Notice(text, ((admit,), (refuse,)))


def _welcome(guest: Member) -> Notice:
    t = texts(guest.language)
    return Notice(
        t(
            "Ready. Write the first one, for example: <i>coffee 300 cash</i>\n"
            "To correct anything later, reply to its message."
        )
    )
