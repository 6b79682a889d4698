"""A local far end that speaks OpenAI's chat completions: scripted answers, faults, a journal of requests."""

from playground.openai.journal import Request
from playground.openai.server import OpenAIServer

__all__ = ["OpenAIServer", "Request"]
