// The machine's screen: every line as it is told, and the pad's frame in front while a PIN is asked.
const part = (name) => document.querySelector(`#${name}`);
const [overlay, bar, title, rows, entry, hints, pad] = ["overlay", "bar", "title", "rows", "entry", "hints", "pin-pad"].map(part);
export let shown = {};

export function draw(glass) {
  const asked = shown.asks_pin;
  shown = glass;
  document.body.dataset.state = glass.state;
  document.body.dataset.light = glass.light;
  overlay.hidden = true;
  bar.replaceChildren(...glass.bar.map((line) => item(line.text, { "data-id": line.id })));
  title.textContent = glass.title ?? "";
  title.dataset.id = glass.title_id ?? "";
  rows.replaceChildren(...glass.lines.map(row));
  rows.querySelector(".is-chosen")?.scrollIntoView({ block: "nearest" });
  entry.textContent = glass.entry ?? "";
  entry.dataset.asks = glass.title_id ?? "";
  entry.hidden = glass.entry === null;
  hints.replaceChildren(...glass.hints.map((text) => item(text)));
  if (glass.asks_pin !== Boolean(asked)) turnTo(glass.asks_pin);
}

// Without the machine, or without its page, nothing of what it showed is left standing.
export function say(text) {
  draw({ state: "gone", light: false, bar: [], title: null, lines: [], entry: null, hints: [], asks_pin: false, title_id: null });
  overlay.textContent = text;
  overlay.hidden = false;
}

function row({ text, digit, chosen, sensitive, id, picture }) {
  const line = item(text, { "data-id": id });
  if (picture) line.append(Object.assign(new Image(), { src: picture, alt: "", className: "code" }));
  if (digit) line.prepend(Object.assign(document.createElement("b"), { textContent: digit }));
  line.classList.toggle("is-chosen", chosen);
  line.classList.toggle("is-sensitive", sensitive);
  return line;
}

function item(text, attributes = {}) {
  const made = document.createElement("li");
  made.append(Object.assign(document.createElement("span"), { textContent: text }));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function turnTo(asksPin) {
  document.body.classList.toggle("asks-pin", asksPin);
  if (asksPin) giveToPad();
  else if (document.activeElement === pad) { pad.blur(); window.focus(); }
}

export function giveToPad() { pad.focus({ preventScroll: true }); }
