"use strict";
// One event at a time: its evidence, and what the analyst decides. Every decision is on the disk before the next event.

const token = new URLSearchParams(location.search).get("token") ?? "";
const byId = (id) => document.getElementById(id);
const queueForm = byId("queue");
let events = []; // every event in a few words
let form = []; // the columns that can be corrected
let queue = []; // what is gone through
let place = 0;
let current = null; // the event that is shown, with its evidence

async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { "X-Review-Token": token } });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
}

function say(text, isFault = false) {
  byId("message").textContent = text;
  byId("message").className = isFault ? "fault" : "";
}

// -- the queue

async function loadQueue() {
  const content = await ask("/queue");
  events = content.events;
  form = content.form;
  arrange();
}

function arrange() {
  const asked = Object.fromEntries(new FormData(queueForm));
  const words = asked.words.toLowerCase().split(/\s+/).filter(Boolean);
  const told = (event) => [event.event_id, event.event_class, event.event_status, event.actor1, event.actor2, event.location, event.country, event.day].join(" ").toLowerCase();
  const verdictFits = (event) => !asked.show || (event.verdict ?? "open") === asked.show;
  queue = events.filter((event) => verdictFits(event) && words.every((word) => told(event).includes(word)));
  queue.sort((a, b) => (asked.order === "day" ? 0 : a.confidence - b.confidence) || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  place = 0;
  return show();
}

function progress() {
  const done = events.filter((event) => event.verdict).length;
  byId("progress").textContent = `${done} of ${events.length} events reviewed`;
  byId("position").textContent = queue.length ? `${place + 1} of ${queue.length}` : "";
}

function go(step) {
  place = Math.min(Math.max(place + step, 0), queue.length - 1);
  say("");
  return show();
}

// -- one event

async function show() {
  progress();
  const shown = queue[place];
  current = null;
  byId("actions").hidden = !shown;
  byId("actions").inert = true;
  if (!shown) {
    byId("event").replaceChildren(make("p", {}, "No event is left here."));
    return;
  }
  const found = await ask(`/event/${encodeURIComponent(shown.event_id)}`);
  if (queue[place] !== shown) return; // another has been asked for meanwhile
  current = found;
  byId("actions").inert = false;
  const verdict = shown.verdict ? make("p", {}, make("span", { className: "verdict" }, shown.verdict)) : null;
  const id = make("p", { className: "hint" }, `Event ${shown.event_id}`);
  byId("event").replaceChildren(...[verdict, showEvidence(current.evidence, tickFor), id].filter(Boolean));
  byId("comment").value = "";
  byId("correction").hidden = true;
  byId("places").replaceChildren();
  byId("same").hidden = current.neighbours.length === 0;
  byId("neighbours").replaceChildren(...current.neighbours.map(neighbourLine));
  byId("history").hidden = current.decisions.length === 0;
  byId("history").querySelector("ul").replaceChildren(...current.decisions.map(decisionLine));
  window.scrollTo(0, 0);
}

/** A box to tick beside each sentence, to split it off; none where there is but one. */
function tickFor(mention) {
  if (current.evidence.mentions.length < 2) return null;
  const box = make("input", { type: "checkbox", value: mention.id, name: "apart" });
  return make("label", { className: "tick" }, box, "tells another event");
}

function neighbourLine(neighbour) {
  const button = make("button", { type: "button" }, "Same event");
  button.addEventListener("click", () => decide([{ decision: "merge", other_mention_id: neighbour.mention_id }], "merged at the next build"));
  return make("li", {}, make("span", {}, neighbour.notes, make("span", { className: "origin" }, ` — ${neighbour.why}`)), button);
}

function decisionLine(row) {
  const what = row.decision === "correct" ? `${row.column} is ${row.value || "not known"}` : row.other_mention_id;
  return make("li", {}, [row.decision, what, row.coder, row.comment, row.decided_at].filter(Boolean).join(", "));
}

// -- decisions

/** Sends decisions on the event that is shown, and goes on to the next when they are saved. */
async function decide(rows, said) {
  const about = { event_id: current.evidence.id, mention_id: current.mention_id, comment: byId("comment").value };
  try {
    await ask("/decisions", { method: "POST", body: JSON.stringify(rows.map((row) => ({ ...about, ...row }))) });
  } catch (fault) {
    say(`Not saved: ${fault.message}`, true);
    return;
  }
  const shown = queue[place];
  shown.verdict = verdictAfter(shown.verdict, rows[0].decision);
  const only = queueForm.elements.show.value;
  if (only && (shown.verdict ?? "open") !== only) queue.splice(place, 1);
  else if (rows[0].decision !== "reopen") place += 1;
  place = Math.max(0, Math.min(place, queue.length - 1));
  await show();
  say(`Saved: ${said}.`);
}

function verdictAfter(verdict, decision) {
  if (decision === "accept") return verdict === "corrected" ? "corrected" : "accepted";
  return { strike: "struck", correct: "corrected", reopen: null }[decision] ?? verdict;
}

function split() {
  const ticked = new Set([...document.querySelectorAll("[name=apart]:checked")].map((box) => box.value));
  const kept = current.evidence.mentions.map((mention) => mention.id).filter((id) => !ticked.has(id));
  if (!ticked.size || !kept.length) return say("Tick the sentences that tell another event, not all of them.", true);
  // Every pair is named, so that no way is left by which they come together again.
  const rows = [...ticked].flatMap((one) => kept.map((other) => ({ decision: "split", mention_id: one, other_mention_id: other })));
  return decide(rows, "split at the next build");
}

// -- corrections

function openCorrection() {
  byId("correction").hidden = !byId("correction").hidden;
  byId("place-name").value = current.values.location;
  byId("fields").replaceChildren(...form.map(field));
  if (!byId("correction").hidden) byId("fields").querySelector("input, select").focus();
}

function field({ column, type, help, choices }) {
  const value = current.values[column];
  const control = choices.length
    ? make("select", {}, ...["", ...choices].map((choice) => new Option(choice, choice)))
    : make("input", { type: type === "day" ? "date" : "text", autocomplete: "off" });
  Object.assign(control, { name: column, value, title: help });
  control.addEventListener("input", () => {
    mark(control);
    fill(FOLLOWERS[column]?.(control.value) ?? {});
  });
  return make("label", {}, column.replaceAll("_", " "), control);
}

// What the build would make of the others, shown so that it can be changed.
const FOLLOWERS = {
  date_start: (day) => ({ date_end: day, time_precision: day && "1" }),
  fatalities: (deaths) => ({ fatalities_low: deaths, fatalities_high: deaths }),
};

function fill(values) {
  for (const [column, value] of Object.entries(values)) {
    const control = byId("correction").elements[column];
    control.value = value;
    mark(control);
  }
}

const mark = (control) => control.classList.toggle("changed", control.value !== current.values[control.name]);

function saveCorrection(event) {
  event.preventDefault();
  const changed = [...byId("fields").querySelectorAll(".changed")];
  if (!changed.length) return say("Nothing is changed.", true);
  const rows = new Map(changed.map((control) => [control.name, control.value.trim()]));
  // A new place or actor takes the rest of what is said of it along, also where it stays as it was.
  for (const group of [["location", "admin1", "latitude", "longitude", "geo_precision"], ["actor1", "actor1_type", "actor1_country"], ["actor2", "actor2_type", "actor2_country"]]) {
    if (rows.has(group[0])) for (const name of group) rows.set(name, byId("correction").elements[name].value.trim());
  }
  return decide([...rows].map(([column, value]) => ({ decision: "correct", column, value })), [...rows.keys()].join(", "));
}

async function lookUpPlace() {
  const found = await ask(`/places?name=${encodeURIComponent(byId("place-name").value)}`);
  byId("places").replaceChildren(...(found.length ? found.map(placeButton) : ["No place of that name is known."]));
}

function placeButton({ kind, values }) {
  const name = [values.location, values.admin1, values.country_iso3].filter(Boolean).join(", ");
  const button = make("button", { type: "button" }, `${name} (${kind})`);
  button.addEventListener("click", () => fill(values));
  return button;
}

// -- keys and buttons

const ACTIONS = {
  previous: () => go(-1),
  next: () => go(1),
  accept: () => decide([{ decision: "accept" }], "accepted"),
  strike: () => decide([{ decision: "strike" }], "struck"),
  reopen: () => decide([{ decision: "reopen" }], "forgotten"),
  correct: openCorrection,
  split,
  lookup: lookUpPlace,
};
const KEYS = { k: "previous", j: "next", a: "accept", x: "strike", c: "correct", s: "split" };

function run(name) {
  if (!current && !["previous", "next"].includes(name)) return;
  Promise.resolve(ACTIONS[name]()).catch((fault) => say(`That failed: ${fault.message}`, true));
}

for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => run(button.dataset.do));
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    run(KEYS[event.key]);
  }
});
byId("correction").addEventListener("submit", saveCorrection);
queueForm.addEventListener("input", arrange);
queueForm.addEventListener("submit", (event) => event.preventDefault());
loadQueue().catch((fault) => say(`The events cannot be read: ${fault.message}`, true));
