// What the page remembers between visits. A browser that forbids storage simply remembers nothing.

const PREFIX = "threadbook.playground.";

export function recall(name, otherwise = null) {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? otherwise : JSON.parse(stored);
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}
