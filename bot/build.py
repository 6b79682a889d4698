import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final

from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from agents.asking import Breaker
from agents.readers import Readers
from agents.rules import RulesReader, warm_up
from bot.audit.audit import Audit
from bot.audit.checks import Checks
from bot.audit.inspection import Inspection
from bot.care.alerts import Alerts
from bot.care.backups import Backups
from bot.care.caretaker import Caretaker
from bot.care.pending import Pending
from bot.care.rescue import Rescue, keepers_menu
from bot.care.tidying import Tidying
from bot.imports import Importer
from bot.receiving import updates
from bot.receiving.intake import Intake
from bot.receiving.shortage import Shortage
from bot.receiving.watchdog import Watchdog
from bot.receiving.workers import Workers
from bot.sending.delivery import Delivery
from bot.settings import Settings
from bot.sheet.connecting import Connecting
from bot.sheet.keeper import SheetKeeper
from bot.turns.access import Access
from bot.turns.commands import Commands, menu
from bot.turns.dialogue import Dialogue
from bot.turns.exports import Exporter
from bot.turns.listening import Listener
from bot.wording.texts import languages
from manager import Clock, ConversationManager, Founding, InboxEntry, Reserve, TokenLimits, utc_now

if TYPE_CHECKING:
    from agents.model import ModelReader

log = logging.getLogger(__name__)

Job = Coroutine[Any, Any, None]

PAUSES: Final = (1, 2, 5, 15, 30)
"""Seconds between attempts to reach Telegram at start, the last one for ever."""

POLL_SECONDS: Final = 10
"""How long Telegram may hold a request for updates."""


GRACE_SECONDS: Final = 5.0
"""How long the end waits for what was begun; a container is killed after ten."""


