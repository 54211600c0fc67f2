"use strict";
// The table, a page of rows at a time; a row opens its evidence, which is unpacked then.

const PAGE = 25;

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

// -- evidence: packed in chunks of events, in their order

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
