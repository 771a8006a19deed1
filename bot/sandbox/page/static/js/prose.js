// Turns parsed markdown into DOM nodes, with the server's names for mentions.
import { timeElement } from "./clock.js";
import { h } from "./dom.js";
import { parse } from "./markdown.js";
import { parseInline } from "./inline.js";
import { go, hashOf, placeOf, read } from "./route.js";
import * as store from "./store.js";

/** A text of several lines, as nodes. */
export function prose(text) {
  return blocks(parse(text || ""));
}

/** A text of one line (titles, footers), as nodes. */
export function line(text) {
  return inline(parseInline(text || ""));
}

function blocks(nodes) {
  return nodes.map(block);
}

function block(node) {
  switch (node.type) {
    case "heading":
      return h(
        "p",
        { class: `heading heading-${node.level}`, role: "heading", "aria-level": 2 },
        inline(node.children),
      );
    case "subtext":
      return h("p", { class: "subtext" }, inline(node.children));
    case "quote":
      return h("blockquote", {}, blocks(node.children));
    case "code":
      return h("pre", { tabindex: 0, "aria-label": "Code" }, h("code", { text: node.text }));
    case "gap":
      return h("div", { class: "gap", "aria-hidden": "true" });
    case "list": {
      const items = node.items.map((item) =>
        h(
          "li",
          {},
          item.map((part) => (part.type === "list" ? block(part) : inline([part]))),
        ),
      );
      return node.ordered ? h("ol", { start: node.start }, items) : h("ul", {}, items);
    }
    default:
      return h("p", {}, inline(node.children));
  }
}

const TAGS = { strong: "strong", em: "em", u: "u", s: "s" };

function inline(nodes) {
  return nodes.map(piece);
}

function piece(node) {
  if (TAGS[node.type]) return h(TAGS[node.type], {}, inline(node.children));
  switch (node.type) {
    case "text":
      return breaks(node.text);
    case "inline-code":
      return h("code", { text: node.text });
    case "link":
      return link(node);
    case "stamp":
      return timeElement(node.at, node.style);
    case "user":
      return mention(`@${store.nameOf(node.id)}`, node.id === store.state.userId);
    case "role":
      return mention(`@${store.roleOf(node.id)?.name ?? "unknown role"}`, store.me()?.roles.includes(node.id));
    case "everyone":
      return mention(node.text, true);
    case "channel":
      return channelLink(node.id);
    case "command":
      return commandLink(node.name);
    case "spoiler":
      return spoiler(node);
    default:
      return "";
  }
}

function breaks(text) {
  return text.split("\n").flatMap((part, at) => (at ? [h("br"), part] : [part]));
}

function mention(text, mine) {
  return h("span", { class: mine ? "mention mine" : "mention", text });
}

function channelLink(id) {
  const channel = store.channelOf(id);
  if (!channel) return h("span", { class: "mention", text: "#unknown" });
  return h("a", { class: "mention", href: hashOf({ ...read(), channel: id, message: "" }), text: `#${channel.name}` });
}

function commandLink(name) {
  const open = () => window.dispatchEvent(new CustomEvent("sandbox:command", { detail: name }));
  return h("button", { type: "button", class: "mention", on: { click: open }, text: `/${name}` });
}

function spoiler(node) {
  const element = h(
    "span",
    { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler: show", "aria-expanded": "false" },
    inline(node.children),
  );
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    element.classList.add("shown");
    for (const name of ["role", "aria-label", "aria-expanded"]) element.removeAttribute(name);
  };
  element.addEventListener("click", show);
  element.addEventListener("keydown", show);
  return element;
}

/** A link: into this world it moves within the page, elsewhere it opens a tab; a masked one shows where it leads. */
export function anchor(url, ...content) {
  const place = placeOf(url);
  if (place) {
    const follow = (event) => {
      event.preventDefault();
      go(place);
    };
    return h("a", { href: hashOf({ ...read(), ...place }), on: { click: follow } }, content);
  }
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, content);
}

function link(node) {
  const place = placeOf(node.url);
  if (!node.children) {
    const channel = place && store.channelOf(place.channel);
    const text = channel ? `#${channel.name}${place.message ? " › message" : ""}` : node.url;
    return anchor(node.url, text);
  }
  const label = inline(node.children);
  return place
    ? anchor(node.url, label)
    : [anchor(node.url, label), h("span", { class: "target" }, ` (${node.url.replace(/^https?:\/\//, "")})`)];
}
