// Draws the open channel: its heading, the list of messages, and keeps the reader's place.
import { announce, avatar, fill, h, icon, iconButton } from "./dom.js";
import { complain } from "./dialogs.js";
import { toggleDrawer } from "./drawers.js";
import { day } from "./clock.js";
import { draw as drawMessage, plainText } from "./message.js";
import { line } from "./prose.js";
import { hashOf } from "./route.js";
import * as store from "./store.js";

const CHANNELS = "Servers and channels";
const GROUP_SPAN = 7 * 60 * 1000;
const EPHEMERAL = 64;
const list = () => document.getElementById("messages");
const scroll = () => document.getElementById("talk-scroll");
const nearEnd = () => scroll().scrollHeight - scroll().scrollTop - scroll().clientHeight < 90;
const toEnd = () => {
  scroll().scrollTop = scroll().scrollHeight;
};

/** Draw the channel's heading. */
export function drawHead() {
  const channel = store.channel();
  const head = document.getElementById("talk-head");
  const drawer = (name, iconName, label) =>
    iconButton(iconName, label, (event) => toggleDrawer(name, event.currentTarget), {
      class: `icon-button only-narrow only-narrow-${name}`,
      "aria-controls": name,
      "aria-expanded": "false",
      data: { testid: `open-${name}` },
    });
  const parent = channel && store.THREADS.has(channel.type) ? store.channelOf(channel.parent_id) : null;
  fill(
    head,
    drawer("side", "menu", CHANNELS),
    h(
      "div",
      { class: "talk-title" },
      channel
        ? h(
            "h1",
            {},
            icon(parent ? "thread" : channel.type === 5 ? "megaphone" : "hash"),
            h("span", { class: "clip", text: channel.name }),
          )
        : h("h1", { text: "No channel" }),
      parent
        ? h(
            "p",
            { class: "topic clip" },
            "Thread in ",
            h("a", {
              href: hashOf({ guild: store.state.guildId, channel: parent.id, user: store.state.userId }),
              text: `#${parent.name}`,
            }),
            channel.archived ? " · archived" : "",
          )
        : null,
      channel?.topic ? h("p", { class: "topic clip" }, line(channel.topic)) : null,
    ),
    store.state.connected || store.state.stopped
      ? null
      : h("span", { class: "badge warn", role: "status", text: "Reconnecting…" }),
    seatChip(),
    drawer("people", "people", "Members"),
  );
  drawNews();
}

/** Say that nothing answers any more, until something does. */
export function drawStopped() {
  const told = "Minga was stopped, or cannot be reached. Start it again, then reload this page.";
  fill(document.getElementById("stopped"), store.state.stopped ? h("p", { text: told }) : null);
}

/** Mark the button of the closed drawer while a channel in it has new messages. */
export function drawNews() {
  const button = document.querySelector("[data-testid=open-side]");
  if (!button) return;
  const news = store.state.unread.size > 0;
  button.setAttribute("aria-label", news ? `${CHANNELS}, new messages` : CHANNELS);
  if (!news) button.querySelector(".dot")?.remove();
  else if (!button.querySelector(".dot")) button.append(h("span", { class: "dot" }));
}

/** Whom this tab plays, where the drawer that says so is closed. */
function seatChip() {
  const mine = store.me();
  if (!mine) return null;
  const openSeat = (event) => {
    toggleDrawer("side", event.currentTarget);
    document.getElementById("seat")?.focus();
  };
  return h(
    "button",
    {
      type: "button",
      class: "seat-chip",
      title: "Be somebody else",
      "aria-label": `You: ${mine.name}. Be somebody else`,
      "aria-controls": "side",
      "aria-expanded": "false",
      on: { click: openSeat },
    },
    avatar(mine.name, mine.id),
    h("span", { class: "clip", text: `You: ${mine.name}` }),
  );
}

/** Draw all messages anew; `keep` holds the reader's place (earlier ones came in front). */
export function drawAll({ keep = false } = {}) {
  const before = scroll().scrollHeight - scroll().scrollTop;
  const stay = keep && nearEnd();
  const refocus = focusIn(list());
  const { state } = store;
  const rows = [];
  if (state.earlier)
    rows.push(
      h(
        "li",
        { class: "more-row" },
        h(
          "button",
          { type: "button", class: "button", on: { click: () => complain(store.loadEarlier()) } },
          "Show earlier messages",
        ),
      ),
    );
  else rows.push(beginning());
  state.messages.forEach((message, at) => rows.push(...rowsOf(message, state.messages[at - 1])));
  if (state.later)
    rows.push(
      h(
        "li",
        { class: "more-row" },
        h(
          "button",
          { type: "button", class: "button", on: { click: () => complain(store.loadLatest()) } },
          "Go to the newest messages",
        ),
      ),
    );
  fill(list(), rows);
  refocus();
  if (keep && !stay) scroll().scrollTop = scroll().scrollHeight - before;
  else toEnd();
}

