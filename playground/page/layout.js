// The line between the panes, for the mouse and for the arrow keys.

import { byId } from "./dom.js";
import { recall, remember } from "./memory.js";

const LEAST = 30;
const MOST = 65;
const USUAL = 42;

/** Makes the line movable and remembers where it was left. */
export function drawSplit() {
  const split = byId("split");
  const main = split.parentElement;
  let share = recall("split", USUAL);

  const set = (wanted) => {
    share = Math.max(LEAST, Math.min(MOST, wanted));
    main.style.setProperty("--share", `${share}%`);
    split.setAttribute("aria-valuenow", String(Math.round(share)));
    remember("split", share);
  };

  split.setAttribute("aria-valuemin", String(LEAST));
  split.setAttribute("aria-valuemax", String(MOST));
  split.addEventListener("pointerdown", (event) => {
    split.setPointerCapture(event.pointerId);
    split.classList.add("held");
  });
  split.addEventListener("pointermove", (event) => {
    if (!split.hasPointerCapture(event.pointerId)) return;
    const box = main.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100);
  });
  split.addEventListener("pointerup", () => split.classList.remove("held"));
  split.addEventListener("dblclick", () => set(USUAL));
  split.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!step) return;
    event.preventDefault();
    set(share + step);
  });
  set(share);
}
