// The customer's pad: what is pressed goes straight to the machine; what is shown is how many digits there are.
const KEYS = { Enter: "confirm", Escape: "cancel", Backspace: "clear" };
const told = document.querySelector("#told");
const dots = document.querySelector("#dots");
const AGAIN = 500;
const SILENT = 6000; // milliseconds; a machine that wants nothing new says so every two seconds
let socket;

function connect() {
  const line = new WebSocket(`ws://${location.host}/live`);
  let waiting;
  const wait = () => { clearTimeout(waiting); waiting = setTimeout(end, SILENT); };
  const end = () => {
    if (socket !== line) return;
    socket = undefined;
    clearTimeout(waiting);
    line.close();
    show(false, 0);
    setTimeout(connect, AGAIN);
  };
  line.onmessage = (message) => {
    if (socket !== line) return;
    wait();
    const { wanted, typed } = JSON.parse(message.data);
    show(wanted, typed);
  };
  line.onclose = end;
  socket = line;
  wait();
}

function show(wanted, typed) {
  document.body.dataset.wanted = wanted;
  const text = wanted ? told.dataset.wanted : told.dataset.idle;
  if (told.textContent !== text) told.textContent = text;
  dots.textContent = "●".repeat(typed);
}

function press(key) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ key }));
}

// A key that is clicked does not take the focus: Enter on the keyboard stays Confirm.
document.addEventListener("mousedown", (event) => { if (event.target.closest(".key")) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (key && !(event.detail > 1 && /^c(onfirm|ancel)$/.test(key))) press(key);
});
document.addEventListener("keydown", (event) => {
  if (["Enter", " "].includes(event.key) && event.target.closest("button, summary")) return;
  const key = /^[0-9]$/.test(event.key) ? event.key : KEYS[event.key];
  if (key && !event.repeat) { event.preventDefault(); press(key); }
});
connect();
