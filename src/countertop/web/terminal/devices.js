// The page of the devices: what is live in it is drawn again each second; a page without this works as well.
const AGAIN = 1000;
const PATIENCE = 20000;

async function draw() {
  try {
    const answer = await fetch("/devices", { signal: AbortSignal.timeout(PATIENCE) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.outerHTML !== part.outerHTML) part.replaceWith(document.adoptNode(fresh));
    }
  } catch {
    // The terminal is away for a moment: what stood there is asked for again.
  }
  setTimeout(draw, AGAIN);
}

setTimeout(draw, AGAIN);
