"""Operations taken from files: bank statements and exported chats, offered, looked at, and taken over."""

from bot.imports.importer import Importer

__all__ = ["Importer"]
