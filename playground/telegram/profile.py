"""How the bot presents itself: its texts, command lists and menu buttons."""

import json
from dataclasses import dataclass, field

from playground.telegram.wire import JsonObject


@dataclass(slots=True)
class Profile:
    """What the set… methods keep and the get… methods answer with, by language and scope."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)
    menu_buttons: dict[int | None, JsonObject] = field(default_factory=dict)

    def text(self, kind: str, language: str) -> str | None:
        """Return the name or description in `language`, or the one for every language."""
        return self.texts.get((kind, language)) or self.texts.get((kind, ""))

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Keep the name or description in `language`; an empty text removes it."""
        if text:
            self.texts[kind, language] = text
        else:
            self.texts.pop((kind, language), None)

    def menu_button(self, chat_id: int | None) -> JsonObject:
        """Return the menu button of a private chat, or the one for all."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "commands"}


def scope_key(scope: JsonObject | None) -> str:
    """Return one string for each command scope."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
