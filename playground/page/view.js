// Who is sitting at the keyboard, in which chat, and what they have not seen yet.

import { recall, remember } from "./memory.js";
import { isPrivate } from "./world.js";

/** Dispatches `change` when person or chat changed, `unread` when a count did. */
export class View extends EventTarget {
  me = null;
  chatId = null;
  #world;
  #unread = new Map();

  constructor(world) {
    super();
    this.#world = world;
    world.addEventListener("reset", () => this.#settle());
    world.addEventListener("message", ({ detail }) => this.#count(detail.message));
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  get chat() {
    return this.#world.chats.get(this.chatId);
  }

  /** Plays `userId`; stays in the chat if that person is in it too. */
  playAs(userId) {
    const chats = this.#world.chatsOf(userId);
    const stays = chats.some((chat) => chat.id === this.chatId);
    this.#go(userId, stays ? this.chatId : chats[0]?.id);
  }

  openChat(chatId) {
    this.#go(this.me, chatId);
  }

  /** New messages for this person, in one chat or in all of them. */
  unread(userId, chatId = null) {
    const chats = chatId === null ? this.#world.chatsOf(userId).map((chat) => chat.id) : [chatId];
    return chats.reduce((sum, id) => sum + (this.#unread.get(`${userId}/${id}`) ?? 0), 0);
  }

  #go(me, chatId) {
    if (me === this.me && chatId === this.chatId) return;
    this.me = me;
    this.chatId = chatId;
    remember("view", { me, chatId });
    this.#seen();
    this.dispatchEvent(new Event("change"));
  }

  #settle() {
    const stored = this.me === null ? recall("view", {}) : { me: this.me, chatId: this.chatId };
    const people = this.#world.people();
    const me = people.some((user) => user.id === stored.me) ? stored.me : people[0]?.id;
    const chats = this.#world.chatsOf(me);
    this.me = me;
    this.chatId = chats.some((chat) => chat.id === stored.chatId) ? stored.chatId : chats[0]?.id;
    this.dispatchEvent(new Event("change"));
  }

  #count(message) {
    const chat = this.#world.chats.get(message.chat.id);
    const readers = isPrivate(chat) ? [chat.id] : (chat.members ?? []);
    // In a group, whoever plays one member has seen it for all of them.
    const here = chat.id === this.chatId && !document.hidden;
    for (const reader of readers) {
      if (here || reader === message.from?.id) continue;
      const key = `${reader}/${chat.id}`;
      this.#unread.set(key, (this.#unread.get(key) ?? 0) + 1);
    }
    this.dispatchEvent(new Event("unread"));
  }

  #seen() {
    if (document.hidden || this.chatId === null) return;
    for (const key of [...this.#unread.keys()]) {
      if (key.endsWith(`/${this.chatId}`)) this.#unread.delete(key);
    }
    this.dispatchEvent(new Event("unread"));
  }
}
