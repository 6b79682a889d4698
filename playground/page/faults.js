// The bench where a person breaks things on purpose. Each button says what it really does, and whether it waits or works.

import { attempt, toast } from "./toast.js";
import { byId, el, icon } from "./dom.js";
import { onLanguage, t } from "./texts.js";
import { sheet, telegram } from "./api.js";

// `matches` finds the fault again among those in force, whoever ordered it.
const BENCH = [
  { name: "sheetDown", icon: "cloud-off", where: "sheet", fault: { kind: "503", count: null }, lasting: true },
  { name: "lost", icon: "lost", where: "sheet", fault: { kind: "lost_answer", on: "write", count: 1 } },
  { name: "late", icon: "slow", where: "sheet", fault: { kind: "late", seconds: 10, count: 1 } },
  { name: "tooMany", icon: "stop-sign", where: "telegram", fault: { method: "sendMessage", kind: "429", retry_after: 3, count: 1 } },
];

/** Draws the switches and keeps them true. */
export function drawFaults(world, book) {
  const box = byId("faults");
  const ends = { sheet: { api: sheet, list: () => book.faults }, telegram: { api: telegram, list: () => world.faults } };

  const active = ({ where, fault }) => ends[where].list().some((one) => one.kind === fault.kind && (one.method ?? fault.method) === fault.method);

  const reload = () => Promise.all([world.loadFaults(), book.load()]);

  // A fault is taken back by clearing its far end and ordering the others again: the far ends know no single removal.
  const withdraw = async (item) => {
    const { api, list } = ends[item.where];
    const others = list().filter((one) => one.kind !== item.fault.kind);
    await api.clearFaults();
    for (const other of others) await api.fault(other);
  };

  const press = async (item) => {
    const on = active(item);
    await attempt(async () => {
      await (on ? withdraw(item) : ends[item.where].api.fault(item.fault));
      await reload();
      if (!on && !item.lasting) toast(t("faults.armedToast"));
      return true;
    });
  };

  const heal = () =>
    attempt(async () => {
      await Promise.all([sheet.clearFaults(), telegram.clearFaults()]);
      await reload();
      return true;
    });

  const draw = () => {
    const focused = document.activeElement?.dataset?.fault;
    const buttons = BENCH.map((item) => {
      const on = active(item);
      return el(
        "button",
        {
          type: "button",
          class: `button fault ${on ? "on" : ""}`,
          "aria-pressed": on,
          title: t(`faults.${item.name}Title`),
          data: { fault: item.name },
          on: { click: () => press(item) },
        },
        icon(item.icon),
        t(`faults.${item.name}`),
        on ? el("span", { class: "fault-state" }, t(item.lasting ? "faults.on" : "faults.armed")) : null,
      );
    });
    const any = world.faults.length + book.faults.length > 0;
    const clear = el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": t("faults.clear"),
        title: t("faults.clearTitle"),
        hidden: !any,
        data: { fault: "clear" },
        on: { click: heal },
      },
      icon("heal"),
    );
    box.replaceChildren(...buttons, clear);
    if (focused) box.querySelector(`[data-fault="${focused}"]:not([hidden])`)?.focus();
  };

  world.addEventListener("faults", draw);
  world.addEventListener("reset", draw);
  book.addEventListener("faults", draw);
  onLanguage(draw);
}
