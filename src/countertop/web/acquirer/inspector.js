// Ties fields to their bytes: pointing at one shows the other, choosing one keeps it.
function mark(within, field, name) {
  for (const each of within.querySelectorAll(`.${name}`)) each.classList.remove(name);
  if (!field) return;
  for (const each of within.querySelectorAll(`:is(.byte, .character)[data-field="${CSS.escape(field)}"]`)) each.classList.add(name);
}

for (const inspector of document.querySelectorAll(".inspector")) {
  inspector.addEventListener("pointerover", (event) => {
    mark(inspector, event.target.closest("[data-field]")?.dataset.field, "is-near");
  });
  inspector.addEventListener("pointerleave", () => mark(inspector, "", "is-near"));
  inspector.addEventListener("click", (event) => {
    const field = event.target.closest(".pick, .byte")?.dataset.field;
    if (!field) return;
    mark(inspector, field, "is-chosen");
    for (const row of inspector.querySelectorAll("tr[data-field]")) {
      row.toggleAttribute("aria-current", row.dataset.field === field);
      if (row.dataset.field === field) {
        row.setAttribute("aria-current", "true");
        if (event.target.closest(".byte")) row.scrollIntoView({ block: "nearest" });
      }
    }
  });
}

for (const link of document.querySelectorAll(".go-to-byte")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const byte = document.querySelector(`.byte[data-offset="${link.dataset.offset}"]`);
    byte?.scrollIntoView({ block: "center", inline: "center" });
    byte?.click();
  });
}
