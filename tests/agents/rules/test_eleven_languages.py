"""The same few things said in each language: what was spent, earned, moved, and what was not."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from agents.reading import Reading, Setting
from agents.rules import read
from agents.rules.vocabulary.language import CODES
from tests.agents.rules.world import TODAY, book


@dataclass(frozen=True, slots=True)
class Said:
    """One language's words for the same five messages."""

    spent: str
    earned: str
    in_words: str
    planned: str
    code: str
    question: str


SAID = {
    "en": Said(
        "bought bread 12.50 yesterday",
        "got salary 2000",
        "taxi forty-two",
        "need to buy bread 12",
        "your verification code is 558201",
        "how much did I spend in November?",
    ),
    "ru": Said(
        "вчера купила хлеб 12,50",
        "получила зарплату 2000",
        "такси сорок два",
        "надо купить хлеб за 12",
        "код подтверждения 558201",
        "сколько я потратила в ноябре?",
    ),
    "uk": Said(
        "вчора купила хліб 12,50",
        "отримала зарплату 2000",
        "таксі сорок два",
        "треба купити хліб за 12",
        "код підтвердження 558201",
        "скільки я витратила в листопаді?",
    ),
    "es": Said(
        "ayer compré pan 12,50",
        "cobré el sueldo 2000",
        "taxi cuarenta y dos",
        "tengo que comprar pan 12",
        "tu código de verificación es 558201",
        "¿cuánto gasté en noviembre?",
    ),
    "de": Said(
        "gestern Brot gekauft 12,50",
        "Gehalt bekommen 2000",
        "Taxi zweiundvierzig",
        "muss Brot kaufen 12",
        "Ihr Bestätigungscode lautet 558201",
        "wie viel habe ich im November ausgegeben?",
    ),
    "fr": Said(
        "hier acheté du pain 12,50",
        "reçu le salaire 2000",
        "taxi quarante-deux",
        "je dois acheter du pain 12",
        "votre code de vérification est 558201",
        "combien ai-je dépensé en novembre ?",
    ),
    "pt": Said(
        "ontem comprei pão 12,50",
        "recebi o salário 2000",
        "táxi quarenta e dois",
        "preciso comprar pão 12",
        "seu código de verificação é 558201",
        "quanto gastei em novembro?",
    ),
    "it": Said(
        "ieri comprato pane 12,50",
        "ricevuto lo stipendio 2000",
        "taxi quarantadue",
        "devo comprare il pane 12",
        "il codice di verifica è 558201",
        "quanto ho speso a novembre?",
    ),
    "pl": Said(
        "wczoraj kupiłam chleb 12,50",
        "dostałam pensję 2000",
        "taksówka czterdzieści dwa",
        "muszę kupić chleb za 12",
        "kod weryfikacyjny 558201",
        "ile wydałam w listopadzie?",
    ),
    "tr": Said(
        "dün ekmek aldım 12,50",
        "maaş 2000 yattı",
        "taksi kırk iki",
        "ekmek almam lazım 12",
        "doğrulama kodu 558201",
        "kasımda ne kadar harcadım?",
    ),
    "zh": Said(
        "昨天买面包花了12.50",
        "收到工资2000",
        "打车四十二",
        "要买面包12块",
        "您的验证码是558201",
        "十一月花了多少钱?",
    ),
}
YESTERDAY = date(2026, 11, 20)


def heard(text: str, code: str) -> Reading:
    return read(text, Setting(book(code, "EUR"), TODAY, code, None))


def test_every_language_is_here() -> None:
    assert SAID.keys() == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_was_bought_yesterday_is_an_expense_of_that_day(code: str) -> None:
    draft = heard(SAID[code].spent, code).draft

    assert (draft.type, draft.amount, draft.day) == ("expense", Decimal("12.50"), YESTERDAY)


@pytest.mark.parametrize("code", CODES)
def test_a_salary_is_income(code: str) -> None:
    draft = heard(SAID[code].earned, code).draft

    assert (draft.type, draft.amount) == ("income", Decimal(2000))


@pytest.mark.parametrize("code", CODES)
def test_an_amount_may_be_said_in_words(code: str) -> None:
    draft = heard(SAID[code].in_words, code).draft

    assert (draft.type, draft.amount) == ("expense", Decimal(42))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("what", ["planned", "code"])
def test_a_plan_and_a_code_are_no_operation(code: str, what: str) -> None:
    assert heard(getattr(SAID[code], what), code).drafts == ()


@pytest.mark.parametrize("code", CODES)
def test_a_question_is_about_spending_in_a_period(code: str) -> None:
    query = heard(SAID[code].question, code).query

    assert query is not None
    assert (query.metric, query.type, query.period) == (
        "sum",
        "expense",
        (date(2026, 11, 1), date(2026, 11, 30)),
    )
