// The head of the messenger: who writes, and in which chat.

import { byId, el } from "./dom.js";
import { onLanguage, t } from "./texts.js";
import { isPrivate, nameOf } from "./world.js";

const TINTS = 6;

/** A round letter in the colour of this person or chat. */
export function avatar(who, className = "") {
  const letter = [...nameOf(who)][0]?.toUpperCase() ?? "?";
  const tint = Math.abs(Number(who?.id ?? 0)) % TINTS;
  return el("span", { class: `avatar tint-${tint} ${className}`, "aria-hidden": "true" }, letter);
}

/** Draws the switches and keeps them true. */
export function drawPeople(world, view, composer) {
  const people = byId("people");
  const chats = byId("chats");

  // Who chose with the mouse wants to write next; who chose with the arrow keys goes on choosing.
  const then = (choose) => (event) => {
    choose();
    if (event.detail) composer.focus();
  };

  const badge = (count) => (count ? el("span", { class: "badge", "aria-label": t("chat.unread", { count }) }, String(count)) : null);

  const draw = () => {
    const focused = document.activeElement?.dataset?.switch;
    people.replaceChildren(
      ...world.people().map((user) =>
        el(
          "button",
          {
            type: "button",
            role: "radio",
            class: "person",
            "aria-checked": user.id === view.me,
            tabindex: user.id === view.me ? 0 : -1,
            data: { switch: `user-${user.id}` },
            on: { click: then(() => view.playAs(user.id)) },
          },
          avatar(user, "small"),
          el("span", { class: "person-name" }, nameOf(user)),
          user.id === view.me ? null : badge(view.unread(user.id)),
        ),
      ),
    );
    chats.replaceChildren(
      ...world.chatsOf(view.me).map((chat) => {
        const title = isPrivate(chat) ? nameOf(world.bot) : nameOf(chat);
        const note = isPrivate(chat) ? t("chat.privateNote") : t("chat.members", { count: chat.members?.length ?? 0 });
        return el(
          "button",
          {
            type: "button",
            role: "tab",
            class: "chat-tab",
            "aria-selected": chat.id === view.chatId,
            "aria-controls": "log",
            tabindex: chat.id === view.chatId ? 0 : -1,
            data: { switch: `chat-${chat.id}` },
            on: { click: then(() => view.openChat(chat.id)) },
          },
          el(
            "span",
            { class: "avatar-place" },
            avatar(isPrivate(chat) ? world.bot : chat, isPrivate(chat) ? "bot" : ""),
            chat.id === view.chatId ? null : badge(view.unread(view.me, chat.id)),
          ),
          el("span", { class: "words" }, el("span", { class: "label" }, title), el("span", { class: "note" }, note)),
        );
      }),
    );
    if (focused) document.querySelector(`[data-switch="${CSS.escape(focused)}"]`)?.focus();
    const news = world.people().reduce((sum, user) => sum + view.unread(user.id), 0);
    document.title = news ? `(${news}) ${t("page.title")}` : t("page.title");
  };

  for (const group of [people, chats]) group.addEventListener("keydown", moveInside);
  world.addEventListener("reset", draw);
  view.addEventListener("change", draw);
  view.addEventListener("unread", draw);
  onLanguage(() => world.bot && draw());
}

// Arrow keys choose inside a radio group or a tab list, as everywhere else.
export function moveInside(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const group = event.currentTarget;
  const buttons = [...group.querySelectorAll("button")];
  const index = buttons.indexOf(document.activeElement);
  if (index < 0) return;
  event.preventDefault();
  const next = (index + step + buttons.length) % buttons.length;
  buttons[next].focus();
  buttons[next].click();
  group.querySelector("[tabindex='0']")?.focus();
}
