// The cells of one tab as a table: drawn once, then only touched where they differ.

import { columnName, isVoid } from "./book.js";
import { byId, el, flash } from "./dom.js";
import { t } from "./texts.js";

const SPARE_ROWS = 12;
const LEAST_ROWS = 40;
const LEAST_COLUMNS = 17; // A to P belong to the bot, from Q on the sheet is for people
const NARROWEST = 56;
const WIDEST = 230;
const NUMBER = /^(–|[-−]?[\d\s\u00a0\u202f.,]+(\s?[₽€$%])?)$/;
const LINK = /^https?:\/\/\S+$/;

/** `actions`: select(row, column), edit(row, column, text?), clear(row, column), rowMenu(row, at), columnMenu(column, at), open(address). */
export class Grid {
  #node = byId("grid");
  #actions;
  #tab = null;
  #cells = [];
  #rows = [];
  #columns = 0;
  #widths = [];
  #colgroup = null;
  #body = null;
  #selected = { row: 0, column: 0 };

  constructor(actions) {
    this.#actions = actions;
    this.#node.addEventListener("keydown", (event) => this.#keys(event));
    this.#node.addEventListener("click", (event) => this.#pointer(event, (row, column) => this.select(row, column)));
    this.#node.addEventListener("dblclick", (event) => this.#pointer(event, (row, column) => actions.edit(row, column)));
    this.#node.addEventListener("contextmenu", (event) => this.#context(event));
  }

  get selected() {
    return this.#selected;
  }

