// Keeps server, channel, message and member in the URL's fragment, so that each tab can be another member.

/** Read the fragment: `#/GUILD/CHANNEL[/MESSAGE]?as=USER`; what is missing is an empty string. */
export function read() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [guild = "", channel = "", message = ""] = path.split("/");
  return { guild, channel, message, user: new URLSearchParams(query || "").get("as") || "" };
}

/** The fragment of a place. */
export function hashOf({ guild, channel, message, user }) {
  const path = [guild, channel, message].filter(Boolean).join("/");
  return `#/${path}${user ? `?as=${user}` : ""}`;
}

/** Go to a place: what is not given stays, and the message goes unless given. */
export function go(change) {
  const hash = hashOf({ ...read(), message: "", ...change });
  if (hash === location.hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

/** Set the place without a step in the tab's history. */
export function settle(change) {
  history.replaceState(null, "", hashOf({ ...read(), ...change }));
}

/** The place that a link into Discord means, or null for any other link. */
export function placeOf(url) {
  const found = /^https:\/\/(?:(?:canary|ptb)\.)?discord(?:app)?\.com\/channels\/(\d+)\/(\d+)(?:\/(\d+))?\/?$/.exec(
    url,
  );
  return found ? { guild: found[1], channel: found[2], message: found[3] || "" } : null;
}
