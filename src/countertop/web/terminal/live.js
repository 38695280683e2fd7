// The line to the machine: what is seen comes in, touches go out; a line that breaks is made again.
const AGAIN = 500;
let socket;

export function touch(verb, more = {}) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ touch: verb, ...more }));
}

export function watch(seen, lost) {
  socket = new WebSocket(`ws://${location.host}/live?language=${document.documentElement.lang.slice(0, 2)}`);
  socket.onmessage = ({ data }) => {
    for (const [kind, told] of Object.entries(JSON.parse(data))) seen[kind]?.(told);
  };
  socket.onclose = () => { lost(); setTimeout(watch, AGAIN, seen, lost); };
}
