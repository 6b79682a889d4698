"""A strict Bot API server of our own, and the people who write to the bot through it."""

from playground.telegram.calls import Call
from playground.telegram.chats import Chat, User
from playground.telegram.clock import ManualClock
from playground.telegram.faults import Fault
from playground.telegram.files import Upload
from playground.telegram.messages import Message
from playground.telegram.people import Person
from playground.telegram.server import application, router, serve, serve_in_thread
from playground.telegram.world import World

__all__ = [
    "Call",
    "Chat",
    "Fault",
    "ManualClock",
    "Message",
    "Person",
    "Upload",
    "User",
    "World",
    "application",
    "router",
    "serve",
    "serve_in_thread",
]
