// Puts in what the server sends, part by part, as it has drawn it; says when nothing comes any more.
import { listen } from "/design/listening.js";

const place = document.querySelector("[data-events]");
const heartbeat = document.getElementById("heartbeat");

function beat(alive) {
  heartbeat.hidden = false;
  heartbeat.classList.toggle("is-good", alive);
  heartbeat.classList.toggle("is-bad", !alive);
  heartbeat.textContent = alive ? heartbeat.dataset.live : heartbeat.dataset.lost;
}

function put(id, html) {
  const part = document.getElementById(id);
  const inside = document.activeElement?.closest(`#${id} a`)?.getAttribute("href");
  const scrolled = [...part.querySelectorAll(".table-frame")].map((frame) => frame.scrollLeft);
  part.innerHTML = html;
  part.querySelectorAll(".table-frame").forEach((frame, at) => { frame.scrollLeft = scrolled[at] ?? 0; });
  if (inside) part.querySelector(`a[href="${CSS.escape(inside)}"]`)?.focus();
}

const end = listen(place.dataset.events, {
  message: (data) => {
    const told = JSON.parse(data);
    if (told.over) {
      end();
      location.reload();
      return;
    }
    for (const [id, html] of Object.entries(told.parts)) put(id, html);
    if (told.chart) document.dispatchEvent(new CustomEvent("rates", { detail: told.chart }));
    beat(true);
  },
  still: () => beat(true),
}, () => beat(false));
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
