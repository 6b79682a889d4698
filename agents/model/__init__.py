"""The reader that asks a language model: any server that speaks OpenAI's chat completions."""

from agents.model.client import ModelReader

__all__ = ["ModelReader"]