class Threadbook:
    """One running bot: intake, workers, delivery, the sheet's worker and the caretaker around one manager."""

    def __init__(self, settings: Settings, *, now: Clock = utc_now) -> None:
        founding = Founding(settings.owner_id, settings.language, settings.currency, settings.timezone)
        self.manager = ConversationManager(
            settings.database, bot_id=settings.bot_id, founding=founding, now=now
        )
        self._shortage = Shortage(
            self.manager, Reserve(settings.database), self._tell, owner_id=settings.owner_id, now=now
        )
        self._intake = Intake(self._shortage, now=now, connection_pool_size=1, read_timeout=POLL_SECONDS + 10)
        self._telegram = _telegram(settings, self._intake)
        self._model = _model(settings)
        self.checks = Checks(
            self.manager,
            lambda: self.sheet.book_and_sheet,
            every=timedelta(minutes=settings.check_minutes),
            full_every=timedelta(hours=settings.full_check_hours),
            now=now,
            wake=self.wake,
        )
        self.sheet = SheetKeeper(self.manager, settings, now=now, found=self.checks.hurry)
        self.delivery = Delivery(self.manager, self._telegram.bot, self.sheet.url, now=now)
        self.caretaker = Caretaker(
            self.manager,
            lambda: self._intake.polled_at,
            now=now,
            wake=self.delivery.wake,
            refused=self._shortage.notice,
        )
        self.alerts = Alerts(
            self.manager,
            settings.owner_id,
            self._intake,
            has_backups=settings.backups > 0,
            now=now,
            wake=self.delivery.wake,
        )
        self.backups = Backups(
            self.manager, settings.database, keep=settings.backups, owner_id=settings.owner_id, now=now
        )
        self.tidying = Tidying(self.manager, keep=timedelta(days=settings.keep_days))
        self._dialogue = Dialogue(
            self.manager,
            Listener(
                self.manager,
                Readers(RulesReader(), self._model, breaker=Breaker(now)),
                TokenLimits(settings.model_tokens_a_day, settings.model_tokens_a_person),
            ),
            Access(self.manager, settings.owner_id, now=now),
            Commands(self.manager, self.sheet.place),
            (
                Connecting(self.manager, settings, self.sheet.connect, lambda: self.sheet.spreadsheet),
                Rescue(self.manager, self.sheet.try_now, now=now),
                Pending(self.manager, now=now),
                Importer(self.manager, self._telegram.bot, now=now, wake=self.wake),
                Exporter(self.manager, self._telegram.bot, now=now),
                Inspection(self.manager, self.sheet.url, lambda: self.sheet.book_and_sheet, now=now),
                Audit(
                    self.manager,
                    self._telegram.bot,
                    lambda: self.sheet.book_and_sheet,
                    now=now,
                    wake=self.wake,
                ),
            ),
            now=now,
            wake=self.wake,
        )
        self.workers = Workers(self.manager, self._handle, self._shortage.notice)
        self._telegram.add_handler(TypeHandler(Update, self._arrived))
        self._owner_id = settings.owner_id
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Open the database, begin to listen, and take up what an earlier process left.

        Raises:
            StoreError: the database cannot be used.
            InvalidToken: Telegram does not know the token.
        """
        await self.manager.open()
        await self._shortage.prepare()
        await asyncio.gather(self._connect(), asyncio.to_thread(warm_up))
        jobs: tuple[Job, ...] = (
            self.workers.run(),
            self.delivery.run(),
            self.sheet.run(self._telegram.bot.username, self.delivery.wake),
            self.caretaker.run(),
            self.alerts.run(),
            self._shortage.run(),
            self.backups.run(),
            self.tidying.run(),
            self.checks.run(),
            Watchdog(self._intake).run(),
        )
        self._tasks = [asyncio.create_task(job) for job in jobs]
        await self._telegram.start()
        if self._telegram.updater is not None:
            await self._telegram.updater.start_polling(
                timeout=POLL_SECONDS,
                allowed_updates=updates.ALLOWED,
                bootstrap_retries=-1,
                error_callback=_poll_failed,
            )
        await self._introduce()
        log.info("listening", extra={"bot": self._telegram.bot.username})

    async def stop(self) -> None:
        """Stop listening, finish what was begun, and close."""
        updater = self._telegram.updater
        if updater is not None and updater.running:
            await updater.stop()
        if self._tasks:
            await self._finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._telegram.running:
            await self._telegram.stop()
        await self._telegram.shutdown()
        await self.sheet.close()
        if self._model is not None:
            await self._model.close()
        await self.manager.close()
        self._shortage.close()

    async def _finish(self) -> None:
        """Let turns that were begun end, and their answers be said, for a while; a start does the rest."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await self.workers.finish()
                await self.delivery.finish()

    async def failed(self) -> None:
        """Wait until one of the jobs ends, which none of them should; its error is raised."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def wake(self) -> None:
        """Something was written: say it, and take it to the sheet."""
        self.delivery.wake()
        self.sheet.wake()

    async def _connect(self) -> None:
        """Greet Telegram; while it does not answer, try again: whoever starts us need not wait for it."""
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                await self._telegram.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram does not answer: %s", error)
                await asyncio.sleep(pause)
            else:
                return

    async def _handle(self, entry: InboxEntry) -> None:
        await self._dialogue.handle(entry, self._telegram.bot)

    async def _tell(self, chat_id: int, text: str) -> None:
        """Say something without the reply outbox, which needs the disk."""
        await self._telegram.bot.send_message(chat_id, text, parse_mode=ParseMode.HTML)

    async def _arrived(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Wake the workers: intake has stored the update already."""
        self.workers.wake()

    async def _introduce(self) -> None:
        """Tell Telegram the lists of commands, in every language; they are an ornament, so it may fail."""
        everybody, owner = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(self._owner_id)
        for language in sorted(languages()):
            usual, more = menu(language), keepers_menu(language)
            code = None if language == "en" else language
            try:
                await self._telegram.bot.set_my_commands(usual, everybody, code)
                await self._telegram.bot.set_my_commands([*usual, *more], owner, code)
            except TelegramError as error:
                log.info("commands not set", extra={"reason": str(error)})
                return


def _telegram(settings: Settings, intake: Intake) -> Application[Any, Any, Any, Any, Any, Any]:
    """The Telegram client of these settings, with an intake that stores updates first."""
    base = settings.telegram_api_url.rstrip("/")
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .request(HTTPXRequest(connection_pool_size=64, read_timeout=20, write_timeout=20))
        .get_updates_request(intake)
        .rate_limiter(AIORateLimiter())
    )
    return builder.build()


def _poll_failed(error: TelegramError) -> None:
    """Say in the log why updates do not come; the client tries again by itself."""
    if isinstance(error, Conflict):
        log.error("another process asks for updates with this token; stop one of the two")
    else:
        log.warning("Telegram does not answer: %s", error)


def _model(settings: Settings) -> "ModelReader | None":
    """The model reader, where a key is set."""
    if settings.openai_api_key is None:
        return None
    from agents.model import ModelReader  # noqa: PLC0415  # half a second to load: who has no key need not wait

    key = settings.openai_api_key.get_secret_value()
    return ModelReader(
        key, settings.model, base_url=settings.openai_base_url, most_tokens=settings.model_context_tokens
    )


def build(settings: Settings, *, now: Clock = utc_now) -> Threadbook:
    """Everything put together, not started."""
    return Threadbook(settings, now=now)
