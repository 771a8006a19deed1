// Follows the member's server-sent events; the browser resumes after a break with the last event's number.

/**
 * Open the stream of a seat from an event number on, and answer what closes it. `onEvent` hears a change's type and
 * data, `onState` true or false for connected or not, and null when the stream ended for good.
 */
export function follow(seat, after, onEvent, onState) {
  const source = new EventSource(`${seat.base}/events?after=${after}`);
  source.onopen = () => onState(true);
  source.onerror = () => onState(source.readyState === EventSource.CLOSED ? null : false);
  source.addEventListener("change", (event) => {
    const change = JSON.parse(event.data);
    onEvent(change.type, change.data);
  });
  return () => source.close();
}
