// Replying to a part of a message: select words in a bubble and a small button offers to quote them.

import { byId, el, icon } from "./dom.js";
import { t } from "./texts.js";

/** What is selected inside one bubble of the log, as `{messageId, text, position}` in UTF-16 units, or null. */
export function selectedQuote() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const holder = range.commonAncestorContainer;
  const body = (holder.nodeType === Node.TEXT_NODE ? holder.parentElement : holder)?.closest?.(".message .text");
  if (!body) return null;
  const before = document.createRange();
  before.selectNodeContents(body);
  before.setEnd(range.startContainer, range.startOffset);
  const whole = range.toString();
  const text = whole.trim();
  if (!text) return null;
  return {
    messageId: Number(body.closest(".message").dataset.message),
    text,
    position: before.toString().length + whole.indexOf(text),
    box: range.getBoundingClientRect(),
  };
}

/** Shows the button beside a selection and calls `quote(selected)` when it is pressed. */
export function offerQuotes(quote) {
  const button = el(
    "button",
    { type: "button", class: "quote-offer", hidden: true, on: { mousedown: (event) => event.preventDefault() } },
    icon("reply"),
    el("span", {}),
  );
  byId("log").parentElement.append(button);
  let chosen = null;

  const hide = () => {
    chosen = null;
    button.hidden = true;
  };
  const look = () => {
    const selected = selectedQuote();
    if (!selected) return hide();
    chosen = selected;
    button.lastElementChild.textContent = t("quote.button");
    button.hidden = false;
    const pane = byId("log").parentElement.getBoundingClientRect();
    const left = selected.box.left + selected.box.width / 2 - pane.left - button.offsetWidth / 2;
    const above = selected.box.top - pane.top - button.offsetHeight - 6;
    button.style.left = `${Math.max(8, Math.min(left, pane.width - button.offsetWidth - 8))}px`;
    button.style.top = `${above < 4 ? selected.box.bottom - pane.top + 6 : above}px`;
    return undefined;
  };
  button.addEventListener("click", () => {
    const selected = chosen;
    getSelection()?.removeAllRanges();
    hide();
    if (selected) quote(selected);
  });
  document.addEventListener("selectionchange", () => {
    if (getSelection()?.isCollapsed) hide();
  });
  document.addEventListener("pointerup", () => setTimeout(look));
  document.addEventListener("keyup", (event) => event.shiftKey && look());
  byId("log").addEventListener("scroll", hide, { passive: true });
}
