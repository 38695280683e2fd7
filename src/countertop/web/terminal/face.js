// The terminal's face: draws what the machine shows and passes touches on. What follows from a touch is its own matter.
import { watch } from "/terminal/live.js";
import { draw, say } from "/terminal/screen.js";
import { forget, take, tornOff } from "/terminal/papers.js";
import { mark } from "/terminal/panel.js";
import { ask } from "/terminal/signing.js";
import "/terminal/keys.js";
import "/terminal/power.js";
import { tell } from "/terminal/tray.js";
import { listenTo } from "/terminal/wedge.js";
import "/terminal/telephone.js";

const { gone, still, lost } = document.querySelector("main").dataset;

watch({
  began: () => { forget(); mark({}); },
  glass: (glass) => { draw(glass); ask(glass.title_id === "ask.signature" ? glass : null); },
  paper: take,
  torn: tornOff,
  faults: mark,
  wedge: listenTo,
  told: tell,
  gone: () => { say(gone); ask(null); mark({}); },
  still: () => { say(still); ask(null); },
}, () => { say(lost); ask(null); });
