// The customer's pad: what is pressed goes straight to the machine; what is shown is how many digits there are.
const KEYS = { Enter: "confirm", Escape: "cancel", Backspace: "clear" };
const told = document.querySelector("#told");
const dots = document.querySelector("#dots");
let socket;

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onmessage = (message) => {
    const { wanted, typed } = JSON.parse(message.data);
    document.body.dataset.wanted = wanted;
    told.textContent = wanted ? told.dataset.wanted : told.dataset.idle;
    dots.textContent = "●".repeat(typed);
  };
  socket.onclose = () => setTimeout(connect, 500);
}

function press(key) {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ key }));
}

document.addEventListener("click", ({ target }) => { if (target.dataset.key) press(target.dataset.key); });
document.addEventListener("keydown", (event) => {
  const key = /^\d$/.test(event.key) ? event.key : KEYS[event.key];
  if (key && !event.repeat) { event.preventDefault(); press(key); }
});
connect();
