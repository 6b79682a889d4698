// Every word of the page, in English and Russian. The bot's own words come from the bot.

import { recall, remember } from "./memory.js";

const EN = {
  "page.title": "Threadbook playground",
  "brand.note": "Playground: everything here runs on this computer",
  "language.label": "Language of the page",
  "skip.composer": "Skip to the message field",
  "skip.sheet": "Skip to the sheet",

  "alert.title": "Message from the bot",
  "alert.ok": "OK",
  "error.unreachable": "The playground does not answer. Is it still running in the terminal?",
  "error.refused": "That did not work: {reason}",
  "connection.lost": "The playground does not answer. Trying again…",

  "messenger.label": "Messenger",
  "people.label": "You write as",
  "chats.label": "Chats",
  "chat.private": "Threadbook",
  "chat.privateNote": "private chat",
  "chat.members.one": "{count} member",
  "chat.members.other": "{count} members",
  "chat.unread.one": "{count} new message",
  "chat.unread.other": "{count} new messages",
  "log.label": "Messages",
  "log.toEnd": "To the newest message",
  "typing.typing": "is typing",
  "typing.upload": "is sending a file",
  "draft.thinking": "Thinking…",
  "day.today": "Today",
  "day.yesterday": "Yesterday",

  "empty.title": "A bookkeeper you can text",
  "empty.private": "Write what you spent, earned or moved. The row appears in the sheet beside this chat.",
  "empty.group": "In a group the bot hears commands and replies to it. Start with /add.",
  "empty.step1": "Write a purchase, or take one of the lines below",
  "empty.step2": "Reply to the card to correct it, tomorrow or in a year",
  "empty.step3": "Sort or edit the sheet yourself: the bot finds its rows again",
  "empty.step4": "Kill the bot while it works: nothing is lost, nothing is doubled",

  "message.label": "{name}, {time}",
  "message.edited": "edited",
  "message.spoiler": "Hidden text, press to read",
  "message.copyCode": "Press to copy",
  "message.reply": "Reply",
  "message.quote": "Reply to the selected words",
  "message.edit": "Edit",
  "message.copy": "Copy the text",
  "message.more": "More actions",
  "message.goto": "In reply to {name}: {text}",
  "message.gone": "That message is not here any more",
  "message.react": "React with {emoji}",
  "message.unreact": "Take {emoji} back",
  "message.reacted": "{emoji} from {names}",
  "message.photo": "Photo, press to open",
  "message.download": "Save {name}",
  "message.copied": "Copied: {text}",
  "message.copies": "copies",
  "quote.button": "Quote",
  "voice.play": "Play",
  "voice.pause": "Pause",
  "voice.seek": "Position",
  "kind.photo": "Photo",
  "kind.voice": "Voice message",
  "kind.audio": "Audio",
  "kind.document": "File",
  "kind.video": "Video",
  "kind.sticker": "Sticker",
  "kind.other": "Message",

  "composer.label": "Message",
  "composer.placeholder": "Write a message…",
  "composer.placeholderGroup": "Write to {title}…",
  "composer.caption": "Add a caption…",
  "composer.send": "Send",
  "composer.save": "Save the change",
  "composer.attach": "Attach a photo or a file",
  "composer.voice": "Send a voice recording (an audio file)",
  "composer.commands": "Commands of the bot",
  "composer.commandsEmpty": "The bot has not named its commands yet",
  "composer.replying": "Reply to {name}",
  "composer.quoting": "Quote from {name}",
  "composer.editing": "Edit your message",
  "composer.attached": "To be sent: {name}",
  "composer.cancel": "Leave this (Esc)",
  "composer.drop": "Drop the file here to send it",
  "composer.suggestions": "Try",
  "composer.keys": "Enter sends, Shift+Enter makes a new line, Up edits your last message",

  "bot.running": "Bot running",
  "bot.pid": "pid {pid}",
  "bot.stopped": "Bot stopped",
  "bot.killed": "Bot killed",
  "bot.absent": "No bot here",
  "bot.start": "Start it",
  "bot.kill": "Kill -9",
  "bot.killTitle": "SIGKILL: the bot gets no chance to tidy up. What it had received must survive on its disk",
  "bot.startTitle": "Starts the bot again on the same database",
  "bot.down": "The bot is not running. What you write waits for it.",
  "bot.downKilled": "You killed the bot. What you write waits; start it and watch it pick up where it was.",
  "bot.downFailed": "The bot stopped by itself{code}.",
  "bot.lastWords": "Its last words:",
  "bot.code": " (exit code {code})",
  "bot.waiting.one": "{count} update is waiting.",
  "bot.waiting.other": "{count} updates are waiting.",
  "bot.log": "The bot's own log",
  "bot.logEmpty": "The bot has said nothing yet",

  "faults.label": "Break something",
  "faults.sheetDown": "Sheet down",
  "faults.sheetDownTitle": "Google answers every call with 503 until you press again",
  "faults.lost": "Lose an answer",
  "faults.lostTitle": "The next write reaches the sheet, but the bot never hears that it did",
  "faults.late": "Late write",
  "faults.lateTitle": "Google refuses the next write with 503, and carries it out all the same 10 seconds later",
  "faults.tooMany": "Telegram 429",
  "faults.tooManyTitle": "Telegram refuses the bot's next message and asks it to wait 3 seconds",
  "faults.armed": "armed",
  "faults.armedToast": "Armed. It happens on the bot's next call",
  "faults.on": "on",
  "faults.clear": "Heal all",
  "faults.clearTitle": "Takes back every fault that is armed or on",

  "wire.toggle": "What happened on the wire",
  "wire.calls": "Calls of the bot",
  "wire.time": "Time",
  "wire.service": "To",
  "wire.method": "Call",
  "wire.status": "Status",
  "wire.ms": "ms",
  "wire.empty": "No call yet. Write to the bot.",
  "wire.close": "Close the drawer",
  "wire.clear": "Empty the list",
  "wire.failed": "failed",

  "sheet.label": "Sheet",
  "sheet.note": "Google Sheet, live",
  "sheet.grid": "Cells of {tab}",
  "sheet.tabs": "Tabs of the spreadsheet",
  "sheet.address": "Selected cell",
  "sheet.value": "Content of the selected cell",
  "sheet.edit": "Edit cell {cell}",
  "sheet.loading": "Loading the sheet…",
  "sheet.waiting": "Rows appear here as soon as the bot writes them",
  "sheet.rows.one": "{count} row",
  "sheet.rows.other": "{count} rows",
  "sheet.changedBot": "row {row} written at {time}",
  "sheet.changedYou": "you changed {cell} at {time}",
  "sheet.sorted": "you sorted by {column} at {time}",
  "sheet.inserted": "you inserted row {row} at {time}",
  "sheet.deleted": "you deleted row {row} at {time}",
  "sheet.copied": "you copied row {row} at {time}",
  "sheet.rowMenu": "Row {row}",
  "sheet.columnMenu": "Column {column}",
  "sheet.insertAbove": "Insert a row above",
  "sheet.insertBelow": "Insert a row below",
  "sheet.duplicate": "Copy this row to the end",
  "sheet.delete": "Delete this row",
  "sheet.sortUp": "Sort sheet A → Z",
  "sheet.sortDown": "Sort sheet Z → A",
  "sheet.noRow": "Row {row} is not in this sheet",
  "sheet.otherSheet": "That link leads to another spreadsheet",
  "sheet.keys": "Double-click or press Enter to edit as a person would. Right-click a row number or a column letter for more",

  "layout.split": "Width of the messenger",
};

