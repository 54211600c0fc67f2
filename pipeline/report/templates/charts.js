"use strict";
// The charts, drawn anew from the rows that are shown.

const TOP_ACTORS = 15;
const TOP_PAIRS = 10;
const BAR = 32; // pixels
const CELL = 34;

const drawn = {};

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The look of the charts in the page's colours, which follow the system's light or dark. */
function look() {
  const [ink, faint, line, paper] = ["--ink", "--faint", "--line", "--paper"].map(css);
  return {
    background: null, font: "system-ui, sans-serif", view: { stroke: null },
    axis: { labelColor: ink, titleColor: faint, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12 },
    legend: { labelColor: ink, labelFontSize: 12, symbolStrokeWidth: 1.5, columns: innerWidth < 600 ? 1 : 4 },
    style: {
      land: { color: css("--land"), stroke: css("--coast"), strokeWidth: 0.7 },
      area: { fillOpacity: 0.22, stroke: ink, strokeWidth: 0.8, strokeDash: [4, 3], strokeOpacity: 0.6 },
      event: { filled: true, fillOpacity: 0.8, stroke: paper, strokeWidth: 0.7 },
      cell: { color: css("--accent") },
      count: { color: ink, fontSize: 12 },
    },
  };
}

async function embed(name, datasets, change = (spec) => spec, options = {}) {
  const box = byId(name);
  const spec = change({ ...structuredClone(specs[name]), datasets });
  const result = await vegaEmbed(box, spec, { actions: false, renderer: "svg", config: look(), ...options });
  drawn[name]?.finalize();
  drawn[name] = result;
  return result.view;
}

function drawAll() {
  drawMap();
  drawTimeline();
  drawActors();
  drawPairs();
}

function nothing(name, text) {
  drawn[name]?.finalize();
  delete drawn[name];
  byId(name).replaceChildren(make("p", {}, text));
}

function drawTimeline() {
  const background = form.elements.status.value === "historical";
  let dated = shown.filter((row) => columns.date_start[row] !== null && (background || value("event_status", row) !== "historical"));
  if (!dated.length) return nothing("timeline", "No event with a day.");
  const [first, last] = bounds(dated.map((row) => columns.date_start[row]));
  dated = dated.filter((row) => columns.date_start[row] >= first && columns.date_start[row] <= last);
  byId("undated").textContent = dated.length < shown.length ? `Not drawn: ${shown.length - dated.length} events without a day, of background, or far off in time.` : "";
  const span = last - first;
  const [unit, length] = span < 70 ? ["utcyearmonthdate", 10] : span < 6000 ? ["utcyearmonth", 7] : ["utcyear", 4];
  const marks = grouped(dated, (row) => isoDay(columns.date_start[row]).slice(0, length) + value("type", row), (row) => ({
    day: isoDay(columns.date_start[row]), type: value("type", row),
  }));
  return embed("timeline", { timeline: marks }, (spec) => {
    for (const channel of [spec.encoding.x, spec.encoding.tooltip[0]]) channel.timeUnit = unit;
    return spec;
  });
}

function drawActors() {
  const sides = shown.flatMap((row) => [...new Set([value("actor1", row), value("actor2", row)])].map((actor) => ({ row, actor })));
  const top = new Set(most(counted(sides, (side) => side.actor), TOP_ACTORS));
  const part = sides.filter((side) => top.has(side.actor));
  if (!part.length) return nothing("actors", "No event with an actor.");
  const marks = grouped(part, (side) => `${side.actor}\n${value("type", side.row)}`, (side) => ({ actor: side.actor, type: value("type", side.row) }));
  return embed("actors", { actors: marks }, (spec) => ({ ...spec, height: BAR * top.size }));
}

function drawPairs() {
  const both = shown.filter((row) => value("actor1", row) !== null && value("actor2", row) !== null);
  if (!both.length) return nothing("pairs", "No event with two actors.");
  const key = (row) => `${value("actor1", row)}\n${value("actor2", row)}`;
  const top = most(counted(both, key), TOP_PAIRS).map((pair) => pair.split("\n"));
  const [who, whom] = [0, 1].map((side) => new Set(top.map((pair) => pair[side])));
  const part = both.filter((row) => who.has(value("actor1", row)) && whom.has(value("actor2", row)));
  const marks = grouped(part, key, (row) => ({ from: value("actor1", row), to: value("actor2", row) }));
  return embed("pairs", { pairs: marks }, (spec) => ({ ...spec, height: CELL * new Set(marks.map((mark) => mark.from)).size }));
}
