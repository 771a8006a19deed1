// Draws the reactions under a message, the picker to add one, and the list of who reacted.
import { fill, h, icon } from "./dom.js";
import { complain } from "./dialogs.js";
import * as popover from "./popover.js";
import * as store from "./store.js";

const COMMON = [
  "✅",
  "❌",
  "⚪",
  "⛔",
  "👍",
  "🤷",
  "👎",
  "1️⃣",
  "2️⃣",
  "3️⃣",
  "4️⃣",
  "5️⃣",
  "6️⃣",
  "7️⃣",
  "8️⃣",
  "9️⃣",
  "💬",
  "🎉",
];
const NAMES = {
  "✅": "check mark",
  "❌": "cross",
  "⚪": "white circle",
  "⛔": "no entry",
  "👍": "thumbs up",
  "🤷": "shrug",
  "👎": "thumbs down",
  "💬": "speech balloon",
  "🎉": "party",
};

const keyOf = (emoji) => (emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);
const shown = (emoji) => (emoji.id ? `:${emoji.name}:` : emoji.name);

/** The row of reactions, or nothing. */
export function reactionRow(message) {
  const reactions = message.reactions ?? [];
  if (!reactions.length) return null;
  const { may } = store.channel() ?? { may: {} };
  const add =
    may.react && !(message.flags & 64)
      ? h(
          "button",
          {
            type: "button",
            class: "reaction add",
            "aria-label": "Add reaction",
            title: "Add reaction",
            "aria-haspopup": "dialog",
            "aria-expanded": "false",
            data: { key: "react-row" },
            on: { click: (event) => openPicker(event.currentTarget, message) },
          },
          icon("smile"),
        )
      : null;
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    reactions.map((reaction) => pill(reaction, message)),
    add,
  );
}

function names(reaction) {
  const listed = reaction.people.map((id) => (id === store.state.userId ? "you" : store.nameOf(id)));
  const more = reaction.count - listed.length;
  return more > 0 ? `${listed.join(", ")} and ${more} more` : listed.join(", ");
}

function pill(reaction, message) {
  const mine = reaction.me || reaction.me_burst;
  const toggle = () => {
    const { channel_id: channel, id } = message;
    const key = keyOf(reaction.emoji);
    void complain(
      mine ? store.my().unreact(channel, id, key, !reaction.me) : store.my().react(channel, id, key, false),
    );
  };
  const extra = reaction.burst_count ? `, ${reaction.burst_count} super` : "";
  return h(
    "button",
    {
      type: "button",
      class: reaction.burst_count ? "reaction burst" : "reaction",
      "aria-pressed": mine ? "true" : "false",
      "aria-label": `${shown(reaction.emoji)} ${reaction.count}${extra}: ${names(reaction)}`,
      title: names(reaction),
      data: { key: `reaction-${keyOf(reaction.emoji)}` },
      on: { click: toggle },
    },
    h("span", { class: "emoji", text: shown(reaction.emoji) }),
    h("span", { class: "count", text: reaction.count }),
  );
}

/** Open the picker beside a control. */
export function openPicker(anchor, message) {
  const key = anchor.dataset.key;
  const again = () => document.querySelector(`[data-id="${message.id}"] [data-key="${key}"]`);
  const burst = h("input", { type: "checkbox" });
  const send = (emoji) => {
    popover.close();
    void complain(store.my().react(message.channel_id, message.id, emoji, burst.checked));
  };
  const own = h("input", {
    class: "input",
    "aria-label": "Another emoji",
    placeholder: "Another emoji",
    maxlength: 40,
    autocomplete: "off",
  });
  const form = h(
    "form",
    {
      class: "inline-form",
      on: {
        submit: (event) => {
          event.preventDefault();
          if (own.value.trim()) send(own.value.trim());
        },
      },
    },
    own,
    h("button", { class: "button" }, "Add"),
  );
  popover.show(
    anchor,
    "Add a reaction",
    [
      h(
        "div",
        { class: "emoji-grid" },
        COMMON.map((emoji) =>
          h(
            "button",
            {
              type: "button",
              class: "emoji-button",
              "aria-label": `${emoji} ${NAMES[emoji] ?? ""}`.trim(),
              on: { click: () => send(emoji) },
            },
            emoji,
          ),
        ),
      ),
      form,
      h("label", { class: "tick" }, burst, h("span", { text: "As a super reaction" })),
    ],
    { again },
  );
}

/** Open the list of who reacted, with moderators' means to take single reactions away. */
export function openWho(message) {
  const body = h("div", { class: "who" }, h("p", { class: "quiet", text: "Looking…" }));
  const dialog = h(
    "dialog",
    { class: "dialog small", "aria-labelledby": "who-title" },
    h("h2", { id: "who-title", text: "Who reacted" }),
    body,
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, "Close"),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  void list(message, body);
}

async function list(message, body) {
  const current = store.messageOf(message.id) ?? message;
  const reactions = current.reactions ?? [];
  if (!reactions.length) {
    fill(body, h("p", { class: "quiet", text: "Nobody reacted." }));
    return;
  }
  const manage = store.channel()?.may.manage;
  const sections = await Promise.all(
    reactions.map(async (reaction) => {
      const key = keyOf(reaction.emoji);
      const who = (await complain(store.my().who(message.channel_id, message.id, key))) ?? { users: [] };
      const row = (one) =>
        h(
          "li",
          {},
          h("span", { text: store.nameOf(one.id) + (one.burst ? " (super)" : "") }),
          manage && one.id !== store.state.userId
            ? h(
                "button",
                {
                  type: "button",
                  class: "link",
                  "aria-label": `Take away ${shown(reaction.emoji)} of ${store.nameOf(one.id)}`,
                  on: {
                    click: async () => {
                      await complain(store.my().unreact(message.channel_id, message.id, key, one.burst, one.id));
                      setTimeout(() => void list(message, body), 150);
                    },
                  },
                },
                "Take away",
              )
            : null,
        );
      return h(
        "section",
        {},
        h("h3", { text: `${shown(reaction.emoji)} ${reaction.count}` }),
        h("ul", {}, who.users.map(row)),
      );
    }),
  );
  fill(body, sections);
}
