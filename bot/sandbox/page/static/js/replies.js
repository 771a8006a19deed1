// Follows what the bot does about an interaction: opens its form, or tells that it did not answer.
import { openForm } from "./form.js";

/**
 * Act on the answer to an interaction: {id, state, form}; messages come by the stream. States: `form`, `answered`,
 * `deferred`, `failed`. Returns whether the bot answered.
 */
export function follow(reply, { failed }) {
  if (reply.state === "form") openForm(reply.id, reply.form);
  else if (reply.state === "failed") failed();
  return reply.state !== "failed";
}
