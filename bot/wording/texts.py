import gettext
import html
import io
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE: Final = Path(__file__).parent / "locale"


class Html(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


class Texts:
    """What the bot says, in one language. Call it with an English text and the values of its {names}.

    Values are escaped for Telegram's HTML, except those that are `Html` already.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in languages() else "en"
        self._catalogue = _catalogue(self.language)

    def __call__(self, text: str, **values: object) -> Html:
        return _filled(self._catalogue.gettext(text), values)

    def plural(self, one: str, many: str, count: int, **values: object) -> Html:
        """The form for `count`, by the rules of the language; `{count}` is filled in."""
        return _filled(self._catalogue.ngettext(one, many, count), {"count": count, **values})

    def plain(self, text: str, **values: object) -> str:
        """The same for places that are not HTML: buttons, toasts, placeholders."""
        return self._catalogue.gettext(text).format(**values)


@cache
def languages() -> frozenset[str]:
    """The languages the bot speaks: English, and every one that has a catalogue."""
    return frozenset({"en", *(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/*.po"))})


@cache
def texts(language: str) -> Texts:
    """The texts of a language code such as `ru` or `ru-RU`; English where there is none."""
    return Texts(language.partition("-")[0].lower())


def escaped(value: object) -> str:
    """A value as it may stand in Telegram's HTML."""
    return value if isinstance(value, Html) else html.escape(str(value), quote=False)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = LOCALE / language / "LC_MESSAGES" / "threadbook.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _filled(text: str, values: dict[str, object]) -> Html:
    return Html(text.format(**{name: escaped(value) for name, value in values.items()}))
