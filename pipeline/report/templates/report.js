"use strict";
// Filters, map, charts and table of the report. The events are columns; what is shown is a list of row numbers.

const PAGE = 25;
const TOP_ACTORS = 15;
const TOP_PAIRS = 10;
const ACTOR_NAMES = 400;
const BAR = 32; // pixels
const CELL = 34;
const HAPPENED = new Set(["occurred", "ongoing"]);
const PRECISIONS = [["1", "a named place"], ["2", "near a place"], ["3", "a region or country"]];
const DAY = 86400000;

const byId = (id) => document.getElementById(id);
const embedded = (name) => JSON.parse(byId(`data-${name}`).textContent);
const [columns, specs, countries, types, chunkSize] = ["events", "charts", "countries", "types", "chunk"].map(embedded);
const outlines = new Map(countries.map((country) => [country.id, country.geometry]));
const form = byId("filters");

// -- values

/** The value of a column in a row: a word, a number, a day as number, or null. */
function value(name, row) {
  const column = columns[name];
  if (Array.isArray(column)) return column[row];
  return column.codes[row] < 0 ? null : column.words[column.codes[row]];
}

const isoDay = (day) => (day === null ? "" : new Date(day * DAY).toISOString().slice(0, 10));
const placeOf = (row) => [value("location", row), value("country", row)].filter((name, i, all) => name && all.indexOf(name) === i).join(", ");

function counted(rows, keyOf) {
  const counts = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The keys that are counted most often, the most frequent first. */
function most(counts, limit = Infinity) {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit).map(([key]) => key);
}

// -- filters

const allRows = Array.from({ length: columns.count }, (_, row) => row);
let shown = allRows;

function fillFilters() {
  const choices = (name, keyOf) => {
    const counts = counted(allRows, keyOf);
    for (const key of [...counts.keys()].sort()) form.elements[name].add(new Option(`${key} (${counts.get(key)})`, key));
  };
  choices("country", (row) => value("country", row));
  choices("type", (row) => value("type", row));
  form.elements.status.add(new Option("occurred or ongoing", "happened"));
  choices("status", (row) => value("event_status", row));
  for (const [code, name] of PRECISIONS) form.elements.precision.add(new Option(name, code));
  const names = counted(allRows.flatMap((row) => [value("actor1", row), value("actor2", row)]), (name) => name);
  byId("actor-names").append(...most(names, ACTOR_NAMES).map((name) => new Option(name)));
}

function wanted() {
  const asked = Object.fromEntries(new FormData(form));
  const actor = asked.actor.trim().toLowerCase();
  // Which words of the two columns hold the text is found once, not for every row.
  const naming = (name) => new Set(columns[name].words.filter((word) => word.toLowerCase().includes(actor)));
  const [actors1, actors2] = actor ? [naming("actor1"), naming("actor2")] : [];
  const from = asked.from ? Date.parse(asked.from) / DAY : null;
  const to = asked.to ? Date.parse(asked.to) / DAY : null;
  const statusFits = (status) => !asked.status || status === asked.status || (asked.status === "happened" && HAPPENED.has(status));
  return (row) =>
    (!asked.country || value("country", row) === asked.country) &&
    (!asked.type || value("type", row) === asked.type) &&
    statusFits(value("event_status", row)) &&
    (!asked.precision || String(columns.geo_precision[row]) === asked.precision) &&
    (!actor || actors1.has(value("actor1", row)) || actors2.has(value("actor2", row))) &&
    dayFits(row, from, to);
}

function dayFits(row, from, to) {
  if (from === null && to === null) return true;
  const start = columns.date_start[row];
  return start !== null && (to === null || start <= to) && (from === null || (columns.date_end[row] ?? start) >= from);
}

function applyFilters() {
  const fits = wanted();
  shown = sorted(allRows.filter(fits));
  byId("shown").textContent = `${shown.length.toLocaleString("en")} of ${columns.count.toLocaleString("en")} events shown`;
  showPage(0);
  drawAll();
}

// -- charts

let map = null;
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

// -- map

function isArea(row) {
  return columns.geo_precision[row] === 3;
}

