// The power key: held for two seconds, by a finger or by the keyboard; a ring fills meanwhile.
import { touch } from "/terminal/live.js";
import { isForMachine } from "/terminal/keys.js";

const HELD = 2000;
const power = document.querySelector("#power");
let holding = null;

function hold() {
  if (holding !== null) return;
  power.classList.add("is-held");
  holding = setTimeout(() => { release(); touch("long_press"); }, HELD);
}

function release() {
  power.classList.remove("is-held");
  clearTimeout(holding);
  holding = null;
}

power.addEventListener("pointerdown", hold);
for (const ended of ["pointerup", "pointerleave", "pointercancel"]) power.addEventListener(ended, release);
power.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  const onKey = event.target === power && ["Enter", " "].includes(event.key) && !event.repeat;
  if (onKey || (event.key.toLowerCase() === "p" && isForMachine(event))) { event.preventDefault(); hold(); }
});
document.addEventListener("keyup", release);
window.addEventListener("blur", release);
