from manager import Incoming
from statements import may_be_statement


def brings_file(incoming: Incoming) -> bool:
    """Whether a message brings a file that may be imported; each file of an album is one of its own."""
    is_file = incoming.kind == "document" and may_be_statement(incoming.file_name)
    return is_file and incoming.is_private
