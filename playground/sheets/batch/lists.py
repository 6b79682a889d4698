"""Things on tabs that have numbers of their own, unique in the whole spreadsheet."""

import secrets

from playground.sheets.batch.call import Call
from playground.sheets.errors import Json, RefusedError
from playground.sheets.tab import Tab


def numbered(call: Call, item: Json, name: str, key: str) -> Json:
    """The item with its own number or a new one; a used one is refused."""
    number = item.get(key) or 1 + secrets.randbelow(2**31 - 1)
    if any(one[key] == number for tab in call.sheet.tabs for one in tab.lists.get(name, ())):
        raise RefusedError(f"{key} {number} already exists.")
    return {key: number, **item}


def find(call: Call, name: str, key: str, number: object) -> tuple[Tab, Json]:
    """The item of that number, and the tab it lies on.

    Raises:
        RefusedError: there is none.
    """
    for tab in call.sheet.tabs:
        for one in tab.lists.get(name, ()):
            if one[key] == number:
                call.sheet.touch(tab)
                return tab, one
    raise RefusedError(f"No {key} with id: {number}")


def remove(call: Call, name: str, key: str, number: object) -> None:
    """Take the item of that number away.

    Raises:
        RefusedError: there is none.
    """
    tab, old = find(call, name, key, number)
    tab.set_list(name, tuple(one for one in tab.lists[name] if one is not old))
