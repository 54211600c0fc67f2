"use strict";

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
