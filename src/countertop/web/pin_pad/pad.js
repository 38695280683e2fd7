// The customer's pad: what is pressed goes straight to the machine; what is shown is how many digits there are.
const QUIET = 500;
const KEYS = { Enter: "confirm", Escape: "cancel", Backspace: "clear" };
const told = document.querySelector("#told");
const dots = document.querySelector("#dots");
const AGAIN = 500;
const SILENT = 6000; // milliseconds; a machine that wants nothing new says so every two seconds
let socket;
let deafUntil = 0;

function connect() {
  const line = new WebSocket(`${location.origin.replace("http", "ws")}/live`);
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
// A sign that no pad has begins what a stripe reader or a scanner types: nothing of that is a PIN, its Enter neither.
function isTypedByDevice({ key, timeStamp }) {
  const isSign = key.length === 1 && !/^[0-9 ]$/.test(key);
  if (!isSign && timeStamp > deafUntil) return false;
  deafUntil = key === "Enter" ? 0 : timeStamp + QUIET;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (isTypedByDevice(event)) { event.preventDefault(); return; }
  if (["Enter", " "].includes(event.key) && event.target.closest("button, summary")) return;
  const key = /^[0-9]$/.test(event.key) ? event.key : KEYS[event.key];
  if (key && !event.repeat) { event.preventDefault(); press(key); }
});
connect();
