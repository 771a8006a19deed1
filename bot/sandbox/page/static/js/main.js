// Starts the page: reads the place from the URL, wires the parts together and keeps them in step.
import { Refused } from "./api.js";
import * as clock from "./clock.js";
import * as clockbar from "./clockbar.js";
import * as composer from "./composer.js";
import { loadCommands } from "./command_list.js";
import { toast } from "./dialogs.js";
import * as people from "./people.js";
import { openWho } from "./reactions.js";
import * as route from "./route.js";
import * as sidebar from "./sidebar.js";
import * as store from "./store.js";
import * as talk from "./talk.js";
import * as welcome from "./welcome.js";

const SEAT_KEY = "minga-sandbox-seat";

/** The place to open: what the URL leaves out comes from this tab's past, then from the world. */
function placeToOpen() {
  const place = route.read();
  const { guilds } = store.state.world;
  const guild = guilds.find((one) => one.id === place.guild) ?? guilds[0];
  if (!guild) return null;
  const wanted = place.user || sessionStorage.getItem(SEAT_KEY) || "";
  const user = guild.people.includes(wanted) ? wanted : guild.people[0];
  return { ...place, guild: guild.id, user: user ?? "" };
}

async function visit() {
  const place = placeToOpen();
  if (!place) {
    toast("There is no server in this sandbox yet.");
    return;
  }
  try {
    sessionStorage.setItem(SEAT_KEY, place.user);
    const channel = await store.open(place);
    route.settle({ guild: place.guild, channel, user: place.user, message: place.message });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.words);
  }
}

/** Find another seat when the member was removed or the sandbox began anew. */
async function moveOn() {
  const name = store.me()?.name;
  try {
    await store.loadWorld();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.words);
    return;
  }
  if (name) toast(`${name} is no longer in this server.`);
  await visit();
}

let drawnFor = "";
function drawPlace({ message } = {}) {
  const { state } = store;
  const here = `${state.guildId}/${state.channelId}/${state.userId}/${store.channel()?.may.send}`;
  sidebar.draw();
  talk.drawHead();
  if (drawnFor !== here) {
    composer.draw();
    void loadCommands();
  }
  drawnFor = here;
  document.title = [store.channel()?.name, state.view?.name, "Minga sandbox"].filter(Boolean).join(" · ");
  if (message) talk.pointAt(message);
}

store.on("clock", clockbar.draw);
store.on("view", () => {
  sidebar.draw();
  people.draw();
  drawPlace();
  if (store.state.channelId) talk.drawAll({ keep: true });
});
store.on("place", drawPlace);
store.on("unread", () => {
  sidebar.draw();
  talk.drawNews();
});
store.on("messages", talk.drawAll);
store.on("message", talk.drawOne);
store.on("gone", () => talk.drawAll({ keep: true }));
store.on("connected", () => {
  talk.drawHead();
  talk.drawStopped();
});
store.on("lost", moveOn);
window.addEventListener("hashchange", visit);
window.addEventListener("sandbox:command", (event) => composer.startCommand(event.detail));
window.addEventListener("sandbox:reply", (event) => composer.reply(event.detail));
window.addEventListener("sandbox:who", (event) => openWho(event.detail));

talk.watchScroll();
welcome.draw();
setInterval(() => {
  clock.tick();
  clockbar.tick();
}, 1000);
try {
  await store.loadWorld();
  await visit();
} catch (error) {
  toast(error instanceof Refused ? error.words : "The page could not start.");
  throw error;
}