  /** Shows `tab`; `cells` ("row:column") light up, `current` is the row of the last operation. */
  show(tab, { cells = new Set(), current = null } = {}) {
    const other = this.#tab?.sheet_id !== tab.sheet_id;
    this.#tab = tab;
    this.#node.setAttribute("aria-label", t("sheet.grid", { tab: tab.title }));
    const width = tab.rows.reduce((most, row) => Math.max(most, row.length), 0);
    const columns = Math.max(LEAST_COLUMNS, width + 1);
    if (other || columns !== this.#columns) this.#build(columns);
    this.#grow(Math.max(LEAST_ROWS, tab.rows.length + SPARE_ROWS));
    for (let row = 0; row < this.#cells.length; row += 1) this.#fill(row, other ? null : cells, current);
    this.#measure();
    if (other) this.#node.scrollTo(0, 0);
    this.#mark();
  }

  /** Selects a cell; `focus` also moves the keyboard there. */
  select(row, column, { focus = true } = {}) {
    const at = { row: clamp(row, this.#cells.length), column: clamp(column, this.#columns) };
    this.#selected = at;
    this.#mark();
    const cell = this.cell(at.row, at.column);
    if (focus) cell.focus({ preventScroll: true });
    this.#reveal(cell);
    this.#actions.select(at.row, at.column);
  }

  /** Scrolls to a row and lights it up. */
  revealRow(row) {
    this.#grow(Math.max(row + 1, this.#rows.length));
    const cell = this.cell(row, 0);
    cell.scrollIntoView({ block: "center", inline: "nearest", behavior: "auto" });
    this.#node.scrollLeft = 0;
    this.select(row, 0, { focus: false });
    flash(this.#rows[row], "found");
  }

  cell(row, column) {
    return this.#cells[row]?.[column];
  }

  text(row, column) {
    return this.#tab?.rows[row]?.[column] ?? "";
  }

  #build(columns) {
    this.#columns = columns;
    this.#cells = [];
    this.#rows = [];
    this.#widths = Array.from({ length: columns }, () => NARROWEST);
    this.#colgroup = el("colgroup", {}, el("col", { class: "numbers" }), ...this.#widths.map(() => el("col")));
    const letters = this.#widths.map((_, column) =>
      el(
        "th",
        { role: "columnheader", class: "letter", data: { column } },
        el("button", { type: "button", tabindex: -1, title: t("sheet.columnMenu", { column: columnName(column) }), on: { click: (event) => this.#columnMenu(column, event) } }, columnName(column)),
      ),
    );
    this.#body = el("tbody");
    this.#node.replaceChildren(
      el("table", { role: "presentation" }, this.#colgroup, el("thead", {}, el("tr", { role: "row" }, el("td", { class: "corner", role: "presentation" }), ...letters)), this.#body),
    );
  }

  #grow(count) {
    while (this.#rows.length < count) {
      const row = this.#rows.length;
      const cells = Array.from({ length: this.#columns }, (_, column) =>
        el("td", { role: "gridcell", tabindex: -1, data: { row, column }, "aria-colindex": column + 1 }),
      );
      const number = el(
        "th",
        { role: "rowheader", class: "number" },
        el("button", { type: "button", tabindex: -1, title: t("sheet.rowMenu", { row: row + 1 }), on: { click: (event) => this.#rowMenu(row, event) } }, String(row + 1)),
      );
      const line = el("tr", { role: "row", "aria-rowindex": row + 1 }, number, ...cells);
      this.#rows.push(line);
      this.#cells.push(cells);
      this.#body.append(line);
    }
    while (this.#rows.length > count) {
      this.#rows.pop().remove();
      this.#cells.pop();
    }
  }

  #fill(row, lit, current) {
    const tab = this.#tab;
    const values = tab.rows[row] ?? [];
    const line = this.#rows[row];
    const header = row < (tab.frozen_rows ?? 0);
    line.className = [header ? "header" : "", isVoid(tab, row) ? "void" : "", row === current ? "current" : ""].join(" ").trim();
    for (let column = 0; column < this.#columns; column += 1) {
      const cell = this.#cells[row][column];
      const text = values[column] ?? "";
      if (cell.dataset.text !== text) {
        cell.dataset.text = text;
        cell.replaceChildren(LINK.test(text) ? this.#link(text) : text);
        const number = !header && NUMBER.test(text);
        cell.classList.toggle("figure", number);
        cell.classList.toggle("negative", number && /^[-−]/.test(text));
      }
      cell.classList.toggle("spills", Boolean(text) && !cell.classList.contains("figure") && !values.slice(column + 1).some(Boolean));
      const look = tab.formats?.[`${row + 1}:${column + 1}`];
      this.#paint(cell, header ? { align: look?.align } : look);
      if (lit?.has(`${row}:${column}`)) flash(cell);
    }
  }

  // Looks that the bot or a person gave the cell; dark colours of a light sheet are softened by the style sheet.
  #paint(cell, look) {
    cell.classList.toggle("bold", Boolean(look?.bold));
    cell.classList.toggle("italic", Boolean(look?.italic));
    cell.classList.toggle("to-right", look?.align === "right");
    cell.classList.toggle("struck", Boolean(look?.strikethrough));
    for (const [part, name] of [["background", "--fill"], ["color", "--tint"]]) {
      cell.classList.toggle(`with-${part}`, Boolean(look?.[part]));
      if (look?.[part]) cell.style.setProperty(name, look[part]);
    }
  }

  #link(address) {
    const click = (event) => {
      if (this.#actions.open(address)) event.preventDefault();
    };
    return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", tabindex: -1, on: { click } }, address.replace(/^https?:\/\//, ""));
  }

  // Columns grow with what stands in them and never shrink under the eye of the reader.
  #measure() {
    const pen = (this.#measure.pen ??= document.createElement("canvas").getContext("2d"));
    const style = getComputedStyle(this.#node);
    pen.font = `${style.fontSize} ${style.fontFamily}`;
    const bold = `600 ${pen.font}`;
    const plain = pen.font;
    this.#tab.rows.slice(0, 300).forEach((row, index) => {
      row.forEach((text, column) => {
        if (column >= this.#columns || !text) return;
        pen.font = index === 0 || this.#tab.formats?.[`${index + 1}:${column + 1}`]?.bold ? bold : plain;
        const width = Math.min(WIDEST, Math.ceil(pen.measureText(text).width) + 22);
        if (width > this.#widths[column]) this.#widths[column] = width;
      });
    });
    this.#widths.forEach((width, column) => {
      this.#colgroup.children[column + 1].style.width = `${width}px`;
    });
  }

  #mark() {
    for (const old of this.#node.querySelectorAll(".selected, .in-line")) {
      old.classList.remove("selected", "in-line");
      old.tabIndex = -1;
      old.removeAttribute("aria-selected");
    }
    const { row, column } = this.#selected;
    const cell = this.cell(row, column);
    if (!cell) return;
    cell.classList.add("selected");
    cell.setAttribute("aria-selected", "true");
    cell.tabIndex = 0;
    this.#rows[row].querySelector(".number")?.classList.add("in-line");
    this.#node.querySelector(`.letter[data-column="${column}"]`)?.classList.add("in-line");
  }

  // The header and the row numbers cover what scrolls under them: a selected cell is moved out from there.
  #reveal(cell) {
    const box = cell.getBoundingClientRect();
    const view = this.#node.getBoundingClientRect();
    const top = view.top + this.#node.querySelector("thead").offsetHeight + (this.#rows[0]?.classList.contains("header") ? this.#rows[0].offsetHeight : 0);
    const left = view.left + this.#node.querySelector(".corner").offsetWidth;
    if (Number(cell.dataset.row) > 0 && box.top < top) this.#node.scrollTop -= top - box.top;
    else if (box.bottom > view.bottom - 14) this.#node.scrollTop += box.bottom - view.bottom + 14;
    if (box.left < left) this.#node.scrollLeft -= left - box.left;
    else if (box.right > view.right - 14) this.#node.scrollLeft += box.right - view.right + 14;
  }

  #pointer(event, action) {
    if (event.target.closest("a, input, textarea")) return;
    const cell = event.target.closest("td[data-row]");
    if (cell) action(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  #context(event) {
    if (event.target.closest("input, textarea, a")) return;
    const cell = event.target.closest("td[data-row], th");
    if (!cell) return;
    event.preventDefault();
    const at = { x: event.clientX, y: event.clientY };
    if (cell.classList.contains("letter")) this.#actions.columnMenu(Number(cell.dataset.column), at);
    else if (cell.parentElement.getAttribute("aria-rowindex")) {
      this.#actions.rowMenu(Number(cell.parentElement.getAttribute("aria-rowindex")) - 1, at);
    }
  }

  #rowMenu(row, event) {
    const box = event.currentTarget.getBoundingClientRect();
    this.#actions.rowMenu(row, { x: box.right + 4, y: box.top });
  }

  #columnMenu(column, event) {
    const box = event.currentTarget.getBoundingClientRect();
    this.#actions.columnMenu(column, { x: box.left, y: box.bottom + 4 });
  }

  #keys(event) {
    const cell = event.target.closest?.("td[data-row]");
    if (!cell || event.target !== cell) return;
    const { row, column } = this.#selected;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [15, 0], PageUp: [-15, 0] };
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key in steps && plain) this.select(row + steps[event.key][0], column + steps[event.key][1]);
    else if (event.key === "Home") this.select(event.ctrlKey ? 0 : row, 0);
    else if (event.key === "End" && event.ctrlKey) this.select(this.#tab.rows.length - 1, (this.#tab.rows[0]?.length ?? 1) - 1);
    else if (event.key === "Enter" || event.key === "F2") this.#actions.edit(row, column);
    else if (event.key === "Delete" || event.key === "Backspace") this.#actions.clear(row, column);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const box = cell.getBoundingClientRect();
      this.#actions.rowMenu(row, { x: box.left, y: box.bottom });
    } else if (event.key.length === 1 && plain) this.#actions.edit(row, column, event.key);
    else if (event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey)) {
      navigator.clipboard?.writeText(this.text(row, column)).catch(() => {}); // the browser may forbid it
    } else return;
    event.preventDefault();
  }
}

const clamp = (value, count) => Math.max(0, Math.min(value, count - 1));
