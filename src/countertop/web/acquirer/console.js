// Keys and small comforts of every page; a page without them works as well.
document.addEventListener("keydown", (event) => {
  const busy = event.target.closest("input, textarea, select");
  if (event.key === "/" && !busy && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("find")?.focus();
  }
  if (event.key === "Escape") {
    for (const open of document.querySelectorAll("details.who[open]")) open.open = false;
  }
});

// A second click on the way sends nothing; the server would do it once in any case.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post") event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
