// Building elements. Text always becomes a text node, so nothing that a person or the bot writes can turn into markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * A new element. `attributes` are set as attributes, except: `class`, `data` (dataset), `on` (listeners), and booleans,
 * which switch an attribute on or leave it out. Children are nodes or text; null and false are skipped.
 */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key.startsWith("aria-") && typeof value === "boolean") node.setAttribute(key, String(value));
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** One drawing of icons.svg, invisible to screen readers: the control around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A round button that shows only an icon and says `label` to a screen reader and in its tooltip. */
export function iconButton(name, label, onClick, className = "") {
  return el(
    "button",
    { type: "button", class: `icon-button ${className}`, "aria-label": label, title: label, on: { click: onClick } },
    icon(name),
  );
}

export const byId = (id) => document.getElementById(id);

/** Plays a CSS animation class once, again from the start if it was already playing. */
export function flash(node, className = "flash") {
  node.classList.remove(className);
  void node.offsetWidth; // restarts the animation
  node.classList.add(className);
  node.addEventListener("animationend", () => node.classList.remove(className), { once: true });
}
