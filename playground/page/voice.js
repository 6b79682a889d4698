// A voice message: a button, a line, a duration.

import { el, icon } from "./dom.js";
import { t } from "./texts.js";

let playing = null;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** A player for the recording at `address`; `seconds` is what the message says until the file itself is known. */
export function voicePlayer(address, seconds = 0) {
  const audio = el("audio", { src: address, preload: "metadata" });
  const button = el("button", { type: "button", class: "voice-button" });
  const seek = el("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": t("voice.seek") });
  const time = el("span", { class: "voice-time" }, clock(seconds));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : seconds);

  const draw = () => {
    const label = audio.paused ? t("voice.play") : t("voice.pause");
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", label);
    button.title = label;
    const done = length() ? audio.currentTime / length() : 0;
    seek.value = String(Math.round(done * 1000));
    seek.style.setProperty("--done", `${done * 100}%`);
    time.textContent = clock(audio.currentTime > 0 ? audio.currentTime : length());
  };

  button.addEventListener("click", () => {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    if (playing !== audio) playing?.pause();
    playing = audio;
    audio.play().catch(() => draw()); // a file the browser cannot play stays silent, the bubble stays
  });
  seek.addEventListener("input", () => {
    audio.currentTime = (Number(seek.value) / 1000) * length();
  });
  for (const event of ["play", "pause", "timeupdate", "ended", "loadedmetadata"]) audio.addEventListener(event, draw);
  draw();
  return el("div", { class: "voice" }, button, seek, time, audio);
}
