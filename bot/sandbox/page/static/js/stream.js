// Follows the member's server-sent events; the browser resumes after a break with the last event's number.

/** Open the stream of a seat from an event number on; `onEvent(type, data)`, `onState` hears true, false, or null when it ended for good. Returns a closer. */
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
