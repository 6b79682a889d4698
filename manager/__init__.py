"""ConversationManager, the only door to the database, and the values that pass through it."""

from manager.care.backups import backup, daily_backup, discard_old_backups
from manager.care.compaction import Compacted, compact
from manager.care.health import Health, ModelUse
from manager.care.incidents import Incident
from manager.care.invariants import Finding, damages, integrity
from manager.care.leftovers import LeftoverKind, Leftovers
from manager.care.metrics import Sample
from manager.care.outside import (
    BookBesideSheet,
    book_beside_sheet,
    health_of,
    metrics_of,
    settle_stuck,
    stuck_in,
)
from manager.care.restoration import Restored, restore
from manager.care.statistics import StorageStats
from manager.care.stuck import Stuck
from manager.care.waiting import Absent, Waiting
from manager.conversation import ConversationManager
from manager.exports import Spoken
from manager.failpoints import POINTS, Point, failpoint
from manager.file.reserve import Reserve
from manager.search import Counted, Share, Total
from manager.sheet_move import Moving
from manager.tables.books import Habits, Lists
from manager.tables.cards import Card, SheetStanding
from manager.tables.deliveries import DueReply, Said
from manager.tables.inbox import Album, InboxEntry, RawUpdate
from manager.tables.model_calls import CallState, Spent, TokenLimits
from manager.tables.people import Member, Role
from manager.tables.templates import Example
from manager.tables.unbooked import SheetLine
from manager.tables.vitals import KnownChat
from manager.values.clock import Clock, utc_now
from manager.values.context import (
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
from manager.values.decision import (
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
from manager.values.errors import StaleTurnError, StoreError
from manager.values.finding import FindingKind, Seen, Settlement, SheetCheck, SheetFinding, Verdict
from manager.values.imported import (
    AccountEntry,
    Import,
    ImportedEntry,
    ImportedFile,
    ImportedWords,
    ImportId,
    ImportState,
    OtherEnd,
)
from manager.values.incoming import ChatType, Incoming, IncomingKind, Person
from manager.values.lesson import ENOUGH, Lesson, LessonKind
from manager.values.projection import Link, Linkage, SheetJob, SheetState
from manager.values.query import BEGINNING, Metric, Period, Query, Span, Split, Topic
from manager.values.say import (
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
from manager.view import Founding

__all__ = [
    "BEGINNING",
    "ENOUGH",
    "POINTS",
    "Absent",
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
    "Compacted",
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
    "LeftoverKind",
    "Leftovers",
    "Lesson",
    "LessonKind",
    "Link",
    "Linkage",
    "Lists",
    "Member",
    "Message",
    "Metric",
    "ModelUse",
    "Moving",
    "Notice",
    "Option",
    "OtherEnd",
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
    "Sample",
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
    "Topic",
    "Total",
    "Turn",
    "Verdict",
    "Version",
    "Void",
    "Waiting",
    "backup",
    "book_beside_sheet",
    "compact",
    "daily_backup",
    "damages",
    "discard_old_backups",
    "failpoint",
    "health_of",
    "integrity",
    "metrics_of",
    "restore",
    "settle_stuck",
    "stuck_in",
    "unpacked_buttons",
    "utc_now",
]
