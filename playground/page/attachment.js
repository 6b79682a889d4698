// The one file that goes with the next message: chosen, pasted or dropped.

import { byId, el, icon, iconButton } from "./dom.js";
import { t } from "./texts.js";

const kindOf = (file) => (file.type.startsWith("image/") ? "photo" : file.type.startsWith("audio/") || /\.(oga|ogg|opus)$/i.test(file.name) ? "voice" : "document");

/** `changed` is called whenever the file comes or goes. */
export class Attachment {
  file = null;
  kind = null;
  #changed;
  #chip = byId("attachment");
  #address = null;

  constructor(changed) {
    this.#changed = changed;
    this.#picker("attach", "attach-file");
    this.#picker("record", "voice-file");
    const pane = byId("messenger");
    byId("field").addEventListener("paste", (event) => {
      const [file] = event.clipboardData?.files ?? [];
      if (!file) return;
      event.preventDefault();
      this.take(file);
    });
    const carriesFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    pane.addEventListener("dragover", (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      pane.classList.add("dropping");
    });
    pane.addEventListener("dragleave", (event) => {
      if (!pane.contains(event.relatedTarget)) pane.classList.remove("dropping");
    });
    pane.addEventListener("drop", (event) => {
      pane.classList.remove("dropping");
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      this.take(file);
    });
  }

  /** Keeps `file` for the next message; its kind is told by its type unless given. */
  take(file, kind = kindOf(file)) {
    this.drop({ quietly: true });
    this.file = file;
    this.kind = kind;
    if (kind === "photo") this.#address = URL.createObjectURL(file);
    const picture = this.#address ? el("img", { src: this.#address, alt: "" }) : el("span", { class: "file-icon" }, icon(kind === "voice" ? "mic" : "file"));
    this.#chip.replaceChildren(
      picture,
      el("span", { class: "attachment-name" }, t("composer.attached", { name: file.name })),
      iconButton("close", t("composer.cancel"), () => this.drop()),
    );
    this.#chip.hidden = false;
    this.#changed();
    byId("field").focus();
  }

  drop({ quietly = false } = {}) {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = null;
    if (!this.file) return;
    this.file = null;
    this.kind = null;
    this.#chip.hidden = true;
    this.#chip.replaceChildren();
    if (!quietly) this.#changed();
  }

  #picker(buttonId, inputId) {
    const input = byId(inputId);
    byId(buttonId).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = "";
      if (file) this.take(file, inputId === "voice-file" ? "voice" : undefined);
    });
  }
}
