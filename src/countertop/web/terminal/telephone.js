// The customer's telephone: shows a payment code, which the scanner reads; scans the shop's; agrees or declines.
import { touch } from "/terminal/live.js";
import { shown } from "/terminal/screen.js";

const telephone = document.querySelector("#telephone");
const code = document.querySelector("#code");
const said = document.querySelector("#telephone-told");

export function scanShown() {
  const text = code?.value.replaceAll(" ", "");
  if (!text) return false;
  touch("scan", { code: text });
  code.value = "";
  return true;
}

async function use(verb, none) {
  const held = { customer: document.querySelector("#customer").value };
  if (verb === "pay") held.code_text = shown.lines?.find((line) => line.code)?.code;
  if (verb === "pay" && !held.code_text) { said.textContent = none; return; }
  const answer = await fetch(`/telephone/${verb}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(held) });
  const told = await answer.json();
  said.textContent = told.text;
  if (told.code) code.value = told.code.replace(/(.{4})(?=.)/g, "$1 ");
}

telephone?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-phone]");
  if (button && event.detail < 2) use(button.dataset.phone, button.dataset.none);
});
document.querySelector("#scan")?.addEventListener("submit", (event) => { event.preventDefault(); scanShown(); });