const RU = {
  "page.title": "Threadbook: площадка",
  "brand.note": "Площадка: всё здесь работает на этом компьютере",
  "language.label": "Язык страницы",
  "skip.composer": "К полю сообщения",
  "skip.sheet": "К таблице",

  "alert.title": "Сообщение от бота",
  "alert.ok": "Понятно",
  "error.unreachable": "Площадка не отвечает. Она ещё запущена в терминале?",
  "error.refused": "Не получилось: {reason}",
  "connection.lost": "Площадка не отвечает. Пробую снова…",

  "messenger.label": "Мессенджер",
  "people.label": "Вы пишете как",
  "chats.label": "Чаты",
  "chat.private": "Threadbook",
  "chat.privateNote": "личный чат",
  "chat.members.one": "{count} участник",
  "chat.members.few": "{count} участника",
  "chat.members.many": "{count} участников",
  "chat.members.other": "{count} участника",
  "chat.unread.one": "{count} новое сообщение",
  "chat.unread.few": "{count} новых сообщения",
  "chat.unread.many": "{count} новых сообщений",
  "chat.unread.other": "{count} нового сообщения",
  "log.label": "Сообщения",
  "log.toEnd": "К последнему сообщению",
  "typing.typing": "печатает",
  "typing.upload": "отправляет файл",
  "draft.thinking": "Думаю…",
  "day.today": "Сегодня",
  "day.yesterday": "Вчера",

  "empty.title": "Бухгалтер, которому можно написать",
  "empty.private": "Напишите, что потратили, получили или перевели. Строка появится в таблице рядом.",
  "empty.group": "В группе бот слышит команды и ответы на свои сообщения. Начните с /add.",
  "empty.step1": "Напишите о покупке или возьмите строку ниже",
  "empty.step2": "Ответьте на карточку, чтобы исправить её, хоть через год",
  "empty.step3": "Сортируйте и правьте таблицу сами: бот снова найдёт свои строки",
  "empty.step4": "Убейте бота посреди работы: ничего не пропадёт и не задвоится",

  "message.label": "{name}, {time}",
  "message.edited": "изменено",
  "message.spoiler": "Скрытый текст, нажмите, чтобы прочитать",
  "message.copyCode": "Нажмите, чтобы скопировать",
  "message.reply": "Ответить",
  "message.quote": "Ответить на выделенное",
  "message.edit": "Изменить",
  "message.copy": "Скопировать текст",
  "message.more": "Ещё действия",
  "message.goto": "Ответ на сообщение, {name}: {text}",
  "message.gone": "Этого сообщения здесь уже нет",
  "message.react": "Поставить {emoji}",
  "message.unreact": "Убрать {emoji}",
  "message.reacted": "{emoji}: {names}",
  "message.photo": "Фото, нажмите, чтобы открыть",
  "message.download": "Сохранить {name}",
  "message.copied": "Скопировано: {text}",
  "message.copies": "копирует",
  "quote.button": "Цитировать",
  "voice.play": "Слушать",
  "voice.pause": "Пауза",
  "voice.seek": "Место записи",
  "kind.photo": "Фото",
  "kind.voice": "Голосовое сообщение",
  "kind.audio": "Аудио",
  "kind.document": "Файл",
  "kind.video": "Видео",
  "kind.sticker": "Стикер",
  "kind.other": "Сообщение",

  "composer.label": "Сообщение",
  "composer.placeholder": "Сообщение…",
  "composer.placeholderGroup": "Написать в «{title}»…",
  "composer.caption": "Добавьте подпись…",
  "composer.send": "Отправить",
  "composer.save": "Сохранить изменение",
  "composer.attach": "Приложить фото или файл",
  "composer.voice": "Отправить голос (аудиофайл)",
  "composer.commands": "Команды бота",
  "composer.commandsEmpty": "Бот ещё не назвал своих команд",
  "composer.replying": "Ответ: {name}",
  "composer.quoting": "Цитата: {name}",
  "composer.editing": "Изменение вашего сообщения",
  "composer.attached": "К отправке: {name}",
  "composer.cancel": "Передумать (Esc)",
  "composer.drop": "Отпустите файл здесь, чтобы отправить",
  "composer.suggestions": "Например",
  "composer.keys": "Enter отправляет, Shift+Enter переносит строку, стрелка вверх правит последнее ваше сообщение",

  "bot.running": "Бот работает",
  "bot.pid": "pid {pid}",
  "bot.stopped": "Бот остановлен",
  "bot.killed": "Бот убит",
  "bot.absent": "Бота здесь нет",
  "bot.start": "Запустить",
  "bot.kill": "Убить (kill -9)",
  "bot.killTitle": "SIGKILL: бот не успеет прибраться. Всё, что он получил, должно уцелеть на его диске",
  "bot.startTitle": "Запускает бота снова на той же базе",
  "bot.down": "Бот не запущен. Написанное его дождётся.",
  "bot.downKilled": "Вы убили бота. Написанное дождётся: запустите его и смотрите, как он продолжит с того же места.",
  "bot.downFailed": "Бот остановился сам{code}.",
  "bot.lastWords": "Его последние слова:",
  "bot.code": " (код {code})",
  "bot.waiting.one": "Ждёт {count} событие.",
  "bot.waiting.few": "Ждут {count} события.",
  "bot.waiting.many": "Ждут {count} событий.",
  "bot.waiting.other": "Ждут {count} события.",
  "bot.log": "Журнал самого бота",
  "bot.logEmpty": "Бот ещё ничего не сказал",

  "faults.label": "Сломать",
  "faults.sheetDown": "Таблица лежит",
  "faults.sheetDownTitle": "Google на каждый вызов отвечает 503, пока не нажмёте ещё раз",
  "faults.lost": "Потерять ответ",
  "faults.lostTitle": "Следующая запись попадёт в таблицу, но бот об этом не узнает",
  "faults.late": "Поздняя запись",
  "faults.lateTitle": "Google ответит на следующую запись ошибкой 503, а через 10 секунд всё же выполнит её",
  "faults.tooMany": "Telegram 429",
  "faults.tooManyTitle": "Telegram откажет боту в следующем сообщении и попросит подождать 3 секунды",
  "faults.armed": "наготове",
  "faults.armedToast": "Наготове. Случится при следующем вызове бота",
  "faults.on": "включено",
  "faults.clear": "Починить всё",
  "faults.clearTitle": "Убирает все включённые и взведённые сбои",

  "wire.toggle": "Что было на проводе",
  "wire.calls": "Вызовы бота",
  "wire.time": "Время",
  "wire.service": "Куда",
  "wire.method": "Вызов",
  "wire.status": "Ответ",
  "wire.ms": "мс",
  "wire.empty": "Вызовов ещё не было. Напишите боту.",
  "wire.close": "Закрыть",
  "wire.clear": "Очистить список",
  "wire.failed": "сбой",

  "sheet.label": "Таблица",
  "sheet.note": "Google-таблица, вживую",
  "sheet.grid": "Ячейки листа {tab}",
  "sheet.tabs": "Листы таблицы",
  "sheet.address": "Выбранная ячейка",
  "sheet.value": "Содержимое выбранной ячейки",
  "sheet.edit": "Правка ячейки {cell}",
  "sheet.loading": "Загружаю таблицу…",
  "sheet.waiting": "Строки появятся здесь, как только бот их запишет",
  "sheet.rows.one": "{count} строка",
  "sheet.rows.few": "{count} строки",
  "sheet.rows.many": "{count} строк",
  "sheet.rows.other": "{count} строки",
  "sheet.changedBot": "строка {row} записана в {time}",
  "sheet.changedYou": "вы изменили {cell} в {time}",
  "sheet.sorted": "вы отсортировали по {column} в {time}",
  "sheet.inserted": "вы вставили строку {row} в {time}",
  "sheet.deleted": "вы удалили строку {row} в {time}",
  "sheet.copied": "вы скопировали строку {row} в {time}",
  "sheet.rowMenu": "Строка {row}",
  "sheet.columnMenu": "Столбец {column}",
  "sheet.insertAbove": "Вставить строку выше",
  "sheet.insertBelow": "Вставить строку ниже",
  "sheet.duplicate": "Скопировать строку в конец",
  "sheet.delete": "Удалить строку",
  "sheet.sortUp": "Сортировать лист А → Я",
  "sheet.sortDown": "Сортировать лист Я → А",
  "sheet.noRow": "Строки {row} на этом листе нет",
  "sheet.otherSheet": "Эта ссылка ведёт в другую таблицу",
  "sheet.keys": "Двойной щелчок или Enter: правка, как у человека. Правый щелчок по номеру строки или букве столбца: ещё",

  "layout.split": "Ширина мессенджера",
};

