// Draws again what has changed at the host, in place; finds by one key. A page without it works as well.
import { listen } from "/design/listening.js";

const LIVE = { headers: { "x-live": "1", accept: "text/html" } };
const PATIENCE = 20000;
const SHOWN_NEW = 1500;
const gone = document.getElementById("gone");
let drawn = gone?.dataset.drawn; // the version of the host that is shown; none while nobody knows
let drawing = false;
let wanted;

function replace(part, fresh) {
  if (part.outerHTML === fresh.outerHTML) return;
  const known = new Set([...part.querySelectorAll("[data-row]")].map((row) => row.dataset.row));
  const open = [...part.querySelectorAll("details[open][id]")].map((each) => each.id);
  const inside = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const scrolled = part.scrollLeft;
  part.replaceWith(fresh);
  fresh.scrollLeft = scrolled;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (inside) fresh.querySelector(`a[href="${CSS.escape(inside)}"]`)?.focus();
  const rows = [...fresh.querySelectorAll("[data-row]")].filter((row) => !known.has(row.dataset.row));
  for (const row of rows) row.classList.add("is-new");
  setTimeout(() => rows.forEach((row) => row.classList.remove("is-new")), SHOWN_NEW);
  fresh.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
}

async function draw(version) {
  wanted = version;
  if (drawing || version === drawn) return;
  drawing = true;
  try {
    const answer = await fetch(location.href, { ...LIVE, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status === 401) { location.reload(); return; }
    if (!answer.ok) { lose(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) replace(part, document.adoptNode(fresh));
    }
  } catch {
    lose();
  } finally {
    drawing = false;
  }
  if (wanted === undefined) return;
  drawn = version;
  gone.hidden = true;
  draw(wanted);
}

// What stands there is old from now on, and is drawn again as soon as a version comes.
function lose() {
  drawn = wanted = undefined;
  gone.hidden = false;
}

if (document.querySelector("[data-live]")) {
  const end = listen("/live", {
    changed: draw,
    gone: lose,
    over: () => { end(); location.reload(); },
  }, lose);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  document.getElementById("find").focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
