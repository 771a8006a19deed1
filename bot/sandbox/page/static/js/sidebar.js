// Draws the left drawer: servers, channels with their threads, and whom this tab plays.
import { avatar, fill, h, icon, iconButton } from "./dom.js";
import { closeDrawers } from "./drawers.js";
import { go, hashOf } from "./route.js";
import * as store from "./store.js";

const side = () => document.getElementById("side");

/** Draw the drawer anew. */
export function draw() {
  const { state } = store;
  if (!state.view) {
    fill(side());
    return;
  }
  const focused = document.activeElement?.dataset?.key;
  fill(
    side(),
    h(
      "div",
      { class: "drawer-head" },
      h("h2", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": "true" }, "M"), state.view.name),
      iconButton("close", "Close the channel list", closeDrawers, { class: "icon-button drawer-close" }),
    ),
    state.world.guilds.length > 1 ? servers() : null,
    h("div", { class: "channels" }, sections()),
    seatBox(),
  );
  if (focused)
    side()
      .querySelector(`[data-key="${CSS.escape(focused)}"]`)
      ?.focus();
}

function servers() {
  const { state } = store;
  const entry = (guild) =>
    h(
      "li",
      {},
      h(
        "a",
        {
          href: hashOf({ guild: guild.id, user: state.userId }),
          "aria-current": guild.id === state.guildId ? "true" : null,
          class: "server",
          data: { key: `guild-${guild.id}` },
        },
        h("span", { class: "server-mark", "aria-hidden": "true" }, guild.name.slice(0, 1).toUpperCase()),
        guild.name,
      ),
    );
  return h(
    "section",
    { class: "servers" },
    h("h3", { class: "drawer-title", text: "Servers" }),
    h("ul", {}, state.world.guilds.map(entry)),
  );
}

function sections() {
  const { channels } = store.state.view;
  const byPosition = (one, other) => one.position - other.position || (one.id < other.id ? -1 : 1);
  const tops = channels.filter((channel) => !store.THREADS.has(channel.type) && channel.type !== 4).sort(byPosition);
  const categories = channels.filter((channel) => channel.type === 4).sort(byPosition);
  const list = (parent, title) => {
    const inside = tops.filter((channel) => (channel.parent_id ?? null) === parent);
    if (!inside.length) return null;
    return h(
      "section",
      {},
      h("h3", { class: "drawer-title", text: title }),
      h(
        "ul",
        {},
        inside.map((channel) => [entry(channel), threadsOf(channel)]),
      ),
    );
  };
  return [list(null, "Channels"), categories.map((category) => list(category.id, category.name))];
}

function threadsOf(channel) {
  const threads = store.state.view.channels.filter(
    (thread) => store.THREADS.has(thread.type) && thread.parent_id === channel.id,
  );
  const live = threads.filter((thread) => !thread.archived || thread.id === store.state.channelId);
  if (!live.length) return null;
  return h("li", {}, h("ul", { class: "threads", "aria-label": `Threads of ${channel.name}` }, live.map(entry)));
}

function entry(channel) {
  const { state } = store;
  const isThread = store.THREADS.has(channel.type);
  const unread = state.unread.has(channel.id);
  const here = channel.id === state.channelId;
  return h(
    "li",
    {},
    h(
      "a",
      {
        href: hashOf({ guild: state.guildId, channel: channel.id, user: state.userId }),
        "aria-current": here ? "page" : null,
        class: unread ? "channel unread" : "channel",
        data: { key: `channel-${channel.id}` },
        on: { click: closeDrawers },
      },
      icon(isThread ? "thread" : channel.type === 5 ? "megaphone" : "hash"),
      h("span", { class: "clip", text: channel.name }),
      unread ? h("span", { class: "dot" }, h("span", { class: "unseen", text: "new messages" })) : null,
    ),
  );
}

function seatBox() {
  const { state } = store;
  const people = state.view.members.filter((member) => !member.bot);
  const choice = h(
    "select",
    {
      id: "seat",
      data: { key: "seat" },
      on: { change: (event) => go({ user: event.target.value }) },
    },
    people.map((member) => h("option", { value: member.id, selected: member.id === state.userId }, member.name)),
  );
  choice.value = state.userId;
  const mine = store.me();
  return h(
    "div",
    { class: "seat" },
    mine ? avatar(mine.name, mine.id) : null,
    h(
      "div",
      { class: "seat-text" },
      h("label", { for: "seat", text: "You are" }),
      h("span", { class: "select" }, choice, icon("down")),
    ),
  );
}
