// One message as a bubble.

import { el, icon, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import { avatar } from "./people.js";
import { t, timeOfDay } from "./texts.js";
import { voicePlayer } from "./voice.js";
import { nameOf, summaryOf } from "./world.js";

const STYLES = new Set(["primary", "success", "danger"]);

/** Whether `message` goes on directly under `previous`: same sender, within five minutes. */
export const continues = (message, previous) =>
  Boolean(previous) && previous.from?.id === message.from?.id && message.date - previous.date < 300 && !previous.reply_markup?.inline_keyboard;

/**
 * The bubble of `message` as seen by `me`. `actions` are what its parts do when they are used: reply, edit, menu, goTo, tap,
 * open, copy, command, react.
 */
export function bubble(message, { me, world, previous, actions }) {
  const sender = message.from;
  const own = sender?.id === me;
  const group = message.chat.type !== "private";
  const joined = continues(message, previous);
  const node = el("article", {
    class: ["message", own ? "out" : "in", joined ? "joined" : "", sender?.is_bot ? "from-bot" : ""].join(" "),
    tabindex: -1,
    "aria-label": t("message.label", { name: nameOf(sender), time: timeOfDay(message.date) }),
    data: { message: message.message_id },
    on: {
      contextmenu: (event) => {
        if (event.target.closest("a, textarea, input") || event.shiftKey) return;
        event.preventDefault();
        actions.menu(message, { x: event.clientX, y: event.clientY });
      },
      dblclick: (event) => {
        if (event.target.closest("a, button, input, .voice")) return;
        getSelection()?.removeAllRanges();
        actions.reply(message);
      },
    },
  });
  if (group && !own) node.append(joined ? el("span", { class: "avatar-gap" }) : avatar(sender, sender?.is_bot ? "bot" : ""));
  const keys = keyboard(message, actions);
  node.append(
    el(
      "div",
      { class: keys ? "stack with-keys" : "stack" },
      el(
        "div",
        { class: "row" },
        el(
          "div",
          { class: "bubble" },
          group && !own && !joined ? el("div", { class: `sender ink-${Math.abs(sender?.id ?? 0) % 6}` }, nameOf(sender)) : null,
          quoted(message, actions),
          media(message),
          words(message, actions),
          foot(message, me, world, actions),
        ),
        tools(message, own, actions),
      ),
      keys,
    ),
  );
  return node;
}

function quoted(message, actions) {
  const target = message.reply_to_message;
  if (!target) return null;
  const text = message.quote?.text ?? summaryOf(target, t);
  return el(
    "button",
    {
      type: "button",
      class: "quoted",
      "aria-label": t("message.goto", { name: nameOf(target.from), text }),
      on: { click: () => actions.goTo(target.message_id) },
    },
    el("span", { class: "quoted-name" }, nameOf(target.from), message.quote ? icon("quote") : null),
    el("span", { class: "quoted-text" }, text),
  );
}

function media(message) {
  const address = message.sim?.file_url;
  if (message.photo) {
    const size = message.photo.at(-1);
    return el(
      "a",
      { class: "photo", href: address, target: "_blank", rel: "noopener", "aria-label": t("message.photo") },
      el("img", { src: address, alt: "", width: size?.width, height: size?.height, loading: "lazy" }),
    );
  }
  const sound = message.voice ?? message.audio;
  if (sound) return voicePlayer(address, sound.duration ?? 0);
  const file = message.document;
  if (!file) return null;
  const name = file.file_name ?? t("kind.document");
  return el(
    "a",
    { class: "file", href: address, download: name, "aria-label": t("message.download", { name }) },
    el("span", { class: "file-icon" }, icon("file")),
    el("span", { class: "file-words" }, el("span", { class: "file-name" }, name), el("span", { class: "file-size" }, size(file.file_size))),
  );
}

const size = (bytes = 0) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function words(message, actions) {
  const text = message.text ?? message.caption;
  if (text === undefined) {
    if (message.photo || message.voice || message.audio || message.document) return null;
    return el("div", { class: "text other" }, t("kind.other"));
  }
  const entities = message.entities ?? message.caption_entities ?? [];
  return el("div", { class: "text", dir: "auto" }, ...renderText(text, entities, actions));
}

function meta(message) {
  const edited = message.sim?.edited || message.edit_date;
  const time = new Date(message.date * 1000);
  return el(
    "span",
    { class: "meta" },
    edited ? el("span", { class: "edited" }, t("message.edited")) : null,
    el("time", { datetime: time.toISOString() }, timeOfDay(message.date)),
  );
}

// The time stands at the end of the last line, as in a messenger; with reactions it shares their line.
function foot(message, me, world, actions) {
  const given = reactions(message, me, world, actions);
  return el("div", { class: given.length ? "foot wide" : "foot" }, given, meta(message));
}

function reactions(message, me, world, actions) {
  const given = new Map();
  for (const { emoji, user_id } of message.sim?.reactions ?? []) given.set(emoji, [...(given.get(emoji) ?? []), user_id]);
  return [...given].map(([emoji, users]) => {
    const own = users.includes(me);
    const names = users.map((id) => nameOf(world.userOf(id))).join(", ");
    return el(
      "button",
      {
        type: "button",
        class: own ? "reaction own" : "reaction",
        "aria-label": t("message.reacted", { emoji, names }),
        "aria-pressed": own,
        title: t("message.reacted", { emoji, names }),
        on: { click: () => actions.react(message, own ? null : emoji) },
      },
      el("span", { class: "emoji" }, emoji),
      users.length > 1 ? el("span", {}, String(users.length)) : null,
    );
  });
}

function tools(message, own, actions) {
  const buttons = [];
  if (own && message.text !== undefined) buttons.push(iconButton("pencil", t("message.edit"), () => actions.edit(message)));
  buttons.push(iconButton("reply", t("message.reply"), () => actions.reply(message), "tool-reply"));
  buttons.push(
    iconButton("more", t("message.more"), (event) => {
      const { left, bottom } = event.currentTarget.getBoundingClientRect();
      actions.menu(message, { x: left, y: bottom + 4 });
    }),
  );
  // The keyboard reaches the same through the menu of the focused message, without three stops per bubble.
  for (const button of buttons) button.tabIndex = -1;
  return el("div", { class: "tools" }, ...buttons);
}

function keyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el(
    "div",
    { class: "keyboard", role: "group" },
    ...rows.map((row) => el("div", { class: "keyboard-row" }, ...row.map((button) => keyboardButton(message, button, actions)))),
  );
}

function keyboardButton(message, button, actions) {
  const style = STYLES.has(button.style) ? button.style : "plain";
  const label = el("span", { class: "key-label" }, button.text);
  if (button.url) {
    const click = (event) => {
      if (actions.open(button.url)) event.preventDefault();
    };
    return el(
      "a",
      { class: `key ${style}`, href: /^(https?|tg):/i.test(button.url) ? button.url : null, target: "_blank", rel: "noopener noreferrer", title: button.url, on: { click } },
      label,
      icon("out"),
    );
  }
  if (button.copy_text) {
    return el(
      "button",
      { type: "button", class: `key ${style}`, title: t("message.copies"), on: { click: () => actions.copy(button.copy_text.text) } },
      label,
      icon("copy"),
    );
  }
  return el(
    "button",
    { type: "button", class: `key ${style}`, on: { click: (event) => actions.tap(message, button, event.currentTarget) } },
    label,
  );
}
