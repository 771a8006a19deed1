// Draws a message's components, old and new, and sends what people press and choose.
import { h, icon } from "./dom.js";
import { colour } from "./embeds.js";
import { complain } from "./dialogs.js";
import { choiceList, optionsOf } from "./choices.js";
import { follow } from "./replies.js";
import * as popover from "./popover.js";
import { anchor, prose } from "./prose.js";
import * as store from "./store.js";

const STYLES = { 1: "primary", 2: "", 3: "success", 4: "danger-solid", 5: "" };

/** All components of a message. */
export function components(message) {
  return (message.components ?? []).map((one) => component(one, message));
}

function component(data, message) {
  const inner = () => (data.components ?? []).map((one) => component(one, message));
  switch (data.type) {
    case 1:
      return h("div", { class: "row" }, inner());
    case 2:
      return button(data, message);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return select(data, message);
    case 9:
      return h(
        "div",
        { class: "section" },
        h("div", { class: "section-text" }, inner()),
        data.accessory ? h("div", { class: "section-side" }, component(data.accessory, message)) : null,
      );
    case 10:
      return h("div", { class: "prose" }, prose(data.content));
    case 11:
      return h("span", { class: "thumbnail", role: "img", "aria-label": data.description || "Picture" }, "▦");
    case 12:
      return h(
        "div",
        { class: "row" },
        (data.items ?? []).map((item) =>
          h("span", { class: "thumbnail", role: "img", "aria-label": item.description || "Picture" }, "▦"),
        ),
      );
    case 13:
      return h("p", { class: "file", text: data.name || data.file?.url || "File" });
    case 14:
      return data.divider === false
        ? h("div", { class: "space", "aria-hidden": "true" })
        : h("hr", { class: data.spacing === 2 ? "wide" : "" });
    case 17:
      return container(data, inner);
    default:
      return h("p", { class: "quiet", text: `Component of type ${data.type}` });
  }
}

function container(data, inner) {
  const box = h(
    "div",
    {
      class: "container",
      style: typeof data.accent_color === "number" ? { "--accent-line": colour(data.accent_color) } : {},
    },
    inner(),
  );
  if (!data.spoiler) return box;
  return h("details", { class: "spoiler-box" }, h("summary", { text: "Hidden: show" }), box);
}

function face(data) {
  const emoji = data.emoji
    ? h("span", {
        "aria-hidden": data.label ? "true" : null,
        text: data.emoji.id ? `:${data.emoji.name}:` : data.emoji.name,
      })
    : null;
  return [emoji, data.label ?? null];
}

function button(data, message) {
  if (data.style === 5) {
    const link = anchor(data.url, face(data), icon("out"));
    link.className = "button";
    return link;
  }
  const press = (event) =>
    run(event.currentTarget, message, () => store.my().press(message.channel_id, message.id, data.custom_id));
  return h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[data.style] ?? ""}`,
      disabled: Boolean(data.disabled),
      data: { key: data.custom_id },
      on: { click: press },
    },
    face(data),
  );
}

async function run(control, message, request) {
  if (control.getAttribute("aria-busy") === "true") return;
  control.setAttribute("aria-busy", "true");
  store.note(message.id, null);
  const reply = await complain(request());
  control.setAttribute("aria-busy", "false");
  if (reply) follow(reply, { failed: () => store.note(message.id, "This interaction failed.") });
}

function select(data, message) {
  const options = optionsOf(data);
  const chosen = options.filter((option) => option.default);
  const label = data.placeholder || "Make a selection";
  const shown = chosen.map((option) => option.label).join(", ") || label;
  const least = data.min_values ?? 1;
  const most = data.max_values ?? 1;
  const send = (values) => {
    popover.close();
    const control = document.querySelector(`[data-id="${message.id}"] [data-key="${CSS.escape(data.custom_id)}"]`);
    if (control)
      void run(control, message, () => store.my().choose(message.channel_id, message.id, data.custom_id, values));
  };
  const again = () => document.querySelector(`[data-id="${message.id}"] [data-key="${CSS.escape(data.custom_id)}"]`);
  const open = (event) =>
    popover.show(event.currentTarget, label, choiceList(options, { least, most, send }), { again, wide: true });
  return h(
    "button",
    {
      type: "button",
      class: "choice",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      disabled: Boolean(data.disabled),
      "aria-label": chosen.length ? `${label}: ${shown}` : null,
      data: { key: data.custom_id },
      on: { click: open },
    },
    h("span", { class: chosen.length ? "clip" : "clip quiet", text: shown }),
    icon("down"),
  );
}
