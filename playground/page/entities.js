// A message's text with its entities, as nodes. The text stays character for character, so that a selection in the bubble
// can be turned into a quote: offsets are UTF-16 units here, in the Bot API and in JavaScript alike.

import { el } from "./dom.js";
import { t } from "./texts.js";

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

/** Nodes for `text`. `open` is called with the address of a link, `command` with a tapped /command. */
export function renderText(text, entities = [], { open, command } = {}) {
  const ordered = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return build(text, 0, text.length, ordered, { open, command });
}

function build(text, from, to, entities, actions) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    index += 1;
    if (start >= end) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inner = [];
    while (index < entities.length && entities[index].offset < end) inner.push(entities[index++]);
    const block = entity.type === "blockquote" || entity.type === "expandable_blockquote" || entity.type === "pre";
    nodes.push(wrap(entity, text.slice(start, end), build(text, start, end, inner, actions), actions));
    at = end;
    // A block already ends its line; the line feed after it stays in the text but not on the screen.
    if (block && text[at] === "\n" && at < to) {
      nodes.push(el("span", { class: "swallowed" }, "\n"));
      at += 1;
    }
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(entity, source, children, actions) {
  switch (entity.type) {
    case "bold":
      return el("b", {}, ...children);
    case "italic":
      return el("i", {}, ...children);
    case "underline":
      return el("u", {}, ...children);
    case "strikethrough":
      return el("s", {}, ...children);
    case "spoiler":
      return spoiler(children);
    case "code":
      return copyable(source, children);
    case "pre":
      return el("pre", {}, el("code", { data: { language: entity.language ?? "" } }, ...children));
    case "blockquote":
    case "expandable_blockquote":
      return el("blockquote", {}, ...children);
    case "text_link":
      return link(entity.url, children, actions);
    case "url":
      return link(/^[a-z]+:/i.test(source) ? source : `https://${source}`, children, actions);
    case "email":
      return link(`mailto:${source}`, children, actions);
    case "phone_number":
      return link(`tel:${source}`, children, actions);
    case "bot_command":
      return el(
        "button",
        { type: "button", class: "inline-link", on: { click: () => actions.command?.(source) } },
        ...children,
      );
    case "date_time":
      return el("time", moment(entity), ...children);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "tagged" }, ...children);
    default:
      return el("span", {}, ...children);
  }
}

function link(address, children, actions) {
  if (!SAFE_LINK.test(address ?? "")) return el("span", {}, ...children);
  const click = (event) => {
    if (actions.open?.(address)) event.preventDefault();
  };
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address, on: { click } }, ...children);
}

function spoiler(children) {
  const reveal = (event) => {
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("aria-label");
  };
  return el(
    "button",
    { type: "button", class: "spoiler", "aria-label": t("message.spoiler"), on: { click: reveal } },
    ...children,
  );
}

function copyable(source, children) {
  const copy = () => document.dispatchEvent(new CustomEvent("copy-text", { detail: source }));
  return el("code", { class: "copyable", title: t("message.copyCode"), on: { click: copy } }, ...children);
}

// The text inside is what the bot wrote for everybody; the reader's own time is in the tooltip.
function moment(entity) {
  const time = new Date((entity.unix_time ?? entity.unix ?? 0) * 1000);
  if (Number.isNaN(time.valueOf()) || time.valueOf() === 0) return {};
  return { datetime: time.toISOString(), title: time.toLocaleString(document.documentElement.lang) };
}
