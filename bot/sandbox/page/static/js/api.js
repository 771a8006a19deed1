// Speaks the sandbox's HTTP interface for people: one function per request, errors as `Refused`.

/** An answer other than success: Discord's code and message, with the nested reasons flattened into sentences. */
export class Refused extends Error {
  constructor(status, body) {
    super(body?.message || `The sandbox answered ${status}.`);
    this.status = status;
    this.code = body?.code ?? 0;
    this.reasons = flatten(body?.errors);
  }

  /** One text for people, with every reason the server gave. */
  get words() {
    return this.reasons.length ? `${this.message}: ${this.reasons.join(" · ")}` : this.message;
  }
}

function flatten(errors, path = []) {
  if (!errors || typeof errors !== "object") return [];
  if (Array.isArray(errors._errors))
    return errors._errors.map((error) => [path.join("."), error.message].filter(Boolean).join(": "));
  return Object.entries(errors).flatMap(([key, inner]) => flatten(inner, [...path, key]));
}

async function request(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { message: "The sandbox cannot be reached. Is it still running?" });
  }
  const value = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, value);
  return value;
}

export const world = () => request("GET", "/sandbox/world");
export const skip = (seconds) => request("POST", "/sandbox/clock", { live_seconds: seconds });
export const skipToDeadline = (guild) => request("POST", `/sandbox/guilds/${guild}/skip-to-deadline`, {});

/** The requests of one member in one server. */
export class Seat {
  constructor(guildId, userId) {
    this.guildId = guildId;
    this.userId = userId;
    this.base = `/sandbox/guilds/${guildId}/as/${userId}`;
  }

  view() {
    return request("GET", this.base);
  }

  messages(channel, { before, around, limit = 50 } = {}) {
    const query = new URLSearchParams({ limit });
    if (before) query.set("before", before);
    if (around) query.set("around", around);
    return request("GET", `${this.base}/channels/${channel}/messages?${query}`);
  }

  say(channel, content, replyTo) {
    return request("POST", `${this.base}/channels/${channel}/messages`, { content, reply_to: replyTo ?? null });
  }

  remove(channel, message) {
    return request("DELETE", `${this.base}/channels/${channel}/messages/${message}`);
  }

  edit(channel, message, content) {
    return request("PATCH", `${this.base}/channels/${channel}/messages/${message}`, { content });
  }

  dismiss(message) {
    return request("DELETE", `${this.base}/ephemeral/${message}`);
  }

  #reaction(channel, message, emoji) {
    return `${this.base}/channels/${channel}/messages/${message}/reactions/${encodeURIComponent(emoji)}`;
  }

  react(channel, message, emoji, burst) {
    return request("PUT", `${this.#reaction(channel, message, emoji)}?burst=${burst ? 1 : 0}`);
  }

  unreact(channel, message, emoji, burst, of) {
    return request(
      "DELETE",
      `${this.#reaction(channel, message, emoji)}?burst=${burst ? 1 : 0}${of ? `&of=${of}` : ""}`,
    );
  }

  who(channel, message, emoji) {
    return request("GET", this.#reaction(channel, message, emoji));
  }

  clearReactions(channel, message) {
    return request("DELETE", `${this.base}/channels/${channel}/messages/${message}/reactions`);
  }

  openThread(channel, message, name) {
    return request("POST", `${this.base}/channels/${channel}/messages/${message}/thread`, { name });
  }

  suppress(channel, message) {
    return request("POST", `${this.base}/channels/${channel}/messages/${message}/suppress`, {});
  }

  kick(member) {
    return request("POST", `${this.base}/members/${member}/kick`, {});
  }

  commands(channel) {
    return request("GET", `${this.base}/channels/${channel}/commands`);
  }

  closeForm(interaction) {
    return request("DELETE", `${this.base}/interactions/${interaction}/form`);
  }

  invoke(channel, command, options) {
    return request("POST", `${this.base}/channels/${channel}/commands`, { command, options });
  }

  autocomplete(channel, command, options, focused) {
    return request("POST", `${this.base}/channels/${channel}/autocomplete`, { command, options, focused });
  }

  press(channel, message, customId) {
    return request("POST", `${this.base}/channels/${channel}/messages/${message}/press`, { custom_id: customId });
  }

  choose(channel, message, customId, values) {
    return request("POST", `${this.base}/channels/${channel}/messages/${message}/choose`, {
      custom_id: customId,
      values,
    });
  }

  submit(interaction, fields) {
    return request("POST", `${this.base}/interactions/${interaction}/submit`, { fields });
  }
}
