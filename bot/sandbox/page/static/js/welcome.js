// Says once what this page is, to whoever opens it for the first time.
import { fill, h } from "./dom.js";

const KEY = "minga-sandbox-welcomed";

/** Draw the strip, or nothing for those who have put it away. */
export function draw() {
  const strip = document.getElementById("welcome");
  if (localStorage.getItem(KEY)) {
    fill(strip);
    return;
  }
  fill(
    strip,
    h(
      "p",
      {},
      h("strong", { text: "This is a sandbox: " }),
      "a small Discord on this computer, with made-up people. Be any of them, vote, and let time pass.",
    ),
    h("button", { type: "button", class: "button small", on: { click: putAway } }, "Got it"),
  );
}

function putAway() {
  localStorage.setItem(KEY, "yes");
  draw();
  document.getElementById("composer-text")?.focus();
}
