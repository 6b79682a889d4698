"""ConversationManager, the only door to the database, and the values that pass through it."""

from manager.books import Habits, Lists
from manager.cards import Card, SheetStanding
from manager.care.backups import backup, daily_backup, discard_old_backups
from manager.care.health import Health
from manager.care.incidents import Incident
from manager.care.invariants import Finding, damages, integrity
from manager.care.outside import BookBesideSheet, book_beside_sheet, health_of, settle_stuck, stuck_in
from manager.care.restoration import Restored, restore
from manager.care.statistics import StorageStats
from manager.care.stuck import Stuck
from manager.clock import Clock, utc_now
from manager.context import (
    Agent,
    AskedField,
    Balance,
    Book,
    Booked,
    Context,
    Message,
    Option,
    Question,
    Route,
    Status,
    Thread,
    Version,
)
from manager.conversation import ConversationManager
from manager.decision import (
    Answer,
    Ask,
    Cancel,
    Correct,
    Decision,
    Explain,
    Record,
    Restore,
    Revert,
    Revive,
    Settle,
    Silence,
    Step,
    Turn,
    Void,
)
from manager.deliveries import DueReply, Said
from manager.doors.sheet import Waiting
from manager.errors import StaleTurnError, StoreError
from manager.exports import Spoken
from manager.failpoints import POINTS, Point, failpoint
from manager.file.reserve import Reserve
from manager.finding import FindingKind, Seen, Settlement, SheetCheck, SheetFinding, Verdict
from manager.imported import (
    AccountEntry,
    Import,
    ImportedEntry,
    ImportedFile,
    ImportedWords,
    ImportId,
    ImportState,
)
from manager.inbox import Album, InboxEntry, RawUpdate
from manager.incoming import ChatType, Incoming, IncomingKind, Person
from manager.lesson import ENOUGH, Lesson, LessonKind
from manager.model_calls import CallState, Spent, TokenLimits
from manager.people import Member, Role
from manager.projection import Link, Linkage, SheetJob, SheetState
from manager.query import BEGINNING, Metric, Period, Query, Span, Split
from manager.say import (
    Button,
    Buttons,
    EditMessage,
    Notice,
    Prompt,
    React,
    Say,
    ShowCard,
    ShowChange,
    unpacked_buttons,
)
from manager.search import Counted, Share, Total
from manager.sheet_move import Moving
from manager.templates import Example
from manager.unbooked import SheetLine
from manager.view import Founding
from manager.vitals import KnownChat

__all__ = [
    "BEGINNING",
    "ENOUGH",
    "POINTS",
    "AccountEntry",
    "Agent",
    "Album",
    "Answer",
    "Ask",
    "AskedField",
    "Balance",
    "Book",
    "BookBesideSheet",
    "Booked",
    "Button",
    "Buttons",
    "CallState",
    "Cancel",
    "Card",
    "ChatType",
    "Clock",
    "Context",
    "ConversationManager",
    "Correct",
    "Counted",
    "Decision",
    "DueReply",
    "EditMessage",
    "Example",
    "Explain",
    "Finding",
    "FindingKind",
    "Founding",
    "Habits",
    "Health",
    "Import",
    "ImportId",
    "ImportState",
    "ImportedEntry",
    "ImportedFile",
    "ImportedWords",
    "InboxEntry",
    "Incident",
    "Incoming",
    "IncomingKind",
    "KnownChat",
    "Lesson",
    "LessonKind",
    "Link",
    "Linkage",
    "Lists",
    "Member",
    "Message",
    "Metric",
    "Moving",
    "Notice",
    "Option",
    "Period",
    "Person",
    "Point",
    "Prompt",
    "Query",
    "Question",
    "RawUpdate",
    "React",
    "Record",
    "Reserve",
    "Restore",
    "Restored",
    "Revert",
    "Revive",
    "Role",
    "Route",
    "Said",
    "Say",
    "Seen",
    "Settle",
    "Settlement",
    "Share",
    "SheetCheck",
    "SheetFinding",
    "SheetJob",
    "SheetLine",
    "SheetStanding",
    "SheetState",
    "ShowCard",
    "ShowChange",
    "Silence",
    "Span",
    "Spent",
    "Split",
    "Spoken",
    "StaleTurnError",
    "Status",
    "Step",
    "StorageStats",
    "StoreError",
    "Stuck",
    "Thread",
    "TokenLimits",
    "Total",
    "Turn",
    "Verdict",
    "Version",
    "Void",
    "Waiting",
    "backup",
    "book_beside_sheet",
    "daily_backup",
    "damages",
    "discard_old_backups",
    "failpoint",
    "health_of",
    "integrity",
    "restore",
    "settle_stuck",
    "stuck_in",
    "unpacked_buttons",
    "utc_now",
]
