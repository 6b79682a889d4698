// Talking to the playground's own server. Every call resolves to JSON or rejects with an ApiError a person can read.

export class ApiError extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError("unreachable");
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = null;
  }
  if (!response.ok) throw new ApiError(sentence(answer) ?? `${method} ${path}: ${response.status}`, response.status);
  return answer;
}

// FastAPI explains a refusal in `detail` (a sentence, or a list with one entry per wrong field).
function sentence(answer) {
  const detail = answer?.detail ?? answer?.description ?? answer?.error?.message;
  if (Array.isArray(detail)) return detail.map((entry) => entry.msg).join("; ");
  return detail ?? null;
}

const get = (path) => request("GET", path);
const post = (path, body = {}) => request("POST", path, body);
const del = (path) => request("DELETE", path);

export const telegram = {
  state: () => get("/telegram/sim/state"),
  send: (message) => post("/telegram/sim/send", message),
  tap: (tap) => post("/telegram/sim/tap", tap),
  edit: (edit) => post("/telegram/sim/edit", edit),
  react: (reaction) => post("/telegram/sim/react", reaction),
  upload: (form) => post("/telegram/sim/upload", form),
  fault: (fault) => post("/telegram/sim/faults", fault),
  clearFaults: () => del("/telegram/sim/faults"),
};

// Rows and columns count from 1 here, as people see them.
export const sheet = {
  grid: () => get("/google/sim/grid"),
  cell: (cell) => post("/google/sim/cell", cell),
  insertRows: (rows) => post("/google/sim/rows/insert", rows),
  deleteRows: (rows) => post("/google/sim/rows/delete", rows),
  copyRow: (copy) => post("/google/sim/rows/copy", copy),
  sort: (sort) => post("/google/sim/sort", sort),
  renameTab: (tab) => post("/google/sim/tab/rename", tab),
  fault: (fault) => post("/google/sim/faults", fault),
  clearFaults: () => del("/google/sim/faults"),
};

export const wire = () => get("/wire");

export const bot = {
  status: () => get("/bot/status"),
  start: () => post("/bot/start"),
  stop: () => post("/bot/stop"),
  kill: () => post("/bot/kill"),
};
