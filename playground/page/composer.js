// The field where a person writes: a new message, a reply, a correction of an own message, or a caption to a file.

import { Attachment } from "./attachment.js";
import { CommandList } from "./commands.js";
import { attempt } from "./toast.js";
import { byId, icon } from "./dom.js";
import { onLanguage, t } from "./texts.js";
import { isPrivate, nameOf, summaryOf } from "./world.js";
import { telegram } from "./api.js";

/** Each person has a field of their own in each chat: half a message waits there until they come back. */
export class Composer {
  #world;
  #view;
  #form = byId("composer");
  #field = byId("field");
  #strip = byId("strip");
  #stripTitle = byId("strip-title");
  #stripText = byId("strip-text");
  #stripIcon = byId("strip-icon");
  #sendButton = byId("send");
  #mode = null;
  #kept = new Map();
  #place = null;
  #attachment;
  #commands;

  constructor(world, view) {
    this.#world = world;
    this.#view = view;
    this.#attachment = new Attachment(() => this.#draw());
    this.#commands = new CommandList(world, view, this.#field, (text, { now }) => (now ? this.send(text) : this.fill(text)));
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => this.#keys(event));
    this.#field.addEventListener("input", () => this.#grow());
    byId("strip-cancel").addEventListener("click", () => this.#leave());
    view.addEventListener("change", () => this.#move());
    world.addEventListener("message", ({ detail }) => this.#asked(detail.message));
    world.addEventListener("delete", ({ detail }) => this.#forget(detail));
    onLanguage(() => this.#draw());
  }

  /** Whether the field holds something begun: text, a reply, a change, a file. */
  get isBusy() {
    return Boolean(this.#field.value || this.#mode || this.#attachment.file);
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Puts `text` into the field, ready to be sent or changed. */
  fill(text) {
    this.#field.value = text;
    this.#grow();
    this.focus();
    this.#field.setSelectionRange(text.length, text.length);
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Answers `message`; `quote` is `{text, position}`, `placeholder` what the bot suggests to write. */
  reply(message, { quote = null, placeholder = null } = {}) {
    if (this.#mode?.kind === "edit") this.#field.value = "";
    this.#mode = { kind: "reply", message, quote, placeholder };
    this.#draw();
    this.focus();
  }

  /** Changes one's own `message`. */
  edit(message) {
    this.#attachment.drop();
    this.#mode = { kind: "edit", message };
    this.#draw();
    this.fill(message.text);
  }

  /** Sends `text` at once, outside the field: a tapped command, a link that starts the bot. */
  send(text) {
    const { me, chatId } = this.#view;
    this.#commands.close();
    return attempt(() => telegram.send({ chat_id: chatId, user_id: me, text }));
  }

  async #submit() {
    const { me, chatId } = this.#view;
    const text = this.#field.value.trim();
    const mode = this.#mode;
    const file = this.#attachment.file;
    if (!text && !file) return;
    this.#commands.close();
    this.#field.value = "";
    this.#mode = null;
    const kind = this.#attachment.kind;
    this.#attachment.drop();
    this.#draw();
    this.focus();
    const sent = await attempt(() => {
      if (mode?.kind === "edit") {
        return telegram.edit({ chat_id: chatId, user_id: me, message_id: mode.message.message_id, text });
      }
      const reply = mode ? { reply_to_message_id: mode.message.message_id } : {};
      if (file) return telegram.upload(form({ chat_id: chatId, user_id: me, kind, ...(text ? { caption: text } : {}), ...reply, file }));
      if (mode?.quote) reply.quote = mode.quote;
      return telegram.send({ chat_id: chatId, user_id: me, text, ...reply });
    });
    if (sent === null && !this.#field.value && this.#place === `${me}/${chatId}`) {
      // Nothing a person wrote is lost because something else failed.
      this.#mode = mode;
      if (file) this.#attachment.take(file, kind);
      this.fill(text);
      this.#draw();
    }
  }

  #keys(event) {
    if (this.#commands.keys(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && (this.#mode || this.#attachment.file)) {
      event.preventDefault();
      this.#leave();
    } else if (event.key === "ArrowUp" && !this.#field.value && !this.#mode && !this.#attachment.file) {
      const own = this.#world.messages(this.#view.chatId).filter((message) => message.from?.id === this.#view.me && message.text);
      if (!own.length) return;
      event.preventDefault();
      this.edit(own.at(-1));
    }
  }

  // Esc leaves one thing at a time: the file, then the reply or the change.
  #leave() {
    if (this.#attachment.file) this.#attachment.drop();
    else {
      if (this.#mode?.kind === "edit") this.#field.value = "";
      this.#mode = null;
    }
    this.#draw();
    this.focus();
  }

  #move() {
    if (this.#place) this.#kept.set(this.#place, { text: this.#field.value, mode: this.#mode });
    this.#place = `${this.#view.me}/${this.#view.chatId}`;
    const kept = this.#kept.get(this.#place) ?? { text: "", mode: null };
    const known = kept.mode && this.#world.message(this.#view.chatId, kept.mode.message.message_id);
    this.#field.value = kept.text;
    this.#mode = known ? kept.mode : null;
    this.#attachment.drop();
    this.#commands.close();
    this.#draw();
    const last = this.#world.last(this.#view.chatId);
    if (last && !this.#mode) this.#asked(last);
  }

  // A message with force_reply asks for an answer of its own: the field opens as if Reply had been pressed.
  #asked(message) {
    const prompt = message.sim?.prompt;
    if (!prompt?.force_reply || message.chat.id !== this.#view.chatId) return;
    const { selective, input_field_placeholder: placeholder } = prompt;
    const addressed = isPrivate(message.chat) || !selective || this.#names(message, this.#view.me);
    if (addressed) this.reply(message, { placeholder: placeholder ?? null });
  }

  #names(message, userId) {
    if (message.reply_to_message?.from?.id === userId) return true;
    const username = this.#world.userOf(userId)?.username;
    return (message.entities ?? []).some(
      (entity) =>
        entity.user?.id === userId ||
        (entity.type === "mention" && username && message.text.slice(entity.offset + 1, entity.offset + entity.length) === username),
    );
  }

  #forget({ chat_id, message_ids }) {
    if (chat_id !== this.#view.chatId || !this.#mode || !message_ids.includes(this.#mode.message.message_id)) return;
    if (this.#mode.kind === "edit") this.#field.value = "";
    this.#mode = null;
    this.#draw();
  }

  #draw() {
    const mode = this.#mode;
    const file = this.#attachment.file;
    this.#strip.hidden = !mode;
    this.#strip.dataset.kind = mode?.kind ?? "";
    if (mode) {
      const name = nameOf(mode.message.from);
      const title = mode.kind === "edit" ? "composer.editing" : mode.quote ? "composer.quoting" : "composer.replying";
      this.#stripIcon.replaceChildren(icon(mode.kind === "edit" ? "pencil" : mode.quote ? "quote" : "reply"));
      this.#stripTitle.textContent = t(title, { name });
      this.#stripText.textContent = mode.quote?.text ?? summaryOf(mode.message, t);
    }
    this.#field.placeholder = file ? t("composer.caption") : (mode?.placeholder ?? this.#invitation());
    const label = t(mode?.kind === "edit" ? "composer.save" : "composer.send");
    this.#sendButton.setAttribute("aria-label", label);
    this.#sendButton.title = label;
    this.#sendButton.replaceChildren(icon(mode?.kind === "edit" ? "check" : "send"));
    this.#grow();
    this.#form.dispatchEvent(new Event("mode"));
  }

  #invitation() {
    const { chat } = this.#view;
    if (!chat || isPrivate(chat)) return t("composer.placeholder");
    return t("composer.placeholderGroup", { title: nameOf(chat) });
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
    this.#sendButton.disabled = !this.#field.value.trim() && !this.#attachment.file;
  }
}

function form(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}
