// The drawer: every call the bot made to the far ends, with its answer and its time, and the bot's own log.

import { byId, el, iconButton } from "./dom.js";
import { wire } from "./api.js";
import { recall, remember } from "./memory.js";
import { exactTime, onLanguage, t } from "./texts.js";

const KEPT = 400;

/** Draws the drawer and keeps it true; returns what fetches the calls that were made before. */
export function drawWire(world, book, process) {
  const drawer = byId("wire");
  const toggle = byId("wire-toggle");
  let calls = [];
  let rows = null;
  let log = null;

  const note = (service, call) => {
    calls = [...calls, { service, at: new Date(), ...call }].slice(-KEPT);
    if (!rows || drawer.hidden) return;
    const bottom = atBottom(rows.parentElement.parentElement);
    if (calls.length === 1 || rows.children.length >= KEPT) fillCalls();
    else rows.append(...lines(calls.at(-1)));
    if (bottom) toBottom(rows.parentElement.parentElement);
  };

  const lines = (call) => {
    const failed = call.ok === false || call.status >= 400 || call.status === 0;
    const detail = { ...(call.params ?? {}), ...(call.description ? { description: call.description } : {}) };
    const words = Object.entries(detail).map(([name, value]) => el("div", {}, el("b", {}, name), " ", typeof value === "string" ? value : JSON.stringify(value)));
    return [
      el(
        "tr",
        { class: failed ? "failed" : "" },
        el("td", { class: "time" }, exactTime(call.at)),
        el("td", {}, el("span", { class: `service ${call.service}` }, call.service === "telegram" ? "Telegram" : "Sheets")),
        el(
          "td",
          { class: "method" },
          words.length ? el("details", {}, el("summary", {}, nameOf(call)), el("div", { class: "params" }, ...words)) : nameOf(call),
        ),
        el("td", { class: "status" }, call.status === 0 ? t("wire.failed") : String(call.status)),
        el("td", { class: "ms" }, String(Math.round(call.ms ?? 0))),
      ),
    ];
  };

  const fillCalls = () => {
    const empty = el("tr", {}, el("td", { colspan: 5, class: "wire-empty" }, t("wire.empty")));
    rows.replaceChildren(...(calls.length ? calls.flatMap(lines) : [empty]));
  };

  const fillLog = () => {
    if (!log || drawer.hidden) return;
    const bottom = atBottom(log);
    log.textContent = process.log.join("\n") || t("bot.logEmpty");
    if (bottom) toBottom(log);
  };

  const draw = () => {
    rows = el("tbody");
    log = el("pre", { class: "bot-log", tabindex: 0, "aria-label": t("bot.log") });
    const head = ["time", "service", "method", "status", "ms"].map((column) => el("th", { scope: "col", class: column }, t(`wire.${column}`)));
    drawer.replaceChildren(
      el(
        "div",
        { class: "wire-calls" },
        el("h3", {}, t("wire.calls")),
        el("div", { class: "wire-scroll", tabindex: 0, role: "region", "aria-label": t("wire.calls") }, el("table", {}, el("thead", {}, el("tr", {}, ...head)), rows)),
      ),
      el("div", { class: "wire-log" }, el("h3", {}, t("bot.log")), log),
      el(
        "div",
        { class: "wire-tools" },
        iconButton("bin", t("wire.clear"), () => {
          calls = [];
          fillCalls();
        }),
        iconButton("close", t("wire.close"), () => show(false)),
      ),
    );
    fillCalls();
    fillLog();
    toBottom(rows.parentElement.parentElement);
    toBottom(log);
  };

  const show = (open) => {
    drawer.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    remember("wire", open);
    if (open) draw();
    else if (document.activeElement === document.body) toggle.focus();
  };

  toggle.addEventListener("click", () => show(drawer.hidden));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    toggle.focus();
  });
  world.addEventListener("call", ({ detail }) => note("telegram", detail));
  book.addEventListener("call", ({ detail }) => note("sheets", detail));
  process.addEventListener("log", fillLog);
  onLanguage(() => drawer.hidden || draw());
  if (recall("wire", false)) show(true);

  return async () => {
    const made = await wire();
    calls = made.map(({ source, at, ...call }) => ({ service: source === "google" ? "sheets" : source, at: new Date(at), ...call }));
    if (!drawer.hidden) draw();
  };
}

// Sheets calls are known by verb and path, Bot API calls by their method alone.
const nameOf = (call) => (call.path ? `${call.method} ${call.path.replace(/^\/?(v4\/)?spreadsheets\/[^/:?]+/, "…")}` : call.method);

const atBottom = (node) => node.scrollHeight - node.scrollTop - node.clientHeight < 24;

function toBottom(node) {
  node.scrollTop = node.scrollHeight;
}
