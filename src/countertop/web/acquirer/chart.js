// The chart of the overview: decided transactions of each second, by outcome.
const place = document.getElementById("chart");
const SECONDS = 300;
const labels = JSON.parse(place.dataset.labels);

function resolved(name) {
  const probe = document.createElement("span");
  probe.className = name;
  probe.hidden = true;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function drawn() {
  const ink = resolved("soft");
  const axis = { stroke: ink, font: `12px ${getComputedStyle(place).fontFamily}`, grid: { stroke: resolved("chart-grid"), width: 1 }, ticks: { show: false } };
  const series = (label, tone, dash) => ({ label, stroke: resolved(`number is-${tone}`), width: 2, dash, points: { show: false } });
  return {
    width: place.clientWidth,
    height: 208,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), place.dataset.zone),
    cursor: { drag: { x: false, y: false } },
    scales: { x: { range: (_, low, high) => [(high || Date.now() / 1000) - SECONDS, high || Date.now() / 1000] }, y: { range: (_, low, high) => [0, Math.max(high, 4)] } },
    axes: [{ ...axis, values: [[60, "{HH}:{mm}", null, null, null, null, null, null, 1], [1, "{HH}:{mm}:{ss}", null, null, null, null, null, null, 1]] }, { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }],
    series: [{ label: labels[0], value: "{HH}:{mm}:{ss}" }, series(labels[1], "good"), series(labels[2], "bad", [6, 3]), series(labels[3], "warn", [2, 3])],
  };
}

let data = JSON.parse(place.dataset.chart);
let chart;

// What is told below the chart is of the moment under the pointer, of the newest one while there is none.
function tell() {
  if (chart.cursor.left < 0) chart.setLegend({ idx: data[0].length - 1 });
}

function draw() {
  chart?.destroy();
  chart = new uPlot(drawn(), data, place);
  tell();
}

draw();
document.addEventListener("rates", (event) => {
  data = event.detail;
  chart.setData(data);
  tell();
});
new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 208 })).observe(place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
