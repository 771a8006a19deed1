// Draws one message: who, when, what, and the small toolbar to answer it.
import { avatar, h, icon, iconButton } from "./dom.js";
import { ask, askText, complain } from "./dialogs.js";
import { short, words } from "./clock.js";
import { components } from "./components.js";
import { embed } from "./embeds.js";
import * as popover from "./popover.js";
import { prose } from "./prose.js";
import { openPicker, reactionRow } from "./reactions.js";
import { go } from "./route.js";
import * as store from "./store.js";

const EPHEMERAL = 64;
const LOADING = 128;
const SYSTEM = { 6: "pinned a message.", 7: "joined the server.", 18: "started a thread:" };

/** One row of the list; a grouped one shows neither picture nor name. */
export function draw(message, grouped) {
  const author = store.memberOf(message.author.id);
  const name = author?.name ?? message.author.global_name ?? message.author.username;
  const isPrivate = Boolean(message.flags & EPHEMERAL);
  const mentionsMe =
    message.mention_everyone ||
    message.mentions?.some((user) => user.id === store.state.userId) ||
    message.mention_roles?.some((id) => store.me()?.roles.includes(id));
  const classes = ["message", grouped && "grouped", isPrivate && "private", mentionsMe && "to-me"]
    .filter(Boolean)
    .join(" ");
  return h(
    "li",
    { class: classes, data: { id: message.id, testid: "message" } },
    h(
      "article",
      { "aria-label": `${name}, ${words(Date.parse(message.timestamp), "f")}` },
      context(message),
      grouped
        ? h("span", { class: "gutter", text: short(message.timestamp) })
        : avatar(name, message.author.id, message.author.bot),
      h(
        "div",
        { class: "message-main" },
        grouped
          ? null
          : h(
              "div",
              { class: "message-head" },
              h("span", { class: "author", text: name }),
              message.author.bot ? h("span", { class: "tag", text: "app" }) : null,
              h("time", {
                class: "quiet",
                datetime: message.timestamp,
                title: words(Date.parse(message.timestamp), "F"),
                text: short(message.timestamp),
              }),
            ),
        body(message),
        message.thread ? threadLink(message.thread) : null,
        reactionRow(message),
        isPrivate ? privateFoot(message) : null,
        message.note ? h("p", { class: "note", role: "alert", text: message.note }) : null,
      ),
      isPrivate || message.flags & LOADING ? null : toolbar(message),
    ),
  );
}

function context(message) {
  if (message.interaction_metadata && message.interaction?.name) {
    return h(
      "p",
      { class: "context" },
      icon("reply"),
      h(
        "span",
        {},
        h("strong", { text: store.nameOf(message.interaction_metadata.user.id) }),
        " used ",
        h("span", { class: "mention", text: `/${message.interaction?.name}` }),
      ),
    );
  }
  const id = message.message_reference?.message_id;
  if (!id || message.type === 18 || message.type === 6) return null;
  const origin = message.referenced_message;
  // What only one person sees Discord does not show in an answer to it, though it stands right above.
  if (!origin && message.flags & EPHEMERAL) return null;
  const text = origin ? plainText(origin).slice(0, 120) || "a message without text" : "a message that is gone";
  return h(
    "p",
    { class: "context" },
    icon("reply"),
    h(
      "button",
      {
        type: "button",
        class: "link clip",
        data: { key: "origin" },
        on: { click: () => go({ channel: message.channel_id, message: id }) },
      },
      origin ? h("strong", { text: `${store.nameOf(origin.author.id)} ` }) : null,
      text,
    ),
  );
}

function body(message) {
  if (message.flags & LOADING)
    return h(
      "p",
      { class: "thinking", role: "status" },
      h("span", { class: "dots", "aria-hidden": "true" }),
      `${store.nameOf(message.author.id)} is thinking…`,
    );
  const edited = message.edited_timestamp
    ? h("span", { class: "quiet small", title: words(Date.parse(message.edited_timestamp), "F"), text: "(edited)" })
    : null;
  if (SYSTEM[message.type])
    return h(
      "div",
      { class: "prose quiet" },
      h("p", {}, `${SYSTEM[message.type]} ${message.type === 18 ? message.content : ""}`),
    );
  const attachments = (message.attachments ?? []).map((file) =>
    h(
      "p",
      { class: "file" },
      h("a", { href: file.url, target: "_blank", rel: "noopener noreferrer", text: file.filename }),
    ),
  );
  return [
    message.content ? h("div", { class: "prose" }, prose(message.content), edited) : null,
    attachments,
    (message.embeds ?? []).map(embed),
    components(message),
    message.content || !edited ? null : h("p", { class: "edited" }, edited),
  ];
}

