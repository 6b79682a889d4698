"""The texts of everything that could not be done, by code; errors of CONVERSATIONS have their numbers."""

from dataclasses import replace
from typing import Final

from bot.wording.callbacks import Callback
from bot.wording.texts import Html, Texts
from manager import Button, Context, Explain, Notice, Say, ShowCard, Silence, Step, Thread


def says(explained: Explain, context: Context, thread: Thread | None, t: Texts) -> tuple[Say, ...]:
    """The words for a code, as a reply to what the person wrote where that helps."""
    incoming = context.incoming
    text = explanation(explained, t)
    reply_to = incoming.message_id if thread is not None and incoming.kind != "button" else None
    notice = Notice(text, _buttons(explained, thread, t), reply_to)
    if explained.code == "ANSWER":
        return (notice, ShowCard(fresh=True))
    return (notice,)


def explanation(explained: Explain, t: Texts) -> Html:
    """The sentence for a code."""
    known = explained.code in SENTENCES
    return t(SENTENCES[explained.code], **dict(explained.words)) if known else broken(explained.code, t)


def broken(ref: str, t: Texts) -> Html:
    """The apology for a fault of our own; `ref` is what the log has it under."""
    return t(
        "<b>Not recorded.</b> Something broke on my side. Your message is kept, the owner knows. Code {ref}",
        ref=ref,
    )


def without_model(steps: tuple[Step, ...], t: Texts) -> tuple[Step, ...]:
    """The steps of words that only the rules have read: the person is told, for they may be read wrongly."""
    last = steps[-1]
    if isinstance(last.decision, Silence):
        return steps
    if isinstance(last.decision, Explain) and last.decision.code == "E01":
        return (*steps[:-1], replace(last, says=(Notice(t(SENTENCES["E09"])),)))
    return (*steps[:-1], replace(last, says=(*last.says, Notice(t(SENTENCES["E08"])))))


SENTENCES: Final = {
    "E01": (
        "I didn’t find an amount here. Write it like this: <i>coffee 300 cash</i>. "
        "Or ask: <i>how much on food in October</i>"
    ),
    "E08": "The AI is not answering, I read this by simple rules. Please check",
    "E09": (
        "The AI is not answering and this is too hard for my simple rules. "
        "Write it short, for example: <i>taxi 450 card</i>"
    ),
    "E15": "I don’t have this message in my books, so I can’t change it. Please write it as new",
    "E17": (
        "I can’t read the total on this photo. Write the amount as a reply and I’ll keep the photo with it"
    ),
    "E20": "I work with text and photos. I don’t use stickers or video",
    "FORWARDED": (
        "These are forwarded words: they give me no orders, and I found no operation in them. "
        "Write it yourself, for example: <i>coffee 300 cash</i>"
    ),
    "VOICE": "I can’t listen to voice messages yet. Reply with words, I’ll keep the voice with them",
    "CHANGE": "What should I change in <b>#{num}</b>?",
    "VOIDED": "<b>#{num}</b> is undone. Bring it back first, then change it",
    "SAME_BALANCE": "The books say the same about {account}. There is nothing to record",
    "NOTHING_OPEN": "No question is open, so there is nothing to cancel",
    "ANSWER": "I didn’t understand the answer. The question is still open:",
    "TAP_ONE": "Tap one of the buttons above, or reply to the right message",
    "UNDO_WHAT": "Reply to the message it is about, or send /undo to undo your last operation",
}


def _buttons(explained: Explain, thread: Thread | None, t: Texts) -> tuple[tuple[Button, ...], ...]:
    if thread is None or thread.booked is None:
        return ()

    def button(verb: str, label: str, argument: str = "") -> Button:
        return Button(label, data=Callback(verb, thread.id, thread.revision, argument).pack())  # type: ignore[arg-type]  # verbs below

    match explained.code:
        case "CHANGE":
            fields = (
                (button("edit", t.plain("Amount"), "amount"), button("edit", t.plain("Account"), "account")),
                (button("edit", t.plain("Category"), "category"), button("edit", t.plain("Date"), "day")),
            )
            return (*fields, (button("undo", t.plain("Undo it")),))
        case "VOIDED":
            return ((button("back", t.plain("Bring back")),),)
        case _:
            return ()