/** Rows of one key become one mark: its place, its type, and how many events it stands for. */
function grouped(rows, keyOf, markOf) {
  const marks = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (!marks.has(key)) marks.set(key, { ...markOf(row), n: 0 });
    marks.get(key).n += 1;
  }
  return [...marks.values()].sort((a, b) => b.n - a.n);
}

function pointMarks(rows) {
  const key = (row) => `${columns.latitude[row]} ${columns.longitude[row]} ${value("type", row)}`;
  return grouped(rows, key, (row) => ({
    latitude: columns.latitude[row], longitude: columns.longitude[row], what: placeOf(row), type: value("type", row),
  }));
}

/** One shape for each region or country, in the colour of its most frequent type. */
function areaMarks(rows) {
  const regions = new Map();
  for (const row of rows) {
    const key = `${value("country_iso3", row)} ${value("location", row)}`;
    if (!regions.has(key)) regions.set(key, []);
    regions.get(key).push(row);
  }
  const features = [...regions.values()].map((members) => {
    const [type] = most(counted(members, (row) => value("type", row)));
    const properties = { what: placeOf(members[0]), type, n: members.length };
    return { type: "Feature", properties, geometry: regionShape(members[0]) };
  });
  return features.sort((a, b) => b.properties.n - a.properties.n);
}

function regionShape(row) {
  const outline = value("location", row) === value("country", row) ? outlines.get(value("country_iso3", row)) : null;
  return outline ?? circle(columns.latitude[row], columns.longitude[row], columns.radius_km[row] ?? 100);
}

/** A circle on the globe as a polygon, clockwise; degrees and kilometres. */
function circle(latitude, longitude, km) {
  const [phi, lambda, reach] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180, km / 6371];
  const ring = Array.from({ length: 49 }, (_, step) => {
    const bearing = (step * Math.PI) / 24;
    const north = Math.asin(Math.sin(phi) * Math.cos(reach) + Math.cos(phi) * Math.sin(reach) * Math.cos(bearing));
    const east = lambda + Math.atan2(Math.sin(bearing) * Math.sin(reach) * Math.cos(phi), Math.cos(reach) - Math.sin(phi) * Math.sin(north));
    return [(east * 180) / Math.PI, (north * 180) / Math.PI];
  });
  return { type: "Polygon", coordinates: [ring] };
}

async function drawMap() {
  const placed = shown.filter((row) => columns.latitude[row] !== null);
  const data = { points: pointMarks(placed.filter((row) => !isArea(row))), areas: areaMarks(placed.filter(isArea)) };
  byId("unplaced").textContent = placed.length < shown.length ? `${shown.length - placed.length} events have no place.` : "";
  if (map) {
    await map.data("points", data.points).data("areas", data.areas).runAsync();
  } else {
    // Canvas: thousands of points stay quick.
    const height = Math.min(520, Math.max(220, byId("map").clientWidth * 0.45));
    map = await embed("map", { countries, ...data }, (spec) => ({ ...spec, height }), { renderer: "canvas" });
    lookAt(extent(placed));
  }
}

/** What is in view so that these rows are: middle and zoom. */
function extent(rows) {
  if (!rows.length) return { lon: 0, lat: 0, zoom: 1 };
  const [west, east] = bounds(rows.map((row) => columns.longitude[row]));
  const [south, north] = bounds(rows.map((row) => columns.latitude[row]));
  const zoom = Math.min(330 / (east - west + 10), ((map.height() / map.width()) * 290) / (north - south + 8));
  return { lon: (west + east) / 2, lat: (south + north) / 2, zoom };
}

/** The lowest and the highest number, the outermost hundredth at either end left out. */
function bounds(numbers) {
  const ordered = numbers.sort((a, b) => a - b);
  const cut = Math.floor(ordered.length / 100);
  return [ordered[cut], ordered[ordered.length - 1 - cut]];
}

function lookAt({ lon, lat, zoom }) {
  const clamp = (number, low, high) => Math.min(high, Math.max(low, number));
  map.signal("lon", ((lon + 540) % 360) - 180).signal("lat", clamp(lat, -75, 75)).signal("zoom", clamp(zoom, 1, 40)).runAsync();
}

