// The bot's own commands, offered when a message begins with a slash or when the / button is pressed.

import { byId, el } from "./dom.js";
import { currentLanguage, t } from "./texts.js";
import { isPrivate } from "./world.js";

/** `choose(text, {now})` gets the chosen command: `now` sends it, otherwise it goes into the field to be completed. */
export class CommandList {
  #world;
  #view;
  #field;
  #choose;
  #box = byId("command-list");
  #shown = [];
  #active = 0;

  constructor(world, view, field, choose) {
    this.#world = world;
    this.#view = view;
    this.#field = field;
    this.#choose = choose;
    field.addEventListener("input", () => this.#look());
    field.addEventListener("blur", () => this.close());
    const button = byId("commands");
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    button.addEventListener("click", () => {
      field.focus();
      if (this.#box.hidden) this.#show(this.#commands(), { empty: true });
      else this.close();
    });
  }

  /** Takes a key of the field if the list is open and the key is for it. */
  keys(event) {
    if (this.#box.hidden || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#shown.length) {
      this.#active = (this.#active + step + this.#shown.length) % this.#shown.length;
      this.#draw();
    } else if (event.key === "Tab" && this.#shown.length) this.#pick(false);
    else if (event.key === "Enter" && this.#shown.length && !event.shiftKey) this.#pick(true);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  close() {
    this.#box.hidden = true;
    this.#field.setAttribute("aria-expanded", "false");
    this.#field.removeAttribute("aria-activedescendant");
  }

  #look() {
    const typed = /^\/(\w*)$/.exec(this.#field.value);
    const matching = typed ? this.#commands().filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    if (matching.length) this.#show(matching);
    else this.close();
  }

  // Telegram's own order: the narrowest scope that has a list wins, then the list in the language of the person.
  #commands() {
    const { me, chat } = this.#view;
    if (!chat) return [];
    const scopes = isPrivate(chat)
      ? [{ type: "chat", chat_id: chat.id }, { type: "all_private_chats" }, { type: "default" }]
      : [{ type: "chat_member", chat_id: chat.id, user_id: me }, { type: "chat", chat_id: chat.id }, { type: "all_group_chats" }, { type: "default" }];
    const person = this.#world.userOf(me)?.language_code ?? currentLanguage();
    for (const scope of scopes) {
      for (const language of [person, ""]) {
        const list = this.#world.commands.find((known) => known.language_code === language && same(known.scope, scope));
        if (list?.commands.length) return list.commands;
      }
    }
    return [];
  }

  #show(commands, { empty = false } = {}) {
    this.#shown = commands;
    this.#active = 0;
    if (!commands.length && !empty) {
      this.close();
      return;
    }
    this.#box.hidden = false;
    this.#field.setAttribute("aria-expanded", "true");
    this.#draw();
  }

  #draw() {
    if (!this.#shown.length) {
      this.#box.replaceChildren(el("p", { class: "command-none" }, t("composer.commandsEmpty")));
      return;
    }
    this.#box.replaceChildren(
      ...this.#shown.map(({ command, description }, index) =>
        el(
          "div",
          {
            id: `command-${index}`,
            role: "option",
            class: "command",
            "aria-selected": index === this.#active,
            on: {
              mousedown: (event) => event.preventDefault(),
              click: () => {
                this.#active = index;
                this.#pick(true);
              },
            },
          },
          el("b", {}, `/${command}`),
          el("span", {}, description),
        ),
      ),
    );
    this.#field.setAttribute("aria-activedescendant", `command-${this.#active}`);
    byId(`command-${this.#active}`)?.scrollIntoView({ block: "nearest" });
  }

  #pick(now) {
    const { command } = this.#shown[this.#active];
    this.close();
    if (now) this.#field.value = "";
    this.#choose(now ? `/${command}` : `/${command} `, { now });
  }
}

const same = (one, other) => Object.entries(other).every(([name, value]) => String(one[name]) === String(value));
