// The sheet beside the messenger: tabs, the line with the selected cell, editing as a person, and a line that says what happened.

import { columnName, isLedger, placeOf } from "./book.js";
import { byId, el } from "./dom.js";
import { figure } from "./chart.js";
import { Grid } from "./grid.js";
import { moveInside } from "./people.js";
import { openMenu } from "./menu.js";
import { attempt, toast } from "./toast.js";
import { exactTime, onLanguage, t } from "./texts.js";
import { sheet as api } from "./api.js";

const HAND_MS = 1500; // a change this soon after one's own doing is one's own

/** `open(address)` follows a link in a cell and says whether it was one of ours. */
export class SheetPane {
  #book;
  #grid;
  #sheetId = null;
  #isChosen = false;
  #lastKeys = new Map();
  #hand = null;
  #story = null;
  #editor = null;
  #address = byId("cell-address");
  #value = byId("cell-value");
  #status = byId("sheet-status");

  constructor(book, { open }) {
    this.#book = book;
    this.#grid = new Grid({
      select: (row, column) => this.#selected(row, column),
      edit: (row, column, text) => this.#edit(row, column, text),
      clear: (row, column) => this.#write(row, column, ""),
      rowMenu: (row, at) => this.#rowMenu(row, at),
      columnMenu: (column, at) => this.#columnMenu(column, at),
      open,
    });
    book.addEventListener("change", ({ detail }) => this.#draw(detail.differences));
    byId("tabs").addEventListener("keydown", moveInside);
    this.#value.addEventListener("keydown", (event) => this.#valueKeys(event));
    this.#value.addEventListener("blur", () => this.#selected(this.#grid.selected.row, this.#grid.selected.column));
    onLanguage(() => this.#book.loaded && this.#draw(new Map()));
  }

  /** Shows row `row` (counted from 1, as in the sheet) of a tab, lit up. */
  reveal(sheetId, row) {
    const tab = this.#book.tab(sheetId) ?? this.#tab;
    if (!tab || row > tab.rows.length) {
      toast(t("sheet.noRow", { row }), "error");
      return;
    }
    this.#open(tab.sheet_id);
    this.#grid.revealRow(row - 1);
    byId("sheet").scrollIntoView({ block: "nearest" });
  }

  /** Shows a tab from its top, or the first one. */
  show(sheetId) {
    this.#open(this.#book.tab(sheetId)?.sheet_id ?? this.#visible[0]?.sheet_id);
    byId("sheet").scrollIntoView({ block: "nearest" });
  }

  get #tab() {
    return this.#book.tab(this.#sheetId);
  }

  get #visible() {
    return this.#book.tabs.filter((tab) => !tab.hidden);
  }

  #open(sheetId) {
    if (sheetId === undefined || sheetId === this.#sheetId) return;
    this.#closeEditor();
    this.#sheetId = sheetId;
    this.#story = null;
    this.#draw(new Map());
    this.#grid.select(0, 0, { focus: false });
  }

  #draw(differences) {
    this.#settle(differences);
    const tab = this.#tab;
    byId("sheet-title").textContent = this.#book.title;
    this.#drawTabs(differences);
    this.#drawCharts(tab);
    if (!tab) return;
    for (const [sheetId, { lastRow, lastKey }] of differences) {
      if (lastRow === null || this.#byHand(sheetId)) continue;
      this.#lastKeys.set(sheetId, lastKey);
      if (sheetId === this.#sheetId) this.#story = { key: "sheet.changedBot", values: { row: lastRow + 1 }, time: new Date() };
    }
    const current = placeOf(tab, this.#lastKeys.get(this.#sheetId) ?? null);
    const change = differences.get(this.#sheetId);
    this.#grid.show(tab, { cells: change?.cells, current });
    if (change?.lastRow !== null && change?.lastRow !== undefined && !this.#byHand(this.#sheetId) && !this.#editor && current !== null) {
      this.#follow(current);
    }
    const { row, column } = this.#grid.selected;
    if (document.activeElement !== this.#value) this.#selected(row, column);
    this.#tell();
  }

  // The ledger is what one came to see: it is shown first, and again when the bot writes there, until a person chooses.
  #settle(differences) {
    const gone = !this.#tab || this.#tab.hidden;
    if (gone) this.#isChosen = false;
    const ledger = this.#visible.find(isLedger);
    const written = ledger && (gone || differences.get(ledger.sheet_id)?.lastRow != null);
    if (!this.#isChosen && written) this.#sheetId = ledger.sheet_id;
    else if (gone) this.#sheetId = this.#visible[0]?.sheet_id ?? null;
  }

  // The row that was just written comes into sight, unless somebody is working in the grid.
  #follow(row) {
    if (byId("grid").contains(document.activeElement)) return;
    this.#grid.cell(row, 0)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #byHand(sheetId) {
    return this.#hand?.sheetId === sheetId && performance.now() - this.#hand.at < HAND_MS;
  }

  #drawCharts(tab) {
    const charts = tab?.charts ?? [];
    byId("charts").hidden = charts.length === 0;
    byId("charts").replaceChildren(...charts.map(figure));
  }

  #drawTabs(differences) {
    const tabs = byId("tabs");
    const focused = tabs.contains(document.activeElement);
    tabs.replaceChildren(
      ...this.#visible.map((tab) => {
        const news = tab.sheet_id !== this.#sheetId && differences.get(tab.sheet_id)?.cells.size > 0;
        return el(
          "button",
          {
            type: "button",
            role: "tab",
            class: news ? "tab news" : "tab",
            "aria-selected": tab.sheet_id === this.#sheetId,
            "aria-controls": "grid",
            tabindex: tab.sheet_id === this.#sheetId ? 0 : -1,
            on: {
              click: () => {
                this.#isChosen = true;
                this.#open(tab.sheet_id);
              },
            },
          },
          tab.title,
        );
      }),
    );
    if (focused) tabs.querySelector("[tabindex='0']")?.focus();
  }

  #tell() {
    const filled = this.#tab.rows.slice(this.#tab.frozen_rows ?? 0).filter((row) => row.some(Boolean)).length;
    const parts = filled ? [t("sheet.rows", { count: filled })] : [t("sheet.waiting")];
    if (this.#story) parts.push(t(this.#story.key, { ...this.#story.values, time: exactTime(this.#story.time) }));
    this.#status.textContent = parts.join(" · ");
  }

  #selected(row, column) {
    this.#address.textContent = `${columnName(column)}${row + 1}`;
    this.#value.value = this.#grid.text(row, column);
  }

  // Everything a person does goes through here, so that it is told as theirs and not as the bot's.
  async #byPerson(key, values, action) {
    const sheetId = this.#sheetId;
    this.#hand = { sheetId, at: performance.now() };
    const before = this.#story;
    this.#story = { key, values, time: new Date() };
    const done = await attempt(() => action(sheetId));
    if (done === null) this.#story = before;
    await this.#book.load().catch(() => {}); // an unreachable server was told by `attempt`
    this.#tell();
  }

  #write(row, column, text) {
    if (text === this.#grid.text(row, column)) return undefined;
    const cell = `${columnName(column)}${row + 1}`;
    return this.#byPerson("sheet.changedYou", { cell }, (sheet_id) => api.cell({ sheet_id, row: row + 1, col: column + 1, text }));
  }

  #edit(row, column, typed) {
    this.#closeEditor();
    this.#grid.select(row, column, { focus: false });
    const cell = this.#grid.cell(row, column);
    const input = el("input", {
      class: "cell-editor",
      "aria-label": t("sheet.edit", { cell: `${columnName(column)}${row + 1}` }),
      autocomplete: "off",
      spellcheck: "false",
    });
    input.value = typed ?? this.#grid.text(row, column);
    const finish = (keep, step) => {
      if (this.#editor !== input) return;
      this.#editor = null;
      input.remove();
      if (keep) this.#write(row, column, input.value);
      if (step) this.#grid.select(row + step[0], column + step[1]);
    };
    input.addEventListener("keydown", (event) => {
      const moves = { Enter: [1, 0], Tab: [0, event.shiftKey ? -1 : 1], Escape: [0, 0] };
      event.stopPropagation();
      if (!(event.key in moves) || event.isComposing) return;
      event.preventDefault();
      finish(event.key !== "Escape", moves[event.key]);
    });
    input.addEventListener("blur", () => finish(true, null));
    this.#editor = input;
    cell.append(input);
    input.focus();
    if (typed === undefined) input.select();
  }

  #closeEditor() {
    this.#editor?.remove();
    this.#editor = null;
  }

  #valueKeys(event) {
    const { row, column } = this.#grid.selected;
    if (event.key === "Enter") this.#write(row, column, this.#value.value);
    else if (event.key !== "Escape") return;
    else this.#value.value = this.#grid.text(row, column);
    event.preventDefault();
    this.#grid.select(row, column);
  }

  #rowMenu(row, at) {
    this.#grid.select(row, this.#grid.selected.column);
    const number = { row: row + 1 };
    const insert = (place) => this.#byPerson("sheet.inserted", { row: place + 1 }, (sheet_id) => api.insertRows({ sheet_id, at: place + 1, count: 1 }));
    const filled = row < this.#tab.rows.length;
    const items = [
      { label: t("sheet.insertAbove"), icon: "row-above", run: () => insert(row) },
      { label: t("sheet.insertBelow"), icon: "row-below", run: () => insert(row + 1) },
    ];
    if (filled) {
      const end = this.#tab.rows.length + 1;
      items.push(
        { label: t("sheet.duplicate"), icon: "copy", run: () => this.#byPerson("sheet.copied", number, (sheet_id) => api.copyRow({ sheet_id, from: row + 1, to: end })) },
        { label: t("sheet.delete"), icon: "bin", danger: true, run: () => this.#byPerson("sheet.deleted", number, (sheet_id) => api.deleteRows({ sheet_id, at: row + 1, count: 1 })) },
      );
    }
    openMenu({ ...at, label: t("sheet.rowMenu", number), items });
  }

  #columnMenu(column, at) {
    const name = { column: columnName(column) };
    const sort = (descending) => this.#byPerson("sheet.sorted", name, (sheet_id) => api.sort({ sheet_id, col: column + 1, descending }));
    openMenu({
      ...at,
      label: t("sheet.columnMenu", name),
      items: [
        { label: t("sheet.sortUp"), icon: "sort-up", run: () => sort(false) },
        { label: t("sheet.sortDown"), icon: "sort-down", run: () => sort(true) },
      ],
    });
  }
}
