"use strict";
// The map: one mark for all events of a type at a place, one area for those of which only the region is known.

const outlines = new Map(countries.map((country) => [country.id, country.geometry]));
let map = null;

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
