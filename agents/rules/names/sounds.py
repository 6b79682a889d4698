"""How a name sounds, whatever letters it is written in: `каспи` is `Kaspi`."""

from functools import lru_cache
from typing import Final

_LATIN: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "j", "з": "s",
        "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
        "c": "k", "q": "k", "w": "v", "y": "i", "z": "s", "x": "ks",
    }
)  # fmt: skip
_PAIRS: Final = (("ch", "ч"), ("ck", "k"), ("ph", "f"), ("sh", "ш"))


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A folded word in plain Latin letters, doubled ones once, with letters that sound alike made one."""
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    word = word.translate(_LATIN)
    return "".join(char for index, char in enumerate(word) if index == 0 or char != word[index - 1])
