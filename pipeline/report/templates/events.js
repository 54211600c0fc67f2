"use strict";
// The events as columns, and the filters. What is shown is a list of row numbers, which map, charts and table follow.

const ACTOR_NAMES = 400; // that the field proposes
const HAPPENED = new Set(["occurred", "ongoing"]);
const PRECISIONS = [["1", "a named place"], ["2", "near a place"], ["3", "a region or country"]];
const DAY = 86400000;

const byId = (id) => document.getElementById(id);
const embedded = (name) => JSON.parse(byId(`data-${name}`).textContent);
const [columns, specs, countries, types, chunkSize] = ["events", "charts", "countries", "types", "chunk"].map(embedded);
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
