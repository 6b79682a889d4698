"""The emoji with which Telegram lets one react; ✅ and ❌ are not among them."""

# fmt: off
PERMITTED = (
    "👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮",
    "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡",
    "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻",
    "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿",
    "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡",
)
# fmt: on

VARIATION_SELECTOR = "\ufe0f"


def canonical(emoji: str) -> str | None:
    """Return `emoji` as Telegram names the reaction, or `None` when it is not permitted."""
    plain = emoji.replace(VARIATION_SELECTOR, "")
    return plain if plain in PERMITTED else None
