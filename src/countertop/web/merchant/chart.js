// The sums of today by hour, as bars; drawn again when they change, and in the colours of the page.
const HEIGHT = 190;
let chart;

function resolved(name) {
  const probe = document.createElement("i");
  probe.className = name;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function draw() {
  const place = document.getElementById("hours");
  const sums = place.dataset.hours.split(",").map((sum) => Number(sum) / 100 || null);
  const hours = sums.map((_, hour) => hour);
  const ink = resolved("soft");
  const accent = resolved("link");
  const font = `12px ${getComputedStyle(place).fontFamily}`;
  place.replaceChildren();
  chart = new uPlot({
    width: place.clientWidth - 2 * parseFloat(getComputedStyle(place).paddingLeft),
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [-0.6, 23.6] }, y: { range: (_, low, high) => [Math.min(low, 0), Math.max(high, 1)] } },
    axes: [
      { stroke: ink, font, size: 28, grid: { show: false }, ticks: { show: false }, splits: () => [0, 4, 8, 12, 16, 20], values: (_, at) => at.map((hour) => `${String(hour).padStart(2, "0")}:00`) },
      { stroke: ink, font, grid: { stroke: ink, width: 0.2 }, ticks: { show: false }, size: 64 },
    ],
    series: [{}, { label: place.dataset.label, stroke: accent, fill: accent, paths: uPlot.paths.bars({ size: [0.7, 40] }), points: { show: false } }],
  }, [hours, sums], place);
}

draw();
document.addEventListener("drawn", (event) => { if (event.target.id === "hours") draw(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
let width = innerWidth;
addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });
