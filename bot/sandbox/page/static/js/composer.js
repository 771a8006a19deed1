// The message box: says things, and opens the command list when the text begins with a slash.
import { fill, h, icon, iconButton } from "./dom.js";
import { complain, toast } from "./dialogs.js";
import { CommandList } from "./command_list.js";
import { openCommand } from "./command_form.js";
import * as store from "./store.js";

let text = null;
let list = null;
let replyTo = null;
const drafts = new Map();

/** Draw the box for the open channel; drafts are kept by channel and member. */
export function draw() {
  const { state } = store;
  const foot = document.getElementById("talk-foot");
  const channel = store.channel();
  replyTo = null;
  if (!channel) {
    fill(foot);
    return;
  }
  const why = !channel.may.send ? (channel.archived ? "This thread is archived." : "You may not write here.") : "";
  const where = `${store.THREADS.has(channel.type) ? "" : "#"}${channel.name}`;
  const hint = matchMedia("(max-width: 740px)").matches ? `Message ${where}` : `Message ${where}, or / for commands`;
  const options = h("div", {
    class: "command-list",
    id: "command-list",
    role: "listbox",
    tabindex: 0,
    "aria-label": "Commands",
    hidden: true,
    on: { keydown: (event) => list.keys(event) },
  });
  text = h("textarea", {
    id: "composer-text",
    rows: 1,
    class: "composer-text",
    placeholder: why || hint,
    "aria-label": why ? `Commands in ${channel.name}` : `Message ${channel.name}`,
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": "command-list",
    maxlength: 2000,
    on: { input: changed, keydown: keys },
  });
  list = new CommandList(options, text, (command, rest) => {
    text.value = "";
    changed();
    const first = command.options.find((option) => option.type === 3 && !option.choices.length);
    openCommand(command, rest && first ? { [first.name]: rest } : {});
  });
  fill(
    foot,
    h("div", { id: "pending", class: "pending", role: "status" }),
    h("div", { id: "command-panel" }),
    options,
    h("div", { id: "reply-bar" }),
    h(
      "form",
      {
        class: "composer",
        on: {
          submit: (event) => {
            event.preventDefault();
            void send();
          },
        },
      },
      h(
        "button",
        {
          type: "button",
          class: "icon-button slash",
          "aria-label": "Commands",
          title: "Commands",
          on: {
            click: () => {
              text.value = "/";
              text.focus();
              changed();
            },
          },
        },
        "/",
      ),
      text,
      h("button", { class: "icon-button", "aria-label": "Send", title: "Send" }, icon("send")),
    ),
  );
  text.value = drafts.get(key(state)) ?? "";
  grow();
}

const key = (state) => `${state.userId}/${state.channelId}`;

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 220)}px`;
}

function changed() {
  drafts.set(key(store.state), text.value);
  grow();
  list.show(text.value.startsWith("/") && !text.value.includes("\n") ? text.value.slice(1) : null);
}

function keys(event) {
  if (event.isComposing) return;
  if (list.keys(event)) return;
  if (event.key === "Escape" && replyTo) {
    replyTo = null;
    drawReply();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    void send();
  }
}

async function send() {
  const content = text.value.trim();
  if (!content) {
    text.focus();
    return;
  }
  if (content.startsWith("/") && list.chooseNamed(content.slice(1))) return;
  if (/^\/\p{L}/u.test(text.value)) {
    toast(`There is no command ${content.split(/\s/)[0]}. To say it as text, begin with a space.`, "no-command");
    return;
  }
  const at = key(store.state);
  const said = await complain(store.my().say(store.state.channelId, withMentions(content), replyTo?.id));
  if (!said) return;
  drafts.delete(at);
  if (key(store.state) !== at) return;
  if (text.value.trim() === content) text.value = "";
  replyTo = null;
  drawReply();
  changed();
}

/** Put Discord's mentions where a member's or channel's name stands after @ or #. */
function withMentions(content) {
  const { members, channels } = store.state.view;
  const names = [
    ...members.map((member) => [`@${member.name}`, `<@${member.id}>`]),
    ...channels.map((channel) => [`#${channel.name}`, `<#${channel.id}>`]),
  ].sort(([one], [other]) => other.length - one.length);
  return names.reduce((written, [name, mention]) => {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return written.replace(new RegExp(`(^|\\s)${escaped}(?![\\p{L}\\p{N}-])`, "gu"), `$1${mention}`);
  }, content);
}

function drawReply() {
  const bar = document.getElementById("reply-bar");
  if (!bar) return;
  fill(
    bar,
    replyTo
      ? h(
          "div",
          { class: "reply-bar" },
          h("span", { class: "clip" }, "Replying to ", h("strong", { text: store.nameOf(replyTo.author.id) })),
          iconButton("close", "Do not reply", () => {
            replyTo = null;
            drawReply();
            text.focus();
          }),
        )
      : null,
  );
}

/** Answer a message with the next one. */
export function reply(message) {
  replyTo = message;
  drawReply();
  text?.focus();
}

/** Start a command by its name, as a click on a command mention does. */
export function startCommand(name) {
  if (!text) return;
  if (list.chooseNamed(name)) return;
  text.value = `/${name}`;
  text.focus();
  changed();
}
