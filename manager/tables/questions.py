from manager.file.store import Connection
from manager.tables.packing import packed_options, packed_words, unpacked_options
from manager.values.clock import moment
from manager.values.context import Question

ADD = """
    INSERT INTO agent_questions (conversation_id, seq, agent_name, question, asked_field, missing_fields,
                                 options, asked_at)
    VALUES (:id, 1 + coalesce((SELECT max(seq) FROM agent_questions WHERE conversation_id = :id), 0),
            :agent, :text, :field, :missing, :options, :now)
"""
ANSWER = """
    UPDATE agent_questions SET answered_at = :now, answer_message_id = :message_id, answered_by = :user_id
    WHERE conversation_id = :id AND answered_at IS NULL AND superseded_at IS NULL
"""
SUPERSEDE = """
    UPDATE agent_questions SET superseded_at = :now
    WHERE conversation_id = :id AND answered_at IS NULL AND superseded_at IS NULL
"""
OPEN = """
    SELECT * FROM agent_questions
    WHERE conversation_id = :id AND answered_at IS NULL AND superseded_at IS NULL ORDER BY seq DESC LIMIT 1
"""
ALL = "SELECT * FROM agent_questions WHERE conversation_id = :id ORDER BY seq"
REOPEN = """
    UPDATE agent_questions SET superseded_at = NULL
    WHERE conversation_id = :id AND seq = (
        SELECT max(seq) FROM agent_questions WHERE conversation_id = :id
    ) AND answered_at IS NULL
"""


def ask(
    db: Connection,
    conversation_id: int,
    question: Question,
    words: tuple[str | None, str, tuple[str, ...]],
    now: str,
) -> None:
    """Open a question; `words` are the agent, the exact text, and all that is still missing."""
    agent, text, missing = words
    row = {
        "id": conversation_id,
        "agent": agent,
        "text": text,
        "field": question.field,
        "missing": packed_words(missing),
        "options": packed_options(question.options),
        "now": now,
    }
    db.execute(ADD, row)


def answer(db: Connection, conversation_id: int, message_id: int, user_id: int, now: str) -> None:
    """Close the open question as answered by a message."""
    row = {"id": conversation_id, "message_id": message_id, "user_id": user_id, "now": now}
    db.execute(ANSWER, row)


def supersede(db: Connection, conversation_id: int, now: str) -> None:
    """Close the open question unanswered."""
    db.execute(SUPERSEDE, {"id": conversation_id, "now": now})


def reopen(db: Connection, conversation_id: int) -> None:
    """Open the last question again, if it was never answered."""
    db.execute(REOPEN, {"id": conversation_id})


def open_question(db: Connection, conversation_id: int) -> Question | None:
    """What the conversation waits for, or None."""
    row = db.execute(OPEN, {"id": conversation_id}).fetchone()
    if row is None:
        return None
    return Question(row["asked_field"], unpacked_options(row["options"]), moment(row["asked_at"]))
