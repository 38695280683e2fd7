// Draws what the machine shows and passes touches on. What follows from a touch is the terminal's matter.
const HELD = 2000;
const KEYS = { Enter: "confirm", Escape: "cancel", Backspace: "clear", ArrowUp: "up", ArrowDown: "down", ".": "00", f: "function" };
const screen = document.querySelector("#screen");
const papers = document.querySelector("#papers");
const gone = document.querySelector("main").dataset.gone;
let socket;

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onmessage = (message) => draw(JSON.parse(message.data));
  socket.onclose = () => { screen.textContent = gone; setTimeout(connect, 500); };
}

function touch(touched) {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(touched));
}

function draw(seen) {
  if (seen.gone) screen.textContent = gone;
  if (seen.glass) {
    const { glass } = seen;
    document.body.dataset.state = glass.state;
    screen.textContent = [glass.bar.join(" · "), glass.title, ...glass.lines.map((line) => `${line.digit} ${line.text}`), glass.entry, ...glass.hints].filter(Boolean).join("\n");
    if (glass.asks_pin) document.querySelector("#pin-pad").focus();
  }
  if (seen.paper && !document.querySelector(`#paper-${seen.paper.number}`)) {
    const paper = document.createElement("pre");
    paper.id = `paper-${seen.paper.number}`;
    paper.textContent = seen.paper.lines.join("\n");
    papers.prepend(paper);
  }
}

document.addEventListener("click", ({ target }) => {
  if (target.dataset.key) touch({ touch: "press", key: target.dataset.key });
  if (target.dataset.card) touch({ touch: "swipe", card: target.dataset.card });
});
document.addEventListener("keydown", (event) => {
  const key = /^\d$/.test(event.key) ? event.key : KEYS[event.key];
  if (key && !event.repeat) { event.preventDefault(); touch({ touch: "press", key }); }
});
let holding;
const power = document.querySelector("#power");
power.addEventListener("pointerdown", () => { holding = setTimeout(() => touch({ touch: "long_press" }), HELD); });
power.addEventListener("pointerup", () => clearTimeout(holding));
connect();
