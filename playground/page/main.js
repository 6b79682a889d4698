// Everything put together: three sources of truth (messages, sheet, bot process), one stream of events, and those who draw.

import { Book } from "./book.js";
import { BotProcess, drawBot } from "./health.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { SheetPane } from "./sheet.js";
import { View } from "./view.js";
import { World } from "./world.js";
import { byId } from "./dom.js";
import { currentLanguage, fillStatic, onLanguage, speak, t } from "./texts.js";
import { drawFaults } from "./faults.js";
import { drawPeople, moveInside } from "./people.js";
import { drawSplit } from "./layout.js";
import { drawSuggestions } from "./suggestions.js";
import { drawWire } from "./wire.js";
import { follow } from "./stream.js";
import { meaningOf } from "./links.js";
import { offerQuotes } from "./quote.js";
import { toast } from "./toast.js";

const world = new World();
const book = new Book();
const process = new BotProcess();
const view = new View(world);

onLanguage(fillStatic);

const composer = new Composer(world, view);
const sheet = new SheetPane(book, { open });
new Log(world, view, { composer, open });

drawPeople(world, view, composer);
drawSuggestions(world, view, composer);
drawFaults(world, book);
drawBot(process, world);
const loadWire = drawWire(world, book, process);
drawSplit();
drawLanguages();
offerQuotes(({ messageId, text, position }) => {
  const message = world.message(view.chatId, messageId);
  if (message) composer.reply(message, { quote: { text, position } });
});

// Follows a link that means something here and says so; a page outside is left to the browser.
function open(address) {
  const meaning = meaningOf(address, { spreadsheetId: book.id, botUsername: world.bot?.username });
  switch (meaning?.kind) {
    case "row":
      sheet.reveal(meaning.sheetId, meaning.row);
      return true;
    case "sheet":
      sheet.show(meaning.sheetId);
      return true;
    case "foreign":
      toast(t("sheet.otherSheet"), "error");
      return true;
    case "start":
      view.openChat(view.me);
      composer.send(meaning.text);
      return true;
    default:
      return false;
  }
}

function drawLanguages() {
  const group = byId("language");
  for (const button of group.querySelectorAll("button")) button.addEventListener("click", () => speak(button.dataset.language));
  group.addEventListener("keydown", moveInside);
  onLanguage(() => {
    for (const button of group.querySelectorAll("button")) {
      const chosen = button.dataset.language === currentLanguage();
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
  });
}

const sources = { telegram: world, vitals: world, google: book, bot: process };

follow("/events", {
  resync: () => Promise.all([world.load(), book.load(), process.load(), loadWire()]),
  apply: ({ source, ...event }) => sources[source].apply(event),
  connected: (yes) => {
    const notice = byId("offline");
    notice.hidden = yes;
    notice.textContent = yes ? "" : t("connection.lost");
    document.documentElement.dataset.ready = String(yes);
  },
});

composer.focus();
