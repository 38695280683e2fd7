// Paper: slides out of the printer, is torn off into the tray, read again there, taken away as a file.
import { touch } from "/terminal/live.js";
import { isForMachine } from "/terminal/keys.js";

const part = (name) => document.querySelector(`#${name}`);
const [strip, tear, papers, none, reading] = ["strip", "tear", "papers", "no-paper", "reading"].map(part);
const DOTS = 0.5;
const A_ROW = 26;
let known = new Map();

export function forget() {
  known = new Map();
  strip.replaceChildren();
  papers.replaceChildren();
  arrange();
}

export function take(paper) {
  known.set(paper.number, paper);
  if (paper.torn) keep(paper);
  else slideOut(paper);
  arrange();
}

export function tornOff(number) {
  for (const out of [...strip.children]) {
    const paper = known.get(Number(out.dataset.number));
    if (paper.number > number) continue;
    out.remove();
    keep(paper);
  }
  arrange();
}

async function slideOut(paper) {
  const out = Object.assign(document.createElement("button"), { type: "button", className: "paper" });
  out.dataset.number = paper.number;
  out.addEventListener("click", () => open(paper));
  const picture = pictureOf(paper);
  const text = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `${papers.dataset.read}: ${paper.name}\n${paper.lines.join("\n")}` });
  out.append(picture, text);
  strip.append(out);
  await picture.decode().catch(() => {});
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  strip.animate([{ transform: `translateY(${out.offsetHeight}px)` }, { transform: "none" }], { duration: still ? 0 : paper.lines.length * A_ROW, easing: `steps(${paper.lines.length}, end)` });
}

function keep(paper) {
  const kept = document.createElement("li");
  const read = Object.assign(document.createElement("button"), { type: "button", className: "button is-small", textContent: papers.dataset.read });
  read.setAttribute("aria-label", `${papers.dataset.read}: ${paper.name}`);
  read.addEventListener("click", () => open(paper));
  kept.append(Object.assign(document.createElement("span"), { textContent: paper.name }), read);
  papers.prepend(kept);
}

function open(paper) {
  part("reading-title").textContent = paper.name;
  part("reading-text").textContent = paper.lines.join("\n");
  const picture = part("reading-picture");
  picture.src = `/papers/${paper.number}.png`;
  picture.onload = () => { picture.width = picture.naturalWidth * DOTS * 1.2; };
  for (const link of part("downloads").children) link.href = `/papers/${paper.number}.${link.dataset.kind}`;
  reading.showModal();
}

function pictureOf({ number }) {
  const picture = new Image();
  picture.alt = "";
  picture.src = `/papers/${number}.png`;
  picture.onload = () => { picture.width = picture.naturalWidth * DOTS; };
  return picture;
}

function arrange() {
  tear.hidden = strip.childElementCount === 0;
  none.hidden = papers.childElementCount > 0;
}

tear.addEventListener("click", (event) => { if (event.detail < 2) touch("tear"); });
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "t" && isForMachine(event)) touch("tear");
});
