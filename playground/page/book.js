// The page's copy of the spreadsheet, and what is different from the moment before.

import { sheet as api } from "./api.js";

// The bot finds its rows by this column wherever it stands, and so does the page when it follows a row through a sort.
const KEY_HEADERS = new Set(["Operation ID", "ID операции"]);
const STATUS_HEADERS = new Set(["Status", "Статус"]);
const VOID_WORDS = new Set(["Void", "Отменено"]);

/** The letters of a column counted from zero: A, B … Z, AA. */
export function columnName(index) {
  let name = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

const headerIndex = (tab, names) => (tab.rows[0] ?? []).findIndex((title) => names.has(title));

/** Whether row `index` of `tab` is an operation that was undone. */
export function isVoid(tab, index) {
  const column = headerIndex(tab, STATUS_HEADERS);
  return index > 0 && column >= 0 && VOID_WORDS.has(tab.rows[index]?.[column]);
}

/** Whether `tab` is the ledger: the one whose rows carry operation IDs. */
export const isLedger = (tab) => headerIndex(tab, KEY_HEADERS) >= 0;

/** What names each row of `tab` whatever its place: its operation ID, else its place. */
function keysOf(tab) {
  const column = headerIndex(tab, KEY_HEADERS);
  const seen = new Map();
  return tab.rows.map((row, index) => {
    const id = column >= 0 && index > 0 ? row[column] : "";
    if (!id) return `#${index}`;
    const copies = (seen.get(id) ?? 0) + 1; // a row that a person copied has the same ID twice
    seen.set(id, copies);
    return copies > 1 ? `${id}#${copies}` : id;
  });
}

/** What changed from `before` to `after`: cells as "row:column", and the last row that is new or has a changed cell. */
export function difference(before, after) {
  const cells = new Set();
  let lastRow = null;
  if (!before) return { cells, lastRow, lastKey: null };
  const oldKeys = new Map(keysOf(before).map((key, index) => [key, before.rows[index]]));
  const keys = keysOf(after);
  after.rows.forEach((row, index) => {
    const old = oldKeys.get(keys[index]) ?? [];
    let changed = false;
    for (let column = 0; column < Math.max(row.length, old.length); column += 1) {
      if ((row[column] ?? "") === (old[column] ?? "")) continue;
      cells.add(`${index}:${column}`);
      changed = true;
    }
    if (changed && index > 0 && row.some((text) => text !== "")) lastRow = index;
  });
  return { cells, lastRow, lastKey: lastRow === null ? null : keys[lastRow] };
}

/** Where the row named `key` stands in `tab` now, or null. */
export function placeOf(tab, key) {
  const index = key === null ? -1 : keysOf(tab).indexOf(key);
  return index < 0 ? null : index;
}

/** Dispatches `change` with `{differences: Map(sheetId → difference)}`, `call` and `faults`. */
export class Book extends EventTarget {
  id = null;
  title = "";
  tabs = [];
  faults = [];
  loaded = false;
  #asking = null;
  #again = false;

  tab(sheetId) {
    return this.tabs.find((tab) => tab.sheet_id === sheetId);
  }

  /** Fetches everything; calls that come while one is on its way share the next one. */
  async load() {
    if (this.#asking) {
      this.#again = true;
      return this.#asking;
    }
    this.#asking = this.#fetch();
    try {
      await this.#asking;
    } finally {
      this.#asking = null;
    }
    if (this.#again) {
      this.#again = false;
      await this.load();
    }
    return undefined;
  }

  /** Takes one event of the stream in. */
  apply(event) {
    if (event.type === "changed") this.load().catch(() => {}); // the stream notices an unreachable server itself
    else if (event.type === "fault") {
      this.faults = event.faults ?? this.faults;
      this.dispatchEvent(new Event("faults"));
    } else if (event.type === "call") this.dispatchEvent(new CustomEvent("call", { detail: event }));
  }

  // A tab that was added while the page looked on was empty before; what is there at the first look is no news.
  #before(sheetId) {
    return this.tab(sheetId) ?? (this.loaded ? { rows: [] } : null);
  }

  async #fetch() {
    const grid = await api.grid();
    const differences = new Map(grid.tabs.map((tab) => [tab.sheet_id, difference(this.#before(tab.sheet_id), tab)]));
    this.id = grid.spreadsheet_id;
    this.title = grid.title;
    this.tabs = grid.tabs;
    this.faults = grid.faults ?? [];
    this.loaded = true;
    this.dispatchEvent(new CustomEvent("change", { detail: { differences } }));
    this.dispatchEvent(new Event("faults"));
  }
}
