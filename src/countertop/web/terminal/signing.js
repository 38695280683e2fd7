// The signature pad: opens when the machine asks, and gives what was written on it as one touch.
import { touch } from "/terminal/live.js";

const part = (name) => document.querySelector(`#${name}`);
const [pad, title, said, box, clear, confirm, leave] = ["", "-title", "-said", "-box", "-clear", "-confirm", "-leave"].map((name) => part(`signing${name}`));
const pen = box.getContext("2d");
let strokes = [];
let stroke = null;

// Takes the glass that asks for a signature, or nothing when none is asked.
export function ask(glass) {
  if (glass) {
    title.textContent = glass.title;
    said.textContent = glass.lines.map(({ text }) => text).join(" ");
    if (!pad.open) { wipe(); pad.showModal(); }
  } else if (pad.open) pad.close();
}

function wipe() {
  [strokes, stroke] = [[], null];
  pen.clearRect(0, 0, box.width, box.height);
  Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "black" });
  confirm.disabled = true;
}

function dot({ clientX, clientY }) {
  const { left, top, width, height } = box.getBoundingClientRect();
  const within = (value, size) => Math.min(Math.max(Math.floor(value), 0), size - 1);
  return [within((clientX - left) * box.width / width, box.width), within((clientY - top) * box.height / height, box.height)];
}

function write(event) {
  const [across, down] = dot(event);
  const [before, above] = stroke.at(-1) ?? [across, down];
  if (stroke.length && across === before && down === above) return;
  stroke.push([across, down]);
  pen.beginPath();
  pen.moveTo(before, above);
  pen.lineTo(across, down);
  pen.stroke();
}

box.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  box.setPointerCapture(event.pointerId);
  strokes.push(stroke = []);
  write(event);
  confirm.disabled = false;
});
box.addEventListener("pointermove", (event) => { if (stroke) write(event); });
for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => { stroke = null; });
clear.addEventListener("click", wipe);
confirm.addEventListener("click", () => touch("sign", { strokes }));
leave.addEventListener("click", () => touch("press", { key: "cancel" }));
pad.addEventListener("cancel", (event) => { event.preventDefault(); touch("press", { key: "cancel" }); });
