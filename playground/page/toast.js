// Short words at the edge of the window, and the alert that waits for an answer.

import { byId, el } from "./dom.js";
import { t } from "./texts.js";

const SHOWN_MS = 4000;

/** Says `text` for a few seconds; `tone` is "plain" or "error". */
export function toast(text, tone = "plain") {
  const node = el("div", { class: `toast ${tone}` }, text);
  byId("toasts").append(node);
  setTimeout(() => node.classList.add("leaving"), SHOWN_MS);
  setTimeout(() => node.remove(), SHOWN_MS + 300);
}

/** Shows an answer the bot sent with show_alert: it stays until it is read. */
export function alertBox(text) {
  const dialog = el("dialog", { class: "alert", "aria-label": t("alert.title") });
  const close = el("button", { type: "button", class: "button primary", on: { click: () => dialog.close() } }, t("alert.ok"));
  dialog.append(el("p", {}, text), close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Runs a call to the server; a refusal is told to the person instead of being lost in the console. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message === "unreachable" ? t("error.unreachable") : t("error.refused", { reason: error.message }), "error");
    return null;
  }
}
