// The line to the machine: what is seen comes in, touches go out; a line that breaks, or falls silent, is made again.
const AGAIN = 500;
const SILENT = 6000; // milliseconds; a machine that shows nothing new says every two seconds that it is there
let socket;

export function touch(verb, more = {}) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ touch: verb, ...more }));
}

export function watch(seen, lost) {
  const line = new WebSocket(`${location.origin.replace("http", "ws")}/live?language=${document.documentElement.lang.slice(0, 2)}`);
  let waiting;
  const wait = () => { clearTimeout(waiting); waiting = setTimeout(end, SILENT); };
  const end = () => {
    if (socket !== line) return;
    socket = undefined;
    clearTimeout(waiting);
    line.close();
    lost();
    setTimeout(watch, AGAIN, seen, lost);
  };
  line.onmessage = ({ data }) => {
    if (socket !== line) return;
    wait();
    for (const [kind, told] of Object.entries(JSON.parse(data))) seen[kind]?.(told);
  };
  line.onclose = end;
  socket = line;
  wait();
}
