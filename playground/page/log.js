// The messages of the open chat.

import { attempt, alertBox, toast } from "./toast.js";
import { bubble } from "./bubble.js";
import { byId, el, flash } from "./dom.js";
import { closeMenu, openMenu } from "./menu.js";
import { selectedQuote } from "./quote.js";
import { telegram } from "./api.js";
import { dayOf, onLanguage, t } from "./texts.js";
import { isPrivate, nameOf } from "./world.js";

const QUICK_REACTIONS = ["👍", "👎", "❤", "🔥", "😁", "🤔", "👀", "✍"];
const NEAR_END_PX = 80;
const ANSWER_MS = 15_000; // as long as Telegram lets a button spin
const TYPING_MS = 6_000; // Telegram shows an action for about five seconds
const DRAFT_MS = 30_000;

/** Draws the log and keeps it true; `composer` is told what to reply to and what to edit, `open` follows links. */
export class Log {
  #world;
  #view;
  #composer;
  #open;
  #node = byId("log");
  #end = byId("to-end");
  #typing = byId("typing");
  #waiting = new Map();
  #answeredEarly = new Set();
  #typingTimer = null;
  #draft = null;
  #draftTimer = null;
  #missed = 0;

  constructor(world, view, { composer, open }) {
    this.#world = world;
    this.#view = view;
    this.#composer = composer;
    this.#open = open;
    view.addEventListener("change", () => this.#redraw());
    onLanguage(() => this.#redraw());
    world.addEventListener("message", ({ detail }) => this.#here(detail.message) && this.#add(detail.message));
    world.addEventListener("edit", ({ detail }) => this.#here(detail.message) && this.#replace(detail.message, "flash"));
    world.addEventListener("reaction", ({ detail }) => this.#here(detail.message) && this.#replace(detail.message));
    world.addEventListener("delete", ({ detail }) => detail.chat_id === this.#view.chatId && this.#redraw({ stay: true }));
    world.addEventListener("typing", ({ detail }) => this.#showTyping(detail));
    world.addEventListener("draft", ({ detail }) => this.#showDraft(detail));
    world.addEventListener("answer", ({ detail }) => this.#answered(detail));
    this.#node.addEventListener("scroll", () => this.#gliding || this.#scrolled(), { passive: true });
    this.#node.addEventListener("scrollend", () => this.#arrived(), { passive: true });
    for (const hand of ["wheel", "touchstart", "pointerdown", "keydown"])
      this.#node.addEventListener(hand, () => (this.#gliding = false), { passive: true });
    this.#node.addEventListener("keydown", (event) => this.#keys(event));
    this.#node.addEventListener("load", () => this.#atEnd && this.#toEnd(), { capture: true });
    this.#end.addEventListener("click", () => this.#toEnd({ smooth: true }));
    document.addEventListener("copy-text", ({ detail }) => this.#copy(detail));
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(this.#node);
  }

  /** Shows a message of the open chat, lit up for a moment. */
  goTo(messageId) {
    const node = this.#find(messageId);
    if (!node) {
      toast(t("message.gone"));
      return;
    }
    node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    flash(node, "found");
    node.focus({ preventScroll: true });
  }

  #atEnd = true;
  #gliding = false; // on the way to the end by itself: what comes in between does not stop it

  #here(message) {
    return message.chat.id === this.#view.chatId;
  }

  #find(messageId) {
    return this.#node.querySelector(`[data-message="${messageId}"]`);
  }

  #bubble(message, previous) {
    return bubble(message, {
      me: this.#view.me,
      world: this.#world,
      previous,
      actions: {
        reply: (target) => this.#reply(target),
        edit: (target) => this.#composer.edit(target),
        menu: (target, at) => this.#menu(target, at),
        goTo: (id) => this.goTo(id),
        tap: (target, button, node) => this.#tap(target, button, node),
        open: (address) => this.#open(address),
        copy: (text) => this.#copy(text),
        command: (text) => this.#composer.send(text),
        react: (target, emoji) => this.#react(target, emoji),
      },
    });
  }

  #redraw({ stay = false } = {}) {
    if (!this.#world.bot) return;
    const top = this.#node.scrollTop;
    this.#node.setAttribute("aria-busy", "true"); // a change of chat is not read out message by message
    const nodes = [];
    let previous = null;
    for (const message of this.#world.messages(this.#view.chatId)) {
      if (!previous || dayOf(previous.date) !== dayOf(message.date)) nodes.push(dayLine(message));
      nodes.push(this.#bubble(message, previous));
      previous = message;
    }
    this.#node.replaceChildren(...(nodes.length ? nodes : [this.#welcome()]));
    this.#node.removeAttribute("aria-busy");
    this.#dropDraft();
    this.#typing.hidden = true;
    if (stay) this.#node.scrollTop = top;
    else this.#toEnd();
  }

  #add(message) {
    const messages = this.#world.messages(message.chat.id);
    const previous = messages.at(-2);
    if (messages.length === 1) this.#node.replaceChildren();
    const stick = this.#atEnd || message.from?.id === this.#view.me;
    if (message.from?.is_bot) {
      this.#dropDraft();
      this.#typing.hidden = true;
    }
    if (!previous || dayOf(previous.date) !== dayOf(message.date)) this.#node.append(dayLine(message));
    const node = this.#bubble(message, previous);
    node.classList.add("new");
    this.#node.append(node);
    if (stick) this.#toEnd({ smooth: true });
    else {
      this.#missed += 1;
      this.#scrolled();
    }
  }

  #replace(message, how = null) {
    const old = this.#find(message.message_id);
    if (!old) return;
    const messages = this.#world.messages(message.chat.id);
    const previous = messages[messages.findIndex((other) => other.message_id === message.message_id) - 1];
    const focus = old.contains(document.activeElement) ? document.activeElement.textContent : null;
    const stick = this.#atEnd;
    const node = this.#bubble(message, previous);
    old.replaceWith(node);
    if (how) flash(node.querySelector(".bubble"), how);
    if (focus !== null) {
      const same = [...node.querySelectorAll("button, a")].find((control) => control.textContent === focus && control.tabIndex === 0);
      (same ?? node).focus({ preventScroll: true });
    }
    if (stick) this.#toEnd();
  }

  #welcome() {
    const privately = isPrivate(this.#view.chat ?? { type: "private" });
    const steps = privately ? ["empty.step1", "empty.step2", "empty.step3", "empty.step4"] : [];
    return el(
      "div",
      { class: "welcome" },
      el("img", { src: "/static/mark.svg", alt: "", width: 56, height: 56 }),
      el("h2", {}, privately ? t("empty.title") : nameOf(this.#view.chat)),
      el("p", {}, t(privately ? "empty.private" : "empty.group")),
      steps.length ? el("ol", {}, ...steps.map((step) => el("li", {}, t(step)))) : null,
    );
  }

  #reply(message) {
    const selected = selectedQuote();
    const quote = selected?.messageId === message.message_id ? { text: selected.text, position: selected.position } : null;
    getSelection()?.removeAllRanges();
    this.#composer.reply(message, { quote });
  }

  #menu(message, at) {
    const selected = selectedQuote();
    const within = selected?.messageId === message.message_id;
    const own = message.from?.id === this.#view.me;
    const mine = message.sim?.reactions?.find((reaction) => reaction.user_id === this.#view.me)?.emoji;
    const text = message.text ?? message.caption;
    const items = [{ label: t(within ? "message.quote" : "message.reply"), icon: "reply", run: () => this.#reply(message) }];
    if (own && message.text !== undefined) {
      items.push({ label: t("message.edit"), icon: "pencil", run: () => this.#composer.edit(message) });
    }
    if (text) items.push({ label: t("message.copy"), icon: "copy", run: () => this.#copy(text) });
    const header = el(
      "div",
      { class: "menu-reactions" },
      ...QUICK_REACTIONS.map((emoji) =>
        el(
          "button",
          {
            type: "button",
            role: "menuitem",
            class: emoji === mine ? "emoji own" : "emoji",
            "aria-label": t(emoji === mine ? "message.unreact" : "message.react", { emoji }),
            on: {
              click: () => {
                closeMenu();
                this.#react(message, emoji === mine ? null : emoji);
              },
            },
          },
          emoji,
        ),
      ),
    );
    openMenu({ ...at, label: t("message.more"), items, header });
  }

  #react(message, emoji) {
    const { me } = this.#view;
    return attempt(() => telegram.react({ chat_id: message.chat.id, user_id: me, message_id: message.message_id, emoji }));
  }

  async #tap(message, button, node) {
    const still = () => node.classList.remove("waiting");
    node.classList.add("waiting");
    const answer = await attempt(() =>
      telegram.tap({
        chat_id: message.chat.id,
        user_id: this.#view.me,
        message_id: message.message_id,
        data: button.callback_data ?? "",
      }),
    );
    if (!answer) {
      still();
      return;
    }
    // A quick bot answers before the far end has told us the number of the query.
    if (this.#answeredEarly.delete(answer.callback_query_id)) {
      still();
      return;
    }
    this.#waiting.set(answer.callback_query_id, still);
    setTimeout(() => {
      this.#waiting.delete(answer.callback_query_id);
      still();
    }, ANSWER_MS);
  }

  #answered({ callback_query_id, user_id, text, show_alert }) {
    if (this.#waiting.has(callback_query_id)) this.#waiting.get(callback_query_id)();
    else if (user_id === this.#view.me) this.#answeredEarly.add(callback_query_id);
    this.#waiting.delete(callback_query_id);
    if (!text || user_id !== this.#view.me) return;
    if (show_alert) alertBox(text);
    else toast(text);
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // the browser forbids it here
    }
    toast(t("message.copied", { text: text.length > 60 ? `${text.slice(0, 60)}…` : text }));
  }

  #showTyping({ chat_id, action }) {
    if (chat_id !== this.#view.chatId) return;
    const words = t(action?.startsWith("upload") || action?.startsWith("record") ? "typing.upload" : "typing.typing");
    this.#typing.replaceChildren(el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), `${nameOf(this.#world.bot)} ${words}`);
    this.#typing.hidden = false;
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => {
      this.#typing.hidden = true;
    }, TYPING_MS);
  }

  #showDraft({ chat_id, text }) {
    if (chat_id !== this.#view.chatId) return;
    const stick = this.#atEnd;
    if (!this.#draft) {
      this.#draft = el("article", { class: "message in from-bot draft" }, el("div", { class: "stack" }, el("div", { class: "bubble" }, el("div", { class: "text" }))));
      this.#node.append(this.#draft);
    }
    const body = this.#draft.querySelector(".text");
    body.textContent = text || t("draft.thinking");
    body.classList.toggle("thinking", !text);
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => this.#dropDraft(), DRAFT_MS);
    if (stick) this.#toEnd();
  }

  #dropDraft() {
    clearTimeout(this.#draftTimer);
    this.#draft?.remove();
    this.#draft = null;
  }

  #scrolled() {
    const left = this.#node.scrollHeight - this.#node.scrollTop - this.#node.clientHeight;
    this.#atEnd = left < NEAR_END_PX;
    if (this.#atEnd) this.#missed = 0;
    this.#end.hidden = this.#atEnd;
    this.#end.querySelector(".badge")?.remove();
    if (this.#missed) this.#end.append(el("span", { class: "badge" }, String(this.#missed)));
  }

  #toEnd({ smooth = false } = {}) {
    if (this.#node.querySelector(".welcome")) return; // that one is read from its top
    this.#atEnd = true;
    this.#missed = 0;
    const glides = smooth && !calm() && this.#node.scrollHeight > this.#node.scrollTop + this.#node.clientHeight + 1;
    this.#gliding = glides;
    this.#node.scrollTo({ top: this.#node.scrollHeight, behavior: glides ? "smooth" : "auto" });
  }

  /** A glide has ended; what grew meanwhile is followed to its end. */
  #arrived() {
    if (!this.#gliding) return;
    this.#gliding = false;
    this.#toEnd();
    this.#scrolled();
  }

  // The log is one stop of the Tab key; inside it the arrows walk from message to message.
  #keys(event) {
    const focused = event.target.closest?.(".message");
    if (event.target !== this.#node && event.target !== focused) return;
    const all = [...this.#node.querySelectorAll(".message:not(.draft)")];
    const index = all.indexOf(focused);
    const message = focused && this.#world.message(this.#view.chatId, Number(focused.dataset.message));
    if (event.key === "ArrowUp" && all.length) all[index < 0 ? all.length - 1 : Math.max(0, index - 1)].focus();
    else if (event.key === "ArrowDown" && index >= 0) all[Math.min(all.length - 1, index + 1)].focus();
    else if (event.key === "Escape") this.#composer.focus();
    else if (message && (event.key === "Enter" || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      const { left, top } = focused.querySelector(".bubble").getBoundingClientRect();
      this.#menu(message, { x: left + 16, y: top + 16 });
    } else return;
    event.preventDefault();
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const dayLine = (message) => el("div", { class: "day", role: "separator" }, el("span", {}, dayOf(message.date)));
