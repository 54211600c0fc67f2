"use strict";
// The evidence of an event as elements. All text is set as text, never as markup.

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const MARK_NAMES = { trigger: "trigger", actor1: "actor 1", actor2: "actor 2", other: "further actor", date: "date", place: "place" };

/** The evidence; `beside` may give an element to stand beside each mention's sentence. */
function showEvidence(evidence, beside = () => null) {
  const box = make("div", { className: "evidence" });
  box.append(make("p", {}, evidence.notes), valueList(evidence.values), markLegend(evidence));
  evidence.articles.forEach((article, number) => {
    box.append(make("h3", {}, ...articleLine(article)));
    for (const mention of evidence.mentions) {
      if (mention.article === number) box.append(...[showMention(mention), beside(mention), howFound(mention)].filter(Boolean));
    }
  });
  return box;
}

function articleLine(article) {
  const title = make("cite", {}, article.title);
  // Only http and https come this far; checked again, as the page is what a click leaves from.
  const link = article.url && /^https?:\/\//i.test(article.url)
    ? make("a", { href: article.url, rel: "noopener noreferrer", target: "_blank" }, title) : title;
  const about = [article.source, article.published, article.copy ? "copy of another report" : null].filter(Boolean).join(", ");
  return [link, about ? make("span", { className: "origin" }, ` ${about}`) : null];
}

function showMention(mention) {
  return make("blockquote", {}, ...mention.pieces.map(([text, names]) => (names ? showMark(text, names) : text)));
}

function howFound(mention) {
  return make("details", {}, make("summary", {}, "How the values of this sentence were found"), valueList(mention.found));
}

function showMark(text, names) {
  const title = names.split(" ").map((name) => MARK_NAMES[name]).join(", ");
  return make("mark", { className: names, title }, text);
}

function valueList(values) {
  const list = make("dl");
  for (const [name, value, origin] of values) {
    list.append(make("dt", {}, name), make("dd", {}, value, origin ? make("span", { className: "origin" }, ` — ${origin}`) : null));
  }
  return list;
}

function markLegend(evidence) {
  const used = new Set(evidence.mentions.flatMap((mention) => mention.pieces.flatMap(([, names]) => names.split(" "))));
  const shown = Object.keys(MARK_NAMES).filter((name) => used.has(name));
  return make("p", { className: "marks" }, ...shown.map((name) => make("mark", { className: name }, MARK_NAMES[name])));
}
