"""Formatted text: HTML to plain text and entities, and the entities that Telegram finds by itself."""

import re
from dataclasses import dataclass, field

from playground.telegram.errors import BotApiError
from playground.telegram.wire import JsonObject, has_surrogates, utf16_length

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}
REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
HIGHEST_CODE_POINT = 0x10FFFF
LINK_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-zA-Z]+));?")
_SPACE = " \t\r\n\v\f"
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/@]))"
    r"|(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z]\w{3,31}\b)"
)


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass(slots=True)
class _Reader:
    """One pass over an HTML text; `parts` is the plain text so far, `offset` its length in UTF-16 units."""

    source: str
    position: int = 0
    offset: int = 0
    parts: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[JsonObject] = field(default_factory=list)

    def read(self) -> None:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._end_tag() if self.source.startswith("</", self.position) else self._start_tag()
            elif character == "&":
                self._add(self._reference())
            else:
                self.position += 1
                self._add(character)
        if self.open:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.offset += utf16_length(text)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode('utf-8', 'surrogatepass'))}"

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _skip(self, characters: str) -> None:
        while (character := self._peek()) and character in characters:
            self.position += 1

    def _until(self, characters: str) -> str:
        start = self.position
        while (character := self._peek()) and character not in characters:
            self.position += 1
        return self.source[start : self.position]

    def _reference(self) -> str:
        match = _REFERENCE.match(self.source, self.position)
        decoded = _decode(match) if match else None
        if match is None or decoded is None:
            self.position += 1
            return "&"
        self.position = match.end()
        return decoded

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        tag = self._until(_SPACE + ">").lower()
        if not self._peek():
            raise _unreadable(f"Unclosed start tag {self._at(begin)}")
        if tag not in TYPES:
            raise _unreadable(f'Unsupported start tag "{tag}" {self._at(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        if tag == "tg-time" and not re.fullmatch(r"-?\d{1,12}", attributes.get("unix", "")):
            raise _unreadable(f'Tag "tg-time" must have a valid attribute "unix" {self._at(begin)}')
        self.open.append(_Open(tag, attributes, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        self._skip(_SPACE)
        while self._peek() != ">":
            name = self._until(_SPACE + "=>").lower()
            if not name:
                raise _unreadable(
                    f'Empty attribute name in the tag "{tag}" {self._at(begin)}'
                    if self._peek()
                    else f"Unclosed start tag {self._at(begin)}"
                )
            self._skip(_SPACE)
            if (tag, name) == ("blockquote", "expandable") and self._peek() != "=":
                attributes[name] = ""
                continue
            if self._peek() != "=":
                raise _unreadable(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" {self._at(begin)}'
                )
            self.position += 1
            self._skip(_SPACE)
            attributes[name] = self._value(begin)
            self._skip(_SPACE)
        self.position += 1
        return attributes

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in ("'", '"'):
            start = self.position
            token = _NAME_TOKEN.match(self.source, start)
            self.position = token.end() if token else start
            if self._peek() and self._peek() not in _SPACE + ">":
                raise _unreadable(f"Unexpected end of name token {self._at(start)}")
            value = self.source[start : self.position].lower()
        else:
            self.position += 1
            value = _REFERENCE.sub(lambda match: _decode(match) or match[0], self._until(quote))
            self.position += 1
        if not self._peek():
            raise _unreadable(f"Unclosed start tag {self._at(begin)}")
        return value

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise _unreadable(f"Unexpected end tag {self._at(begin)}")
        self.position += 2
        tag = self._until(_SPACE + ">").lower()
        self._skip(_SPACE)
        if self._peek() != ">":
            raise _unreadable(f"Unclosed end tag {self._at(begin)}")
        self.position += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _unreadable(
                f'Unmatched end tag {self._at(begin)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: JsonObject = {
            "type": TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        match opened.tag:
            case "a":
                url = _link(opened.attributes.get("href") or "".join(self.parts[opened.start :]))
                if not url:
                    return
                entity["url"] = url
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-time":
                entity["unix_time"] = int(opened.attributes["unix"])
                if opened.attributes.get("format"):
                    entity["date_time_format"] = opened.attributes["format"]
            case "code" | "pre":
                if self._joins(entity, opened):
                    return
        self.entities.append(entity)

    def _joins(self, entity: JsonObject, opened: _Open) -> bool:
        """Fold `<pre><code class="language-…">` into one `pre` with a language."""
        language = opened.attributes.get("class", "").removeprefix("language-")
        if entity["type"] == "code" and self.open and self.open[-1].tag == "pre" and language:
            self.open[-1].attributes["language"] = language
            return bool(entity["offset"] == self.open[-1].offset)
        if entity["type"] == "pre" and "language" in opened.attributes:
            entity["language"] = opened.attributes["language"]
        return False


def parse_html(source: str) -> tuple[str, list[JsonObject]]:
    """Return the plain text of `source` and its entities, outermost first.

    Raises:
        BotApiError: the markup is not what Telegram accepts.
    """
    reader = _Reader(source)
    reader.read()
    text = "".join(reader.parts)
    if has_surrogates(text):
        raise _unreadable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text, in_order(reader.entities)


def trimmed(text: str, entities: list[JsonObject]) -> tuple[str, list[JsonObject]]:
    """Cut the white space around `text`, as Telegram does, and fit its entities."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    stripped = text.strip()
    length = utf16_length(stripped)
    fitted = []
    for entity in entities:
        start = min(max(entity["offset"] - lead, 0), length)
        end = min(max(entity["offset"] + entity["length"] - lead, 0), length)
        if end > start:
            fitted.append(entity | {"offset": start, "length": end - start})
    return stripped, fitted


def found(text: str, entities: list[JsonObject]) -> list[JsonObject]:
    """Add the commands, links and mentions of `text` to `entities`, except within code and links."""
    closed = [entity for entity in entities if entity["type"] in ("code", "pre", "text_link")]
    discovered = []
    for match in _FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if not any(
            offset < entity["offset"] + entity["length"] and entity["offset"] < offset + length
            for entity in closed
        ):
            discovered.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return in_order(entities + discovered)


def in_order(entities: list[JsonObject]) -> list[JsonObject]:
    """Sort as Telegram serves them: by offset, the longer first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _decode(match: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return REFERENCES.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < HIGHEST_CODE_POINT else None


def _link(address: str) -> str:
    """Return `address` as Telegram stores it; empty when it is no link, and then the text stays plain."""
    address = address.strip()
    if address.lower().startswith(LINK_SCHEMES):
        return address
    host = re.split(r"[/?#:]", address, maxsplit=1)[0]
    is_host = re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) is not None
    return f"http://{address}" + ("" if "/" in address else "/") if is_host else ""


def _unreadable(reason: str) -> BotApiError:
    return BotApiError.bad_request(f"can't parse entities: {reason}")
