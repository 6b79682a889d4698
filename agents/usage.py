from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """What one call of a model used, as its server counted it, and how long it took."""

    prompt_tokens: int
    completion_tokens: int
    latency_ms: int

    @property
    def tokens(self) -> int:
        """All tokens of the call."""
        return self.prompt_tokens + self.completion_tokens
