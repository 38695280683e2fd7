// Server-sent events that are known to come: a line that falls silent, or cannot be had, is told and made again.
const SILENT = 6000; // milliseconds; a server says at least every two seconds that it is there
const AGAIN = 1000;

// `heard` has a function for each kind of event, `lost` is told whenever nothing can be trusted to be as it is any more.
export function listen(address, heard, lost) {
  let events;
  let waiting;

  function begin() {
    events = new EventSource(address);
    for (const [kind, take] of Object.entries({ still: () => {}, ...heard })) {
      events.addEventListener(kind, ({ data }) => { wait(); take(data); });
    }
    events.addEventListener("error", again);
    wait();
  }

  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(again, SILENT);
  }

  function again() {
    events.close();
    clearTimeout(waiting);
    waiting = setTimeout(begin, AGAIN);
    lost();
  }

  function end() {
    events.close();
    clearTimeout(waiting);
  }

  begin();
  addEventListener("pagehide", end);
  return end;
}
