// The panel for a chosen command: its options as fields, then the command on its way and what became of it.
import { Refused } from "./api.js";
import { fill, h, iconButton } from "./dom.js";
import { optionsOf } from "./choices.js";
import { check, makeField, valuesOf } from "./fields.js";
import { suggest } from "./suggest.js";
import { follow } from "./replies.js";
import * as store from "./store.js";

const panel = () => document.getElementById("command-panel");
const SELECT_OF = { 6: 5, 7: 8, 8: 6, 9: 7 };

/** Show a command's fields; one without options needs only Send. */
export function openCommand(command, given = {}) {
  const fields = command.options.map((option) => fieldOf(option, given[option.name]));
  const trouble = h("p", { class: "form-error", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    if (!check(fields)) return;
    closePanel();
    void send(command, valuesOf(fields));
  };
  const all = () => valuesOf(fields);
  command.options.forEach((option, at) => {
    if (option.autocomplete) suggest(fields[at], (typed) => ask(command, option, { ...all(), [option.name]: typed }));
  });
  const form = h(
    "form",
    {
      class: "command-panel",
      novalidate: true,
      "aria-label": `/${command.label}`,
      data: { testid: "command-form" },
      on: {
        submit,
        keydown: (event) => {
          if (event.key === "Escape" && !event.defaultPrevented) {
            event.preventDefault();
            closePanel();
          }
        },
      },
    },
    h(
      "div",
      { class: "command-panel-head" },
      h(
        "div",
        {},
        h("strong", { text: `/${command.label}` }),
        h("p", { class: "quiet small", text: command.description }),
      ),
      iconButton("close", "Cancel the command", closePanel),
    ),
    fields.length
      ? h(
          "div",
          { class: "command-fields" },
          fields.map((field) => field.element),
        )
      : null,
    trouble,
    h("div", { class: "command-panel-foot" }, h("button", { class: "button primary" }, "Send")),
  );
  fill(panel(), form);
  if (fields[0]) fields[0].focus();
  else form.querySelector(".primary").focus();
}

function closePanel() {
  fill(panel());
  document.getElementById("composer-text")?.focus();
}

async function ask(command, option, values) {
  try {
    return await store.my().autocomplete(store.state.channelId, command.path, values, option.name);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function fieldOf(option, value) {
  const base = {
    name: option.name,
    label: option.label,
    description: option.description,
    required: Boolean(option.required),
    value: value ?? "",
  };
  if (option.choices?.length)
    return makeField({
      ...base,
      kind: "one",
      options: option.choices.map((choice) => ({
        value: String(choice.value),
        label: choice.label,
        default: String(choice.value) === String(value),
      })),
    });
  if (option.type === 5) {
    const field = makeField({
      ...base,
      kind: "one",
      options: [
        { value: "true", label: "Yes", default: value === true },
        { value: "false", label: "No", default: value === false },
      ],
    });
    const { read } = field;
    field.read = () => (read() === null ? null : read() === "true");
    return field;
  }
  if (SELECT_OF[option.type])
    return makeField({
      ...base,
      kind: "one",
      options: optionsOf({ type: SELECT_OF[option.type], channel_types: option.channel_types }).map((one) => ({
        ...one,
        default: one.value === value,
      })),
    });
  if ((option.type === 4 || option.type === 10) && !option.autocomplete)
    return makeField({
      ...base,
      kind: "number",
      least: option.min_value,
      most: option.max_value,
      step: option.type === 4 ? 1 : undefined,
    });
  return makeField({ ...base, kind: "text", least: option.min_length, most: option.max_length });
}

async function send(command, values) {
  const shelf = document.getElementById("pending");
  const row = h(
    "div",
    { class: "pending-row" },
    h("span", { class: "mention", text: `/${command.label}` }),
    h("span", { class: "quiet", text: " sending…" }),
  );
  shelf.append(row);
  const fail = (text) =>
    fill(
      row,
      h("span", {}, h("span", { class: "mention", text: `/${command.label}` }), ` ${text}`),
      h(
        "span",
        { class: "pending-acts" },
        h(
          "button",
          {
            type: "button",
            class: "link",
            on: {
              click: () => {
                row.remove();
                openCommand(command, values);
              },
            },
          },
          "Try again",
        ),
        h("button", { type: "button", class: "link", on: { click: () => row.remove() } }, "Dismiss"),
      ),
    );
  try {
    const reply = await store.my().invoke(store.state.channelId, command.path, values);
    if (follow(reply, { failed: () => fail("The application did not respond.") })) row.remove();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail(error.words);
  }
}
