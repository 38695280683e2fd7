// Keyboard wedges: what begins with a mark, or comes quicker than a person types, is gathered and handed over once. What
// it is, the machine decides; nothing of it is kept here. Keys that were a person's after all go their way.
import { touch } from "/terminal/live.js";

const MARKED_PAUSE = 500;
const FEWEST = 6;
const ENDS = ["Enter", "Tab"];
const TYPED = "input:not([type='radio']), select, textarea";
let wedge = { listens: false };
let burst = null;

// Takes how bursts are known: by which first characters, by what pace, or not at all.
export function listenTo(told) {
  wedge = told;
  burst = null;
}

function begins(event) {
  if (wedge.begins.includes(event.key)) return { isMarked: true, pause: Math.max(wedge.pause, MARKED_PAUSE) };
  const isDigit = /^[0-9]$/.test(event.key) && !event.target.closest(TYPED);
  return wedge.unmarked && isDigit ? { isMarked: false, pause: wedge.pause } : null;
}

function gather(event) {
  burst.events.push({ key: event.key, target: event.target });
  burst.last = event.timeStamp;
  clearTimeout(burst.ending);
  burst.ending = setTimeout(end, burst.pause);
}

function end() {
  const { events, isMarked, ending } = burst;
  clearTimeout(ending);
  burst = null;
  const keys = events.filter(({ key }) => key.length === 1).map(({ key }) => key).join("");
  if (keys.length >= FEWEST) touch("wedge", { keys });
  else if (!isMarked) for (const { key, target } of events) target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

window.addEventListener("keydown", (event) => {
  if (!event.isTrusted || !wedge.listens || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (burst && event.timeStamp - burst.last > burst.pause) end();
  const isEnd = ENDS.includes(event.key);
  if (event.key.length > 1 && !isEnd) return;
  if (!burst) {
    const begun = isEnd ? null : begins(event);
    if (!begun) return;
    burst = { ...begun, events: [] };
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  gather(event);
  if (isEnd) end();
}, true);
window.addEventListener("blur", () => { if (burst) end(); });
