// What the Telegram of this page knows: people, chats, messages. The page keeps a copy and is told of each change.

import { telegram } from "./api.js";

export const isPrivate = (chat) => chat.type === "private";

/** The name of a person or of a chat, as a messenger shows it. */
export const nameOf = (who) =>
  who?.title ?? ([who?.first_name, who?.last_name].filter(Boolean).join(" ") || who?.username || `${who?.id ?? "?"}`);

/** One line that stands for a message in a quote or a list. */
export function summaryOf(message, words) {
  const text = message.text ?? message.caption ?? "";
  if (text) return text;
  for (const kind of ["photo", "voice", "audio", "document", "video", "sticker"]) {
    if (message[kind]) return words(`kind.${kind}`);
  }
  return words("kind.other");
}

/**
 * The copy. It dispatches: reset, message, edit, delete, reaction, typing, draft, answer, call, faults, pending; the
 * detail of each is what the simulation API says.
 */
export class World extends EventTarget {
  bot = null;
  users = new Map();
  chats = new Map();
  faults = [];
  pending = 0;
  commands = [];
  #messages = new Map();

  /** Fetches everything anew. */
  async load() {
    const state = await telegram.state();
    this.bot = state.bot;
    this.users = new Map(state.users.map((user) => [user.id, user]));
    this.chats = new Map(state.chats.map((chat) => [chat.id, chat]));
    this.faults = state.faults ?? [];
    this.pending = state.pending ?? 0;
    this.#messages = new Map();
    for (const message of state.messages) this.#keep(message);
    this.#tell("reset", {});
  }

  /** Fetches the faults in force. */
  async loadFaults() {
    this.faults = (await telegram.state()).faults ?? [];
    this.#tell("faults", {});
  }

  /** People who can be played: everyone but the bot. */
  people() {
    return [...this.users.values()].filter((user) => !user.is_bot);
  }

  /** The chats that this person sees, their talk with the bot first. */
  chatsOf(userId) {
    const mine = [...this.chats.values()].filter((chat) => chat.id === userId || (!isPrivate(chat) && chat.members?.includes(userId)));
    return mine.sort((one, other) => isPrivate(other) - isPrivate(one));
  }

  userOf(id) {
    return this.bot?.id === id ? this.bot : this.users.get(id);
  }

  messages(chatId) {
    return [...(this.#messages.get(chatId)?.values() ?? [])];
  }

  message(chatId, messageId) {
    return this.#messages.get(chatId)?.get(messageId);
  }

  last(chatId) {
    return this.messages(chatId).at(-1);
  }

  /** Takes one event of the stream in. */
  apply(event) {
    switch (event.type) {
      case "message": {
        const known = this.message(event.message.chat.id, event.message.message_id);
        this.#keep(event.message);
        this.#tell(known ? "edit" : "message", { message: event.message });
        break;
      }
      case "edit":
        this.#keep(event.message);
        this.#tell("edit", { message: event.message });
        break;
      case "delete":
        for (const id of event.message_ids) this.#messages.get(event.chat_id)?.delete(id);
        this.#tell("delete", event);
        break;
      case "reaction": {
        const message = this.message(event.chat_id, event.message_id);
        if (!message) break;
        message.sim = { ...message.sim, reactions: event.reactions };
        this.#tell("reaction", { message });
        break;
      }
      case "vitals":
        this.faults = event.faults;
        this.pending = event.pending;
        this.commands = event.commands;
        this.#tell("faults", {});
        this.#tell("pending", {});
        break;
      case "reset":
        this.load().catch(() => {}); // the stream notices an unreachable server itself
        break;
      case "callback_answer":
        this.#tell("answer", event);
        break;
      default:
        this.#tell(event.type, event);
    }
  }

  #keep(message) {
    const chat = message.chat.id;
    if (!this.#messages.has(chat)) this.#messages.set(chat, new Map());
    this.#messages.get(chat).set(message.message_id, message);
    if (!this.chats.has(chat)) this.chats.set(chat, message.chat);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
