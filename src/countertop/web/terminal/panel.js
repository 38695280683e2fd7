// The fault panel: what is broken is told at the desks of those it happens to; what is set is marked for everybody.
import { touch } from "/terminal/live.js";

const told = document.querySelector("#faults-told");
const devices = [...document.querySelectorAll("[data-device]")];

export function mark(faults) {
  for (const button of devices) {
    const { device, condition } = button.dataset;
    const first = devices.find((other) => other.dataset.device === device);
    button.setAttribute("aria-pressed", device in faults ? faults[device] === condition : button === first);
  }
}

document.addEventListener("click", async ({ target, detail }) => {
  const button = target.closest("[data-fault], [data-device]");
  if (!button || detail > 1) return;
  const { fault, device, condition } = button.dataset;
  if (device) { touch("set_fault", { device, condition }); return; }
  const answer = await fetch(`/faults/${fault}`, { method: "POST" });
  told.textContent = (await answer.json()).text;
});