const seen = () => ({ lon: map.signal("lon"), lat: map.signal("lat"), zoom: map.signal("zoom") });
const zoomed = (factor) => lookAt({ ...seen(), zoom: seen().zoom * factor });
const moved = (east, north) => lookAt({ ...seen(), lon: seen().lon + east, lat: seen().lat + north });

const MAP_VIEWS = {
  in: () => zoomed(1.6),
  out: () => zoomed(1 / 1.6),
  fit: () => lookAt(extent(shown.filter((row) => columns.latitude[row] !== null))),
  world: () => lookAt({ lon: 0, lat: 0, zoom: 1 }),
};

function listenToMap() {
  for (const button of document.querySelectorAll("[data-map]")) {
    button.addEventListener("click", () => map && MAP_VIEWS[button.dataset.map]());
  }
  const box = byId("map");
  const step = () => 40 / seen().zoom;
  const keys = {
    ArrowLeft: () => moved(-step(), 0), ArrowRight: () => moved(step(), 0), ArrowUp: () => moved(0, step()),
    ArrowDown: () => moved(0, -step()), "+": MAP_VIEWS.in, "-": MAP_VIEWS.out,
  };
  box.addEventListener("keydown", (event) => {
    if (!map || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  box.addEventListener("pointermove", (event) => {
    if (!map || !(event.buttons & 1) || event.pointerType === "touch") return;
    const degrees = 360 / (map.width() * seen().zoom);
    moved(-event.movementX * degrees, event.movementY * degrees);
  });
}

// -- the other charts

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

// -- table

const HEADS = [
  { name: "Date", key: (row) => columns.date_start[row], cell: (row) => dateCell(row) },
  { name: "Type", key: (row) => value("type", row), cell: (row) => typeCell(row) },
  { name: "Status", key: (row) => value("event_status", row) },
  { name: "Actor 1", key: (row) => value("actor1", row) },
  { name: "Actor 2", key: (row) => value("actor2", row) },
  { name: "Place", key: (row) => placeOf(row) || null },
  { name: "Deaths", key: (row) => columns.fatalities[row], numeric: true },
  { name: "Sources", key: (row) => columns.n_sources[row], numeric: true },
  { name: "Confidence", key: (row) => columns.confidence[row], cell: (row) => columns.confidence[row].toFixed(2), numeric: true },
];
const order = { head: 0, down: true };
let page = 0;

function dateCell(row) {
  const [start, end] = [isoDay(columns.date_start[row]), isoDay(columns.date_end[row])];
  return start === end || !end ? start : `${start}\nto ${end}`;
}

const SHAPES = {
  circle: "M6 1a5 5 0 1 0 .01 0z", "triangle-up": "M6 1 11 11H1z", square: "M1 1h10v10H1z", diamond: "M6 0 11 6 6 12 1 6z",
  "triangle-down": "M1 1h10L6 11z", cross: "M4 1h4v3h3v4H8v3H4V8H1V4h3z", "triangle-right": "M1 1 11 6 1 11z",
};

function typeCell(row) {
  const type = types.find((kind) => kind.name === value("type", row)) ?? types[types.length - 1];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("class", "sign");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[type.shape]);
  path.setAttribute("fill", type.colour);
  svg.append(path);
  const kind = value("event_class", row).replaceAll("_", " ");
  return make("span", {}, svg, value("type", row).replace("/", "/\u200b"), make("span", { className: "kind" }, kind));
}

/** Rows by the column that the table is sorted by; unknown values stand last either way. */
function sorted(rows) {
  const { key } = HEADS[order.head];
  const keys = new Map(rows.map((row) => [row, key(row)]));
  const sign = order.down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (x === y) return a - b;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -sign : sign;
  });
}

function showHeads() {
  const heads = HEADS.map((head, number) => {
    const button = make("button", { type: "button" }, head.name);
    button.addEventListener("click", () => sortBy(number));
    return make("th", { scope: "col", className: head.numeric ? "number" : "" }, button);
  });
  document.querySelector("#events-table thead tr").replaceChildren(make("th", { scope: "col" }, make("span", { className: "unseen" }, "Evidence")), ...heads);
  markSorted();
}

