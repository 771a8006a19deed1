// Holds what the tab knows of the world: one member's view of one server, and the open channel's messages.
import { Refused, Seat, world } from "./api.js";
import * as clock from "./clock.js";
import { follow } from "./stream.js";

export const THREADS = new Set([10, 11, 12]);
const EPHEMERAL = 64;

export const state = {
  world: { guilds: [], links: [], bot: null },
  userId: "",
  guildId: "",
  channelId: "",
  view: null,
  messages: [],
  earlier: false,
  unread: new Set(),
  connected: true,
  stopped: false,
};

/** A break as long as this is no hiccup: whatever served this page has ended. */
const STOPPED_AFTER = 4000;

let stopping = 0;
let seat = null;
let closeStream = () => {};
const listeners = new Map();

/**
 * Hear of a topic: `place`, `view`, `unread`, `messages` (all anew), `message` (one came or changed), `gone`, `clock`,
 * `connected`, `lost` (the member is no longer in the server).
 */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

/** Tell all who hear of a topic. */
export function tell(topic, detail) {
  for (const listener of listeners.get(topic) || []) listener(detail);
}

/** The requests of the member whom this tab plays. */
export function my() {
  return seat;
}
export const me = () => memberOf(state.userId);
export const memberOf = (id) => state.view?.members.find((member) => member.id === id);
export const roleOf = (id) => state.view?.roles.find((role) => role.id === id);
export const channelOf = (id) => state.view?.channels.find((channel) => channel.id === id);
export const channel = () => channelOf(state.channelId);
export const nameOf = (id) => memberOf(id)?.name ?? state.view?.absent?.[id] ?? "someone who left";
export const messageOf = (id) => state.messages.find((message) => message.id === id);

/** Learn the list of servers, the links and the time. */
export async function loadWorld() {
  state.world = await world();
  clock.set(state.world.now);
  tell("clock");
}

/** Move the tab to a place; loads only what changed. Returns the channel that was really opened. */
export async function open({ guild, channel: wanted, message, user }) {
  const moved = guild !== state.guildId || user !== state.userId;
  if (moved) {
    closeStream();
    state.guildId = guild;
    state.userId = user;
    state.channelId = "";
    state.messages = [];
    state.unread.clear();
    const taken = new Seat(guild, user);
    seat = taken;
    const view = await taken.view();
    if (seat !== taken) return state.channelId;
    state.view = view;
    closeStream = follow(seat, state.view.last_event, hear, connection);
    tell("view");
  }
  const channels = state.view.channels.filter((one) => one.type !== 4);
  const target =
    channels.find((one) => one.id === wanted) ?? channels.find((one) => one.id === state.channelId) ?? channels[0];
  if (target && (moved || target.id !== state.channelId || (message && !messageOf(message))))
    await openChannel(target.id, message);
  tell("place", { message });
  return target?.id ?? "";
}

let heardMeanwhile = null;

async function openChannel(id, around) {
  if (!id) {
    state.channelId = "";
    state.messages = [];
    state.earlier = state.later = false;
    tell("messages");
    return;
  }
  const [of, heard] = [seat, []];
  state.channelId = id;
  state.unread.delete(id);
  heardMeanwhile = heard;
  let page = null;
  try {
    page = await of.messages(id, { around }).catch((error) => {
      if (around && error instanceof Refused) return of.messages(id);
      throw error;
    });
  } finally {
    if (heardMeanwhile === heard) heardMeanwhile = null;
  }
  if (state.channelId !== id || seat !== of) return;
  state.messages = page.messages;
  state.earlier = page.earlier;
  state.later = page.later;
  tell("messages");
  for (const [type, data] of heard) hear(type, data);
}

/** Load the messages before the first one shown. */
export async function loadEarlier() {
  const [of, id] = [seat, state.channelId];
  const page = await of.messages(id, { before: state.messages[0]?.id });
  if (seat !== of || state.channelId !== id) return;
  state.messages = [...page.messages, ...state.messages];
  state.earlier = page.earlier;
  tell("messages", { keep: true });
}

/** Go back to the newest messages of the open channel. */
export async function loadLatest() {
  await openChannel(state.channelId);
}

function lose(of) {
  if (of !== seat || of.isLost) return;
  of.isLost = true;
  tell("lost");
}

function connection(connected) {
  if (connected === null) {
    lose(seat);
    return;
  }
  if (state.connected === connected) return;
  state.connected = connected;
  state.stopped = false;
  clearTimeout(stopping);
  if (!connected)
    stopping = setTimeout(() => {
      state.stopped = true;
      tell("connected");
    }, STOPPED_AFTER);
  tell("connected");
}

function hear(type, data) {
  if (type === "message" || type === "message-gone" || type === "reactions") heardMeanwhile?.push([type, data]);
  if (type === "message") put(data);
  else if (type === "message-gone") drop(data.channel_id, data.ids);
  else if (type === "reactions") react(data);
  else if (type === "clock") {
    clock.set(data.now);
    tell("clock");
  } else if (type === "world") void loadWorld();
  else if (type === "view") void renew();
  else if (type === "reload") void reload();
}

/** Put a message, new or changed, where it belongs. */
export function put(message) {
  const at = state.messages.findIndex((one) => one.id === message.id);
  if (message.channel_id !== state.channelId) {
    if (message.fresh && !state.unread.has(message.channel_id)) {
      state.unread.add(message.channel_id);
      tell("unread");
    }
    return;
  }
  if (message.fresh && state.later && message.flags & EPHEMERAL) {
    void loadLatest();
    return;
  }
  if (at >= 0) state.messages[at] = { ...message, note: state.messages[at].note };
  else if (message.fresh && !state.later) {
    state.messages.push(message);
    state.messages.sort(
      (one, other) => one.id.length - other.id.length || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0),
    );
  } else return;
  tell("message", { message, fresh: at < 0 });
}

/** Take messages off the list. */
export function drop(channelId, ids) {
  if (channelId !== state.channelId) return;
  const going = new Set(ids);
  state.messages = state.messages.filter((message) => !going.has(message.id));
  tell("gone", ids);
}

function react({ channel_id: channelId, message_id: id, reactions }) {
  const message = channelId === state.channelId && messageOf(id);
  if (!message) return;
  message.reactions = reactions;
  tell("message", { message, fresh: false });
}

/** Put a remark of this page under a message ("This interaction failed"); null takes it off. */
export function note(id, text) {
  const message = messageOf(id);
  if (!message || (message.note ?? null) === text) return;
  message.note = text;
  tell("message", { message, fresh: false });
}

let renewing = false;
async function renew() {
  if (renewing) return;
  renewing = true;
  await new Promise((resolve) => {
    setTimeout(resolve, 60);
  });
  renewing = false;
  const of = seat;
  try {
    const view = await of.view();
    if (of !== seat) return;
    state.view = view;
    tell("view");
    if (state.channelId && !channelOf(state.channelId))
      await openChannel(view.channels.find((one) => one.type !== 4)?.id ?? "");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    lose(of);
  }
}

async function reload() {
  await renew();
  await openChannel(state.channelId);
}
