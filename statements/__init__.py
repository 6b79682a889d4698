"""Bank statements and chat exports, read into entries that a person may take into the book."""

from statements.chat_export import ChatExport, ChatMessage, read_chat
from statements.columns import ROLES, Columns, Role
from statements.days import DayOrder
from statements.entries import Entry, Expected, Problem, Statement, Trouble, read_entries
from statements.errors import Fault, UnreadableFileError
from statements.matching import APART, NEAR, Known, Matched, match
from statements.opening import read_table
from statements.pairing import End, Pair, pair
from statements.proposal import propose, with_marks
from statements.table import Line, Table
from statements.upload import Kind, Upload, kind_of, may_be_statement

__all__ = [
    "APART",
    "NEAR",
    "ROLES",
    "ChatExport",
    "ChatMessage",
    "Columns",
    "DayOrder",
    "End",
    "Entry",
    "Expected",
    "Fault",
    "Kind",
    "Known",
    "Line",
    "Matched",
    "Pair",
    "Problem",
    "Role",
    "Statement",
    "Table",
    "Trouble",
    "UnreadableFileError",
    "Upload",
    "kind_of",
    "match",
    "may_be_statement",
    "pair",
    "propose",
    "read_chat",
    "read_entries",
    "read_table",
    "with_marks",
]
