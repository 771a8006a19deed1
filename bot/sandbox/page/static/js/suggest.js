// Offers a bot's suggestions under a text field while one types.
import { fill, h } from "./dom.js";

const PAUSE = 180;

/** Offer what `ask(typed)` finds (a list of {label, value}); the field then sends the value behind the label. */
export function suggest(field, ask) {
  const input = field.control;
  const id = `${input.id}-list`;
  const list = h("div", { class: "suggestions", id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  input.closest(".typed").append(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", id],
    ["aria-expanded", "false"],
  ])
    input.setAttribute(name, value);
  let found = [];
  let active = -1;
  let timer = 0;
  let asked = 0;
  let chosen = null;
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (choice) => {
    chosen = choice;
    input.value = choice.label;
    close();
    input.focus();
  };
  const mark = () => {
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", at === active ? "true" : "false"));
    if (active >= 0) input.setAttribute("aria-activedescendant", `${id}-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const turn = (asked += 1);
    const answer = await ask(input.value);
    if (turn !== asked || !input.isConnected) return;
    found = answer;
    active = -1;
    fill(
      list,
      found.map((choice, at) =>
        h(
          "div",
          {
            class: "command",
            id: `${id}-${at}`,
            role: "option",
            "aria-selected": "false",
            on: {
              pointerdown: (event) => {
                event.preventDefault();
                take(choice);
              },
            },
          },
          choice.label,
        ),
      ),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), PAUSE);
  };
  input.addEventListener("input", () => {
    chosen = null;
    later();
  });
  input.addEventListener("focus", () => {
    if (list.hidden && !chosen) later();
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    asked += 1;
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + found.length) % found.length;
      mark();
    } else if (event.key === "Enter" && active >= 0) take(found[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  const plain = field.read;
  field.read = () => (chosen ? chosen.value : plain());
}
