// Cards and the slots they go to: clicked, or carried there by pointer. A slot that is not fitted says so.
import { touch } from "/terminal/live.js";
import { isForMachine } from "/terminal/keys.js";
import { scanShown } from "/terminal/telephone.js";

const FAR = 8;
const told = document.querySelector("#told");
const cards = document.querySelector("#cards");
let carried = null;

export function tell(text) { told.textContent = text; }

function swipe(card) {
  const how = document.querySelector("input[name='how']:checked").value;
  tell("");
  touch("swipe", how === "well" ? { card } : { fault: how });
}

function put(card, slot) {
  if (slot.dataset.slot === "stripe") swipe(card);
  else tell(slot.dataset.told);
}

document.addEventListener("click", (event) => {
  const card = event.target.closest("[data-card]");
  const slot = event.target.closest("[data-slot]");
  if (card && event.detail < 2 && !card.dataset.carried) { swipe(card.dataset.card); card.blur(); }
  else if (slot?.dataset.slot === "scanner" && scanShown()) tell("");
  else if (slot) tell(slot.dataset.told);
  delete card?.dataset.carried;
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "c" && isForMachine(event)) cards?.querySelector("button").focus();
});

cards?.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-card]");
  if (card && event.button === 0) carried = { card, x: event.clientX, y: event.clientY, far: false };
});
document.addEventListener("pointermove", (event) => {
  if (!carried) return;
  const [dx, dy] = [event.clientX - carried.x, event.clientY - carried.y];
  carried.far ||= Math.hypot(dx, dy) > FAR;
  if (!carried.far) return;
  carried.card.classList.add("is-carried");
  carried.card.style.translate = `${dx}px ${dy}px`;
  const over = slotAt(event);
  for (const slot of document.querySelectorAll("[data-slot]")) slot.classList.toggle("is-over", slot === over);
});
for (const ended of ["pointerup", "pointercancel"]) {
  document.addEventListener(ended, (event) => {
    if (!carried) return;
    const { card, far } = carried;
    const slot = far && ended === "pointerup" ? slotAt(event) : null;
    carried = null;
    card.classList.remove("is-carried");
    card.style.translate = "";
    for (const each of document.querySelectorAll("[data-slot]")) each.classList.remove("is-over");
    if (far) { card.dataset.carried = "yes"; setTimeout(() => delete card.dataset.carried); }
    if (slot) put(card.dataset.card, slot);
  });
}

function slotAt({ clientX, clientY }) {
  return document.elementFromPoint(clientX, clientY)?.closest("[data-slot]") ?? null;
}