const CATALOGUES = { en: EN, ru: RU };

let language = recall("language") ?? (navigator.language?.toLowerCase().startsWith("ru") ? "ru" : "en");
const listeners = [];

export const currentLanguage = () => language;

/** The words of `key` in the language of the page. With `values.count` the right plural is taken. */
export function t(key, values = {}) {
  const catalogue = CATALOGUES[language];
  const plural = values.count === undefined ? key : `${key}.${new Intl.PluralRules(language).select(values.count)}`;
  const words = catalogue[plural] ?? catalogue[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Calls `listener` now and each time the language changes. */
export function onLanguage(listener) {
  listeners.push(listener);
  listener();
}

/** Switches the page to `chosen` ("en" or "ru") and remembers it. */
export function speak(chosen) {
  language = chosen;
  remember("language", chosen);
  document.documentElement.lang = chosen;
  for (const listener of listeners) listener();
}

/** Fills every element of the document that names its words by data-t, data-t-label, data-t-title or data-t-placeholder. */
export function fillStatic() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  for (const node of document.querySelectorAll("[data-t-title]")) node.title = t(node.dataset.tTitle);
}

const clock = (time) => time.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** 14:05, for a Unix time in seconds. */
export const timeOfDay = (seconds) => clock(new Date(seconds * 1000));

/** 14:05:09, for a Date. */
export const exactTime = (time) =>
  time.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** "Today", "Yesterday" or "21 November", for a Unix time in seconds. */
export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return t("day.today");
  if (day.toDateString() === yesterday.toDateString()) return t("day.yesterday");
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString(language, { day: "numeric", month: "long", year });
}
