// Lines for somebody who does not know yet what to write. They fill the field; sending stays with the person.

import { byId, el } from "./dom.js";
import { onLanguage, t } from "./texts.js";
import { isPrivate } from "./world.js";

const FIRST = {
  ru: ["кофе 300", "такси 450 карта", "зарплата 85000 на карту", "снял 5000 с карты", "сколько ушло за месяц?"],
  en: ["coffee 300", "taxi 450 card", "salary 85000 to card", "withdrew 5000 from card", "how much this month?"],
};
const IN_GROUP = {
  ru: ["/add такси 450 карта", "/add продукты 1250 наличные"],
  en: ["/add taxi 450 card", "/add groceries 1250 cash"],
};
const ENOUGH = 12; // after so many messages a person knows how it works

/** Shows the lines over the field, in the language of the person who writes. */
export function drawSuggestions(world, view, composer) {
  const box = byId("suggestions");
  const field = byId("field");

  const draw = () => {
    const { me, chat, chatId } = view;
    const said = world.messages(chatId).filter((message) => message.from?.id === me);
    box.hidden = !chat || said.length >= ENOUGH || composer.isBusy;
    if (box.hidden) return;
    const language = world.userOf(me)?.language_code === "ru" ? "ru" : "en";
    const used = new Set(said.map((message) => message.text));
    const lines = (isPrivate(chat) ? FIRST : IN_GROUP)[language].filter((line) => !used.has(line));
    box.hidden = !lines.length;
    box.replaceChildren(
      el("span", { class: "suggestions-label" }, t("composer.suggestions")),
      ...lines.map((line) => el("button", { type: "button", class: "chip", lang: language, on: { click: () => composer.fill(line) } }, line)),
    );
  };

  world.addEventListener("message", draw);
  view.addEventListener("change", draw);
  field.addEventListener("input", draw);
  byId("composer").addEventListener("mode", draw);
  onLanguage(draw);
}
