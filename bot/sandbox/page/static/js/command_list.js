// The list of slash commands over the message box, filtered as one types.
import { fill, h } from "./dom.js";
import { complain } from "./dialogs.js";
import * as store from "./store.js";

let commands = [];

/** Load the commands that the member may use in the open channel. */
export async function loadCommands() {
  if (!store.state.channelId) return;
  commands = (await complain(store.my().commands(store.state.channelId))) ?? commands;
}

/** The list beside a text box; the box keeps the focus and points at the active entry. */
export class CommandList {
  constructor(element, input, choose) {
    this.element = element;
    this.input = input;
    this.choose = choose;
    this.found = [];
    this.active = 0;
    this.loading = null;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Show what fits the words after the slash; null closes the list. */
  show(words) {
    if (words === null) {
      this.close();
      return;
    }
    if (!this.isOpen && !this.loading)
      this.loading = loadCommands().then(() => {
        this.loading = null;
        if (this.isOpen) this.show(this.input.value.slice(1));
      });
    const needle = words.trim().toLowerCase();
    const rank = (command) =>
      command.label.startsWith(needle) || needle.startsWith(`${command.label} `)
        ? 0
        : command.label.includes(needle)
          ? 1
          : command.description.toLowerCase().includes(needle)
            ? 2
            : 3;
    this.found = commands
      .map((command) => [rank(command), command])
      .filter(([at]) => at < 3)
      .sort(([one, a], [other, b]) => one - other || a.label.localeCompare(b.label))
      .map(([, command]) => command);
    this.active = 0;
    this.element.hidden = false;
    this.draw();
  }

  close() {
    this.element.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  draw() {
    const entry = (command, at) =>
      h(
        "div",
        {
          id: `command-${at}`,
          class: "command",
          role: "option",
          "aria-selected": at === this.active ? "true" : "false",
          on: {
            click: () => this.take(command),
            pointermove: () => {
              if (this.active !== at) {
                this.active = at;
                this.mark();
              }
            },
          },
        },
        h(
          "span",
          { class: "command-name" },
          `/${command.label}`,
          command.options
            .filter((option) => option.required)
            .map((option) => h("span", { class: "command-option", text: option.label })),
        ),
        h("span", { class: "quiet small clip", text: command.description }),
      );
    fill(
      this.element,
      this.found.length
        ? this.found.map(entry)
        : h("div", {
            class: "command quiet",
            role: "option",
            "aria-selected": "false",
            "aria-disabled": "true",
            text: this.loading ? "Looking…" : (commands.length ? "No command fits." : "No command fits. Is a bot connected?"),
          }),
    );
    this.mark();
  }

  mark() {
    [...this.element.children].forEach((row, at) =>
      row.setAttribute("aria-selected", at === this.active && this.found.length ? "true" : "false"),
    );
    const row = this.found.length ? this.element.children[this.active] : null;
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  /** Handle a key of the text box; answers whether it was meant for the list. */
  keys(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.mark();
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.found.length)
      this.take(this.found[this.active]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  take(command, typed = this.input.value.slice(1)) {
    this.close();
    this.choose(command, typed.startsWith(`${command.label} `) ? typed.slice(command.label.length + 1).trim() : "");
  }

  /** Choose the command of exactly this name, if there is one. */
  chooseNamed(name) {
    const found = commands.find((command) => command.path === name.trim() || command.label === name.trim());
    if (found) this.take(found, "");
    return Boolean(found);
  }
}
