// The bar over everything: the world's time, the ways to skip it, and the links the sandbox was given.
import { skip, skipToDeadline } from "./api.js";
import { announce, fill, h, icon } from "./dom.js";
import * as clock from "./clock.js";
import { complain, toast } from "./dialogs.js";
import * as store from "./store.js";

const HOUR = 3600;

let face = null;
let moving = Promise.resolve();

/** Draw the bar anew. */
export function draw() {
  face = h("time", { class: "clock-face" });
  const act = (text, short, request) =>
    h(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-label": text,
        title: text,
        data: { key: short },
        on: { click: () => move(request) },
      },
      h("span", { class: "long", text }),
      h("span", { class: "short", text: short }),
    );
  const links = store.state.world.links.map((link) =>
    h(
      "a",
      { class: "button small", href: link.url, target: "_blank", rel: "noopener noreferrer" },
      link.label,
      icon("out"),
    ),
  );
  const bar = document.getElementById("clockbar");
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  fill(
    bar,
    h("span", { class: "clock" }, icon("clock"), h("span", { class: "unseen", text: "The time here is " }), face),
    h(
      "span",
      { class: "clock-acts", role: "group", "aria-label": "Move the clock" },
      act("Skip 1 hour", "+1 hour", () => skip(HOUR)),
      act("Skip to next deadline", "Deadline", () => skipToDeadline(store.state.guildId)),
      act("Skip 1 week", "+1 week", () => skip(7 * 24 * HOUR)),
    ),
    links.length ? h("span", { class: "clock-links" }, links) : null,
  );
  if (focused) bar.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  tick();
}

/** Move the clock once it has come to where it was moved before. */
function move(request) {
  moving = moving.catch(() => {}).then(() => moved(request));
}

async function moved(request) {
  announce("Time passes.");
  const answer = await complain(request());
  if (!answer) return;
  clock.set(answer.now);
  tick();
  const now = `It is now ${clock.words(clock.now(), "F")}`;
  if (!answer.deadline) announce(`${now}.`);
  else toast(answer.shown_by ? `${now}, just past the time in “${answer.shown_by}”.` : `${now}.`, "clock");
}

/** Show the present second. */
export function tick() {
  if (!face) return;
  const at = new Date(clock.now());
  const text = new Intl.DateTimeFormat(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);
  if (face.textContent !== text) face.textContent = text;
  face.dateTime = at.toISOString();
}
