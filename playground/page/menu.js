// A small pop-up menu, for the mouse and for the keyboard.

import { el, icon } from "./dom.js";

let current = null;

/** Closes the open menu, if any, and gives the focus back to where it was. */
export function closeMenu({ refocus = true } = {}) {
  if (!current) return;
  const { node, before, stop } = current;
  current = null;
  stop.abort();
  node.remove();
  if (refocus) before?.focus?.({ preventScroll: true });
}

/**
 * Shows `items` at a point of the window. An item is `{label, icon, run, danger}`; `header` is an optional node on top whose
 * buttons take part in the keyboard order.
 */
export function openMenu({ x, y, label, items, header = null }) {
  closeMenu();
  const stop = new AbortController();
  const node = el("div", { class: "menu", role: "menu", "aria-label": label });
  if (header) node.append(header);
  for (const item of items) {
    node.append(
      el(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger ? "menu-item danger" : "menu-item",
          on: {
            click: () => {
              closeMenu();
              item.run();
            },
          },
        },
        item.icon ? icon(item.icon) : null,
        el("span", {}, item.label),
      ),
    );
  }
  current = { node, before: document.activeElement, stop };
  document.body.append(node);
  place(node, x, y);

  const entries = [...node.querySelectorAll("button")];
  entries[0]?.focus({ preventScroll: true });
  const move = (step) => {
    const index = entries.indexOf(document.activeElement);
    entries[(index + step + entries.length) % entries.length].focus();
  };
  const { signal } = stop;
  node.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => !node.contains(event.target) && closeMenu({ refocus: false }), {
    signal,
    capture: true,
  });
  window.addEventListener("blur", () => closeMenu({ refocus: false }), { signal });
  window.addEventListener("resize", () => closeMenu({ refocus: false }), { signal });
}

function place(node, x, y) {
  const margin = 8;
  const { width, height } = node.getBoundingClientRect();
  node.style.left = `${Math.max(margin, Math.min(x, innerWidth - width - margin))}px`;
  node.style.top = `${Math.max(margin, Math.min(y, innerHeight - height - margin))}px`;
}
