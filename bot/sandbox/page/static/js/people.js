// Draws the right drawer: the members by role, and a card for each with what may be done.
import { avatar, fill, h, iconButton } from "./dom.js";
import { closeDrawers } from "./drawers.js";
import { ask, complain } from "./dialogs.js";
import { words } from "./clock.js";
import * as popover from "./popover.js";
import { go } from "./route.js";
import * as store from "./store.js";

/** Draw the drawer anew. */
export function draw() {
  const aside = document.getElementById("people");
  const { view } = store.state;
  if (!view) {
    fill(aside);
    return;
  }
  const rest = [...view.members];
  const take = (test) => {
    const taken = rest.filter(test);
    for (const member of taken) rest.splice(rest.indexOf(member), 1);
    return taken;
  };
  const hoisted = view.roles.filter((role) => role.hoist).sort((one, other) => other.position - one.position);
  const groups = [["Bots", take((member) => member.bot)]];
  for (const role of hoisted) groups.unshift([role.name, take((member) => member.roles.includes(role.id))]);
  groups.splice(-1, 0, ["Members", take(() => true)]);
  const focused = document.activeElement?.dataset?.key;
  fill(
    aside,
    h(
      "div",
      { class: "drawer-head" },
      h("h2", { class: "drawer-name", text: `Members (${view.members.length})` }),
      iconButton("close", "Close the member list", closeDrawers, { class: "icon-button drawer-close" }),
    ),
    groups
      .filter(([, members]) => members.length)
      .map(([title, members]) =>
        h(
          "section",
          {},
          h("h3", { class: "drawer-title", text: `${title} — ${members.length}` }),
          h("ul", {}, members.sort((one, other) => one.name.localeCompare(other.name)).map(entry)),
        ),
      ),
  );
  if (focused) aside.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function entry(member) {
  const you = member.id === store.state.userId;
  const roles = member.bot
    ? ""
    : member.roles
        .map((id) => store.roleOf(id)?.name)
        .filter(Boolean)
        .join(", ");
  const button = h(
    "button",
    {
      type: "button",
      class: "person",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      data: { key: `member-${member.id}` },
      on: { click: (event) => popover.show(event.currentTarget, member.name, card(member)) },
    },
    avatar(member.name, member.id, member.bot),
    h(
      "span",
      { class: "person-text" },
      h(
        "span",
        { class: "person-name" },
        member.name,
        member.bot ? [" ", h("span", { class: "tag", text: "app" })] : null,
        you ? [" ", h("span", { class: "tag you", text: "you" })] : null,
      ),
      roles ? h("span", { class: "person-roles clip", text: roles }) : null,
    ),
  );
  return h("li", {}, button);
}

/** What there is to say of a member and to do with them. */
function card(member) {
  const you = member.id === store.state.userId;
  const roles = member.roles.map((id) => store.roleOf(id)?.name).filter(Boolean);
  const become = () => {
    popover.close(false);
    closeDrawers(false);
    go({ user: member.id });
  };
  const kick = async () => {
    popover.close(false);
    if (await ask(`Remove ${member.name} from the server?`, "Their messages and reactions stay.", "Remove"))
      await complain(store.my().kick(member.id));
  };
  return [
    h(
      "div",
      { class: "card-head" },
      avatar(member.name, member.id, member.bot),
      h("div", {}, h("strong", { text: member.name }), h("div", { class: "quiet", text: member.username })),
    ),
    h(
      "dl",
      { class: "facts" },
      h("dt", { text: "Joined" }),
      h("dd", { text: member.joined_at ? words(Date.parse(member.joined_at), "D") : "unknown" }),
      roles.length ? [h("dt", { text: "Roles" }), h("dd", { text: roles.join(", ") })] : null,
      member.timed_out_until
        ? [h("dt", { text: "Timed out until" }), h("dd", { text: words(Date.parse(member.timed_out_until), "f") })]
        : null,
    ),
    member.bot || you
      ? null
      : h("button", { type: "button", class: "button primary full", on: { click: become } }, `Be ${member.name}`),
    !you && store.state.view.may_kick
      ? h("button", { type: "button", class: "button danger full", on: { click: kick } }, "Remove from the server")
      : null,
  ];
}
