from typing import Any

from agents import Reading, Setting
from evals.case import Case
from evals.prediction import PredictedOperation, PredictedTurn, Prediction

COFFEE = {"type": "expense", "amount": "300", "currency": "RUB", "date": "2026-04-08", "account": "Card"}
TAXI = COFFEE | {"amount": "450"}


def case(*turns: tuple[str, dict[str, Any]], **more: Any) -> Case:
    """A case in which these messages should lead to these expectations."""
    values: dict[str, Any] = {
        "id": "made-1",
        "lang": "en",
        "locale": "en-GB",
        "now": "2026-04-08T20:30:00+03:00",
        "timezone": "Europe/Moscow",
        "user": {
            "default_currency": "RUB",
            "default_account": None,
            "accounts": [{"name": "Cash", "currency": "RUB"}, {"name": "Card", "currency": "RUB"}],
            "categories": {"expense": ["Cafés", "Other"], "income": ["Salary", "Other"]},
        },
        "turns": [{"user": text, "expect": expect} for text, expect in turns],
    }
    return Case.model_validate(values | more)


def predicted(*turns: dict[str, Any], final: tuple[dict[str, Any], ...] = (), **more: Any) -> Prediction:
    """A prediction of these turns."""
    return Prediction(
        id="made-1",
        turns=tuple(PredictedTurn.model_validate(turn) for turn in turns),
        final=tuple(PredictedOperation.model_validate(one) for one in final),
        **more,
    )


SAID = case(("the usual, 300, card", {"act": ["record"], "ops": [COFFEE]}), final=[COFFEE])


class UnsureReader:
    """Understands nothing and says so, so that the model is asked."""

    async def read(self, text: str, setting: Setting) -> Reading:
        return Reading("none", certain=False)
