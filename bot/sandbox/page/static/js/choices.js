// What can be chosen in a select of any kind, and the list to choose from.
import { h } from "./dom.js";
import * as store from "./store.js";

/** The options of a select component or command option kind: {value, label, description, default}. */
export function optionsOf(data) {
  const { view } = store.state;
  const preset = new Set((data.default_values ?? []).map((one) => one.id));
  const people = () =>
    view.members.map((member) => ({ value: member.id, label: member.name, description: member.bot ? "app" : "" }));
  const roles = () =>
    view.roles
      .filter((role) => role.id !== store.state.guildId)
      .map((role) => ({ value: role.id, label: `@${role.name}` }));
  const channels = () =>
    view.channels
      .filter((one) => (data.channel_types?.length ? data.channel_types.includes(one.type) : one.type !== 4))
      .map((one) => ({ value: one.id, label: `#${one.name}` }));
  const kinds = { 5: people, 6: roles, 7: () => [...people(), ...roles()], 8: channels };
  if (!kinds[data.type]) {
    return (data.options ?? []).map((option) => ({
      ...option,
      label: option.emoji && !option.emoji.id ? `${option.emoji.name} ${option.label}` : option.label,
    }));
  }
  return kinds[data.type]().map((option) => ({ ...option, default: preset.has(option.value) }));
}

function texts(option) {
  return h(
    "span",
    { class: "option-text" },
    h("span", { text: option.label }),
    option.description ? h("span", { class: "quiet small", text: option.description }) : null,
  );
}

/** A list to choose from: one click for a single choice, ticks and a button for several. */
export function choiceList(options, { least, most, send }) {
  if (!options.length) return h("p", { class: "quiet", text: "Nothing to choose from." });
  if (most <= 1 && least > 0) {
    return h(
      "div",
      { class: "menu" },
      options.map((option) =>
        h(
          "button",
          {
            type: "button",
            class: option.default ? "menu-entry chosen" : "menu-entry",
            "aria-pressed": option.default ? "true" : null,
            on: { click: () => send([option.value]) },
          },
          texts(option),
        ),
      ),
    );
  }
  const boxes = options.map((option) =>
    h("input", { type: "checkbox", value: option.value, checked: Boolean(option.default) }),
  );
  const hint = h("p", { class: "quiet small", role: "status" });
  const button = h(
    "button",
    {
      type: "button",
      class: "button primary full",
      on: { click: () => send(boxes.filter((box) => box.checked).map((box) => box.value)) },
    },
    "Choose",
  );
  const check = () => {
    const count = boxes.filter((box) => box.checked).length;
    button.disabled = count < least || count > most;
    hint.textContent = rangeText(least, Math.min(most, options.length));
  };
  const list = h(
    "div",
    { class: "menu", on: { change: check } },
    options.map((option, at) => h("label", { class: "tick" }, boxes[at], texts(option))),
  );
  check();
  return [list, hint, button];
}

/** How many may be chosen, in words. */
export function rangeText(least, most) {
  if (least === most) return `Choose ${least}.`;
  return least ? `Choose ${least} to ${most}.` : `Choose up to ${most}.`;
}
