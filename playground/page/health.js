// The bot as a process: whether it runs, how to kill and start it, and what it said last.

import { bot as api } from "./api.js";
import { attempt } from "./toast.js";
import { byId, el, icon } from "./dom.js";
import { onLanguage, t } from "./texts.js";

const LOG_KEPT = 400;

/** Dispatches `status` and `log`. `status` is what GET /bot/status says, or null where no bot belongs to the page. */
export class BotProcess extends EventTarget {
  status = null;
  log = [];

  async load() {
    const status = await api.status();
    this.log = status.log;
    this.#take(status);
    this.dispatchEvent(new Event("log"));
  }

  /** Takes one event of the stream in. */
  apply(event) {
    if (event.type === "status") this.#take(event);
    else if (event.type === "log") {
      this.log = [...this.log, event.line].slice(-LOG_KEPT);
      this.dispatchEvent(new Event("log"));
    }
  }

  #take(status) {
    this.status = status;
    this.dispatchEvent(new Event("status"));
  }
}

/** Draws the bot's state, its switches, and the notice over the field while it is away. */
export function drawBot(process, world) {
  const group = byId("bot");
  const notice = byId("bot-notice");

  const order = (action) => async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    const status = await attempt(action);
    button.disabled = false;
    if (status) process.apply({ type: "status", ...status });
  };

  const chip = () => {
    const { state, pid } = process.status;
    return el(
      "span",
      { class: `bot-chip ${state}`, role: "status" },
      el("span", { class: "lamp", "aria-hidden": "true" }),
      t(`bot.${state}`),
      pid ? el("span", { class: "bot-pid" }, t("bot.pid", { pid })) : null,
    );
  };

  const startButton = (className) =>
    el("button", { type: "button", class: `button ${className}`, title: t("bot.startTitle"), on: { click: order(api.start) } }, icon("power"), t("bot.start"));

  const draw = () => {
    if (!process.status) return;
    const { state } = process.status;
    const focused = group.contains(document.activeElement);
    const parts = [chip()];
    if (state === "running") {
      parts.push(
        el("button", { type: "button", class: "button danger", title: t("bot.killTitle"), on: { click: order(api.kill) } }, icon("bolt"), t("bot.kill")),
      );
    } else if (state !== "absent") parts.push(startButton("primary"));
    group.replaceChildren(...parts);
    if (focused) group.querySelector("button")?.focus();
    drawNotice();
  };

  const drawNotice = () => {
    const { state, exit_code: code, is_ordered: ordered } = process.status;
    notice.hidden = state === "running" || state === "absent";
    if (notice.hidden) return;
    const failed = !ordered;
    const words = failed
      ? t("bot.downFailed", { code: code === null ? "" : t("bot.code", { code }) })
      : t(state === "killed" ? "bot.downKilled" : "bot.down");
    const waiting = world.pending ? el("span", { class: "notice-count" }, t("bot.waiting", { count: world.pending })) : null;
    notice.className = failed ? "notice failed" : "notice";
    notice.replaceChildren(
      icon("warn"),
      el("div", { class: "notice-words" }, el("p", {}, words, " ", waiting, failed ? ` ${t("bot.lastWords")}` : null), failed ? el("pre", { class: "last-words", tabindex: 0 }, process.log.slice(-8).join("\n") || t("bot.logEmpty")) : null),
      startButton("primary"),
    );
  };

  process.addEventListener("status", draw);
  process.addEventListener("log", () => process.status && drawNotice());
  world.addEventListener("pending", () => process.status && drawNotice());
  world.addEventListener("reset", () => process.status && drawNotice());
  onLanguage(draw);
}