function threadLink(thread) {
  const open = () => go({ channel: thread.id });
  return h(
    "button",
    { type: "button", class: "thread-link", data: { key: "thread" }, on: { click: open } },
    icon("thread"),
    h("span", { class: "clip", text: thread.name }),
    h("span", { class: "quiet small", text: "Open thread" }),
  );
}

function privateFoot(message) {
  const dismiss = () => complain(store.my().dismiss(message.id));
  return h(
    "p",
    { class: "private-foot" },
    icon("eye"),
    h(
      "span",
      {},
      "Only you can see this · ",
      h("button", { type: "button", class: "link", data: { key: "dismiss" }, on: { click: dismiss } }, "Dismiss"),
    ),
  );
}

function toolbar(message) {
  const { may } = store.channel() ?? { may: {} };
  const again = (key) => () => document.querySelector(`[data-id="${message.id}"] [data-key="${key}"]`);
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Message actions" },
    may.react
      ? iconButton("smile", "Add reaction", (event) => openPicker(event.currentTarget, message), {
          data: { key: "react" },
          "aria-haspopup": "dialog",
          "aria-expanded": "false",
        })
      : null,
    iconButton(
      "more",
      "More",
      (event) => popover.show(event.currentTarget, "More", menu(message, may), { again: again("more") }),
      { data: { key: "more" }, "aria-haspopup": "dialog", "aria-expanded": "false" },
    ),
  );
}

function menu(message, may) {
  const mine = message.author.id === store.state.userId;
  const { channel_id: channel, id } = message;
  const entry = (text, act, danger = false) =>
    h(
      "button",
      {
        type: "button",
        class: danger ? "menu-entry danger" : "menu-entry",
        on: {
          click: () => {
            popover.close();
            void act();
          },
        },
      },
      text,
    );
  const remove = async () => {
    if (await ask("Delete this message?", "Nobody will see it any more.", "Delete"))
      await complain(store.my().remove(channel, id));
  };
  const thread = async () => {
    const name = await askText("Open a thread", "Name of the thread", "", "Open");
    const opened = name && (await complain(store.my().openThread(channel, id, name)));
    if (opened) go({ channel: opened.id });
  };
  return h(
    "div",
    { class: "menu" },
    may.send ? entry("Reply", () => window.dispatchEvent(new CustomEvent("sandbox:reply", { detail: message }))) : null,
    may.thread && !message.thread ? entry("Open a thread…", thread) : null,
    entry("Who reacted", () => window.dispatchEvent(new CustomEvent("sandbox:who", { detail: message }))),
    entry("Copy text", () => navigator.clipboard?.writeText(plainText(message))),
    may.manage && message.embeds?.length
      ? entry("Remove the embeds", () => complain(store.my().suppress(channel, id)))
      : null,
    may.manage && message.reactions?.length
      ? entry("Clear all reactions", () => complain(store.my().clearReactions(channel, id)), true)
      : null,
    mine || may.manage ? entry("Delete…", remove, true) : null,
  );
}

/** All text of a message in one line, for screen readers, quotes and copying. */
export function plainText(message) {
  const parts = [message.content];
  for (const one of message.embeds ?? [])
    parts.push(one.title, one.description, ...(one.fields ?? []).flatMap((field) => [field.name, field.value]));
  const walk = (component) => {
    parts.push(component.content, component.label);
    for (const inner of component.components ?? []) walk(inner);
    if (component.accessory) walk(component.accessory);
  };
  for (const component of message.components ?? []) walk(component);
  return parts
    .filter(Boolean)
    .join(" ")
    .replace(/[*_~`|#>]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
