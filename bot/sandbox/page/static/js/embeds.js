// Draws an embed. Remote pictures are not loaded: the page asks nothing of other hosts.
import { h } from "./dom.js";
import { words } from "./clock.js";
import { anchor, line, prose } from "./prose.js";

/** A colour number as CSS. */
export function colour(number) {
  return `#${number.toString(16).padStart(6, "0")}`;
}

/** One embed. */
export function embed(data) {
  const stamp = data.timestamp ? words(Date.parse(data.timestamp), "f") : "";
  const foot = [data.footer?.text, stamp].filter(Boolean).join(" · ");
  const titled = (text, url) => (url ? anchor(url, line(text)) : line(text));
  return h(
    "div",
    { class: "embed", style: typeof data.color === "number" ? { "--accent-line": colour(data.color) } : {} },
    data.author ? h("p", { class: "embed-author" }, titled(data.author.name, data.author.url)) : null,
    data.title
      ? h("p", { class: "embed-title", role: "heading", "aria-level": 2 }, titled(data.title, data.url))
      : null,
    data.description ? h("div", { class: "prose" }, prose(data.description)) : null,
    data.fields?.length ? h("div", { class: "embed-fields" }, data.fields.map(field)) : null,
    data.image ? h("p", { class: "quiet small", text: "Picture not loaded." }) : null,
    foot ? h("p", { class: "embed-foot", text: foot }) : null,
  );
}

function field(data) {
  return h(
    "div",
    { class: data.inline ? "embed-field inline" : "embed-field" },
    h("p", { class: "embed-field-name" }, line(data.name)),
    h("div", { class: "prose" }, prose(data.value)),
  );
}