function sortBy(number) {
  order.down = order.head === number ? !order.down : HEADS[number].numeric === true;
  order.head = number;
  shown = sorted(shown);
  markSorted();
  showPage(0);
}

function markSorted() {
  document.querySelectorAll("#events-table thead th").forEach((cell, number) => {
    const current = number - 1 === order.head;
    if (current) cell.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
    if (number) cell.firstChild.textContent = HEADS[number - 1].name + (current ? (order.down ? " ▾" : " ▴") : "");
  });
}

function showPage(number) {
  const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
  page = Math.min(Math.max(number, 0), last);
  const rows = shown.slice(page * PAGE, (page + 1) * PAGE);
  document.querySelector("#events-table tbody").replaceChildren(...rows.map(tableRow));
  const first = page * PAGE + 1;
  byId("page").textContent = rows.length ? `${first} to ${first + rows.length - 1} of ${shown.length}` : "No event fits the filters.";
  for (const button of document.querySelectorAll("[data-page]")) {
    button.disabled = ["first", "previous"].includes(button.dataset.page) ? page === 0 : page === last;
  }
}

function tableRow(row) {
  const button = make("button", { type: "button", className: "open" }, "+");
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", `Evidence of event ${columns.event_id[row]}`);
  button.addEventListener("click", () => toggle(button, row));
  const cells = HEADS.map((head) => {
    const cell = make("td", { className: head.numeric ? "number" : "" }, (head.cell ?? head.key)(row) ?? "");
    cell.dataset.name = head.name;
    return cell;
  });
  const line = make("tr", {}, make("td", {}, button), ...cells);
  line.dataset.event = columns.event_id[row];
  return line;
}

async function toggle(button, row) {
  const line = button.closest("tr");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  button.textContent = open ? "+" : "−";
  if (open) {
    line.nextSibling.remove();
    return;
  }
  const cell = make("td", { colSpan: HEADS.length + 1 }, "…");
  line.after(make("tr", { className: "detail" }, cell));
  const id = columns.event_id[row];
  const link = make("p", { className: "hint" }, make("a", { href: `#${id}` }, `Event ${id}`));
  cell.replaceChildren(link, showEvidence(await evidenceOf(row)));
}

// -- evidence: packed in chunks, unpacked when a row of theirs is opened

const unpacked = new Map();

function evidenceOf(row) {
  const number = Math.floor(row / chunkSize);
  if (!unpacked.has(number)) unpacked.set(number, unpack(byId(`evidence-${number}`).textContent));
  return unpacked.get(number).then((chunk) => chunk[row % chunkSize]);
}

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** Opens the event that the address names behind its #, as a link to a row does. */
function openNamed() {
  const row = columns.event_id.indexOf(location.hash.slice(1));
  if (row < 0) return;
  if (!shown.includes(row)) {
    form.reset();
    applyFilters();
  }
  showPage(Math.floor(shown.indexOf(row) / PAGE));
  const button = document.querySelector(`[data-event="${columns.event_id[row]}"] .open`);
  if (button.getAttribute("aria-expanded") === "false") button.click();
  button.scrollIntoView({ block: "start" });
  button.focus({ preventScroll: true });
}

// -- start

function debounced(action, pause = 150) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, pause);
  };
}

fillFilters();
showHeads();
listenToMap();
form.addEventListener("input", debounced(applyFilters));
form.addEventListener("submit", (event) => event.preventDefault());
// The fields are cleared after the event.
form.addEventListener("reset", () => setTimeout(applyFilters));
for (const button of document.querySelectorAll("[data-page]")) {
  const target = { first: () => 0, previous: () => page - 1, next: () => page + 1, last: () => Infinity }[button.dataset.page];
  button.addEventListener("click", () => showPage(target()));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  map = null;
  drawAll();
});
addEventListener("hashchange", openNamed);
applyFilters();
openNamed();
