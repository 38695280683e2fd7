// The machine's keys, drawn and on the keyboard. A double click on a key that decides is one press.
import { touch } from "/terminal/live.js";
import { giveToPad, shown } from "/terminal/screen.js";

const KEYS = { Enter: "confirm", Escape: "cancel", Backspace: "clear", ArrowUp: "up", ArrowDown: "down", ".": "00", f: "function" };
const OWN = "button, a, summary, [role='button']";
const TYPED = "input:not([type='radio']), select, textarea";

// What is clicked does not take the focus, and a field that had it gives it up: keys stay the machine's. Who comes to a
// button or a title by Tab has Enter for it.
document.addEventListener("mousedown", (event) => {
  if (!event.target.closest(OWN) || event.target.closest("dialog")) return;
  event.preventDefault();
  if (document.activeElement?.matches(TYPED)) document.activeElement.blur();
});

document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (!key || (event.detail > 1 && /^c(onfirm|ancel)$/.test(key))) return;
  if (shown.asks_pin && key !== "cancel") giveToPad();
  else touch("press", { key });
});

export function isForMachine(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return false;
  if (event.target.closest(TYPED) || (event.key.startsWith("Arrow") && event.target.closest("input"))) return false;
  return !(["Enter", " "].includes(event.key) && event.target.closest(OWN));
}

document.addEventListener("keydown", (event) => {
  const key = /^[0-9]$/.test(event.key) ? event.key : KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!key || !isForMachine(event)) return;
  event.preventDefault();
  // A PIN is keyed in the frame of the pad alone: what arrives here goes nowhere.
  if (shown.asks_pin && key !== "cancel") giveToPad();
  else touch("press", { key });
});
