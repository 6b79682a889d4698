// The charts of a tab, drawn simply: columns side by side, and a pie.

import { el } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const KEYS = 7; // colours, one class each
const WIDTH = 420;
const HEIGHT = 150;
const FOOT = 16;

/** A figure for a chart of the spreadsheet; its numbers are told to a screen reader too. */
export function figure(chart) {
  const said = chart.labels.map((label, place) => `${label}: ${chart.series.map((one) => amount(one.values[place])).join(" / ")}`);
  const picture = node("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${chart.title}. ${said.join(", ")}` });
  picture.append(...(chart.kind === "pie" ? pie(chart) : columns(chart)));
  return el("figure", { class: "chart" }, el("figcaption", {}, chart.title), picture, legend(chart));
}

function columns({ labels, series }) {
  const most = Math.max(1, ...series.flatMap((one) => one.values));
  const step = WIDTH / Math.max(1, labels.length);
  const width = (step * 0.7) / series.length;
  const bars = series.flatMap((one, number) =>
    one.values.map((value, place) => {
      const height = (Math.max(0, value) / most) * (HEIGHT - FOOT - 4);
      return node("rect", { x: place * step + step * 0.15 + number * width, y: HEIGHT - FOOT - height, width: width * 0.92, height, class: key(number) });
    }),
  );
  const words = labels.map((label, place) => node("text", { x: (place + 0.5) * step, y: HEIGHT - 4 }, label));
  return [node("line", { x1: 0, x2: WIDTH, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }), ...bars, ...words];
}

function pie({ series }) {
  const values = series[0].values.map((value) => Math.max(0, value));
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (!whole) return [node("circle", { cx: WIDTH / 2, cy: HEIGHT / 2, r: 68, class: "nothing" })];
  let from = 0;
  return values.map((value, place) => {
    const share = value / whole;
    const slice = sector(from, from + share, key(place));
    from += share;
    return slice;
  });
}

function sector(from, to, name) {
  const [x, y, radius] = [WIDTH / 2, HEIGHT / 2, 68];
  if (to - from > 0.9999) return node("circle", { cx: x, cy: y, r: radius, class: name });
  const at = (part) => `${x + radius * Math.sin(2 * Math.PI * part)} ${y - radius * Math.cos(2 * Math.PI * part)}`;
  return node("path", { d: `M ${x} ${y} L ${at(from)} A ${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`, class: name });
}

function legend({ kind, labels, series }) {
  const names = kind === "pie" ? labels.map((label, place) => (series[0].values[place] > 0 ? label : "")) : series.map((one) => one.name);
  return el("ul", { class: "legend" }, names.map((name, place) => name && el("li", { class: key(place) }, name)).filter(Boolean));
}

const key = (place) => `key-${(place % KEYS) + 1}`;

function node(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

const amount = (value) => Number(value ?? 0).toLocaleString();