/** Remember which control of which message has the focus; call what is answered to give it back after a redraw. */
function focusIn(root) {
  if (!root.contains(document.activeElement)) return () => {};
  const id = document.activeElement.closest("[data-id]")?.dataset.id;
  const { key } = document.activeElement.dataset;
  return () => {
    const row = id && list().querySelector(`[data-id="${id}"]`);
    const same = row && key && row.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (same || row?.querySelector("button, a") || document.getElementById("composer-text"))?.focus();
  };
}

function beginning() {
  const channel = store.channel();
  if (!channel) return h("li", { class: "beginning" }, h("p", { text: "There is no channel here that you may see." }));
  const empty = store.state.messages.length === 0;
  return h(
    "li",
    { class: "beginning" },
    h("h2", { text: store.THREADS.has(channel.type) ? channel.name : `#${channel.name}` }),
    h("p", {
      text: empty
        ? "Nothing has been said here yet. Say something, or type / to see what the bot can do."
        : "This is where it began.",
    }),
    store.THREADS.has(channel.type) ? originLink(channel) : null,
  );
}

function originLink(thread) {
  const href = hashOf({
    guild: store.state.guildId,
    channel: thread.parent_id,
    message: thread.id,
    user: store.state.userId,
  });
  return h("p", {}, h("a", { href, text: "Go to the message this thread hangs on" }));
}

function rowsOf(message, previous) {
  const rows = [];
  if (previous && new Date(previous.timestamp).toDateString() !== new Date(message.timestamp).toDateString()) {
    rows.push(h("li", { class: "day" }, h("span", { text: day(message.timestamp) })));
  }
  const grouped =
    !rows.length &&
    previous &&
    previous.author.id === message.author.id &&
    !message.interaction_metadata &&
    !message.message_reference &&
    !previous.note &&
    Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_SPAN &&
    Boolean(previous.flags & 64) === Boolean(message.flags & 64);
  rows.push(drawMessage(message, grouped));
  return rows;
}

/** Draw one message that came or changed, without losing the focus in it. */
export function drawOne({ message, fresh }) {
  const stay = nearEnd() || (fresh && isAnswerToMe(message));
  const { state } = store;
  if (fresh) {
    const at = state.messages.indexOf(message);
    if (at !== state.messages.length - 1) {
      drawAll({ keep: !stay });
      return;
    }
    list().append(...rowsOf(message, state.messages[at - 1]));
    if (message.author.id !== state.userId)
      announce(`${store.nameOf(message.author.id)}: ${plainText(message).slice(0, 300)}`);
  } else {
    const old = list().querySelector(`[data-id="${message.id}"]`);
    if (!old) return;
    const refocus = focusIn(old);
    old.replaceWith(drawMessage(message, old.classList.contains("grouped")));
    refocus();
  }
  if (stay) toEnd();
  else if (fresh) pill();
}

/** Whether only this tab's member sees it: then it answers what they just did, perhaps at a card far above. */
function isAnswerToMe(message) {
  return Boolean(message.flags & EPHEMERAL) && message.interaction_metadata?.user.id === store.state.userId;
}

/** Bring a message into view and mark it for a moment. */
export function pointAt(id) {
  const row = list().querySelector(`[data-id="${id}"]`);
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  row.classList.add("pointed");
  setTimeout(() => row.classList.remove("pointed"), 2500);
}

function pill() {
  if (document.getElementById("new-pill")) return;
  const button = h(
    "button",
    {
      type: "button",
      id: "new-pill",
      class: "new-pill",
      on: {
        click: () => {
          toEnd();
          button.remove();
          scroll().focus();
        },
      },
    },
    "New messages",
    icon("down"),
  );
  document.getElementById("talk-foot").prepend(button);
}

/** Watch the scrolling: at the end the hint about new messages goes, and whoever is there stays there. */
export function watchScroll() {
  let atEnd = true;
  scroll().addEventListener(
    "scroll",
    () => {
      atEnd = nearEnd();
      if (atEnd) document.getElementById("new-pill")?.remove();
    },
    { passive: true },
  );
  const sizes = new ResizeObserver(() => {
    if (atEnd) toEnd();
  });
  sizes.observe(scroll());
}
